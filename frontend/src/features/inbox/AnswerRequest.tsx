import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { usePowers } from "../../session/usePowers.ts";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { useTermsWords } from "../../session/useTermsWords.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { useFocusTitle } from "../../ui/hooks/useFocusTitle.ts";
import { useNow } from "../../ui/hooks/useNow.ts";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { ProviderCard } from "../../ui/people/ProviderCard.tsx";
import { TermsFacts } from "../../ui/terms/TermsFacts.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { CompartmentView } from "../../usecases/model.ts";
import { ConfirmPage } from "./ConfirmPage.tsx";
import { askedTerms, isTooLate, type OpenRequest } from "./openRequest.ts";
import { RequestGone } from "./RequestGone.tsx";
import { ShareLess } from "./ShareLess.tsx";
import { useApprovalWords } from "./useApprovalWords.tsx";

export interface AnswerRequestProps {
  access: OpenRequest;
  /** False once the inbox no longer has it. */
  open: boolean;
  compartments: readonly CompartmentView[];
}

/** Who asks, for what, why, until when; then as asked, less, or no. */
export function AnswerRequest({ access, open, compartments }: AnswerRequestProps) {
  const { provider, request } = access;
  const { t } = useTranslation();
  const app = usePatientApp();
  const { may } = usePowers();
  const words = useWords();
  const inWords = useTermsWords(compartments);
  const facts = useProviderFacts()(provider);
  const now = useNow(30_000);
  const [less, setLess] = useState(false);
  const asked = askedTerms(access);
  const approve = useWalletTask<void>(
    (options) => app.prepareApproval(provider.provider, asked, options),
    { like: "approve" },
  );
  const deny = useWalletTask<void>(() => app.prepareDenial(provider.provider), { like: "deny" });
  useFocusTitle(approve.started || deny.started ? "confirm" : less ? "less" : undefined);

  const name = words.providerWithDoctor(provider, request.doctor);
  const approval = useApprovalWords(access, name, compartments)(asked);

  if (less) {
    return (
      <ShareLess
        access={access}
        name={name}
        compartments={compartments}
        onBack={() => setLess(false)}
      />
    );
  }
  if (approve.started) {
    return <ConfirmPage {...approval} task={approve} confirmLabel={t("inbox.approve.asAsked")} />;
  }
  if (deny.started) {
    return (
      <ConfirmPage
        title={t("inbox.deny.title", { name })}
        task={deny}
        danger
        explanation={{
          what: t("inbox.deny.what", { name }),
          visibleTo: t("inbox.deny.visible"),
        }}
        confirmLabel={t("inbox.deny.confirm")}
        doneMessage={t("inbox.deny.done", { name })}
        doneActions={
          <Button component={Link} to="/requests">
            {t("inbox.gone.back")}
          </Button>
        }
      />
    );
  }
  if (!open) {
    return (
      <>
        <PageHeader title={t("inbox.one")} back="/requests" />
        <RequestGone />
      </>
    );
  }

  const leftOut = compartments.filter(({ compartment }) => !request.read.includes(compartment));
  const cannot = !provider.verifiedNow ? "unverified" : isTooLate(access, now) ? "late" : undefined;
  const sayNo = may("deny") && (
    <Button variant="default" onClick={deny.start}>
      {t("inbox.deny.confirm")}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t("inbox.asks", { name })}
        back="/requests"
        lead={t("inbox.lapses", { date: words.day(request.lapsesAt) })}
      />
      <Stack>
        <ProviderCard {...facts}>
          {request.doctor !== undefined && (
            <p>{t("inbox.doctor", { doctor: words.provider(request.doctor) })}</p>
          )}
        </ProviderCard>
        <Section
          title={t("inbox.what")}
          lead={request.everything ? t("inbox.everything.what") : undefined}
        >
          <TermsFacts
            {...inWords(asked)}
            more={
              request.everything && leftOut.length > 0
                ? [
                    {
                      label: t("inbox.everything.leftOut"),
                      value: words.compartments(
                        leftOut.map(({ compartment }) => compartment),
                        compartments,
                        { full: leftOut.length <= 6 },
                      ),
                    },
                  ]
                : []
            }
          />
        </Section>
        {!may("grant") ? (
          <>
            <Notice title={t("inbox.notYours.title")}>{t("inbox.notYours.what")}</Notice>
            <Actions>{sayNo}</Actions>
          </>
        ) : cannot === undefined ? (
          <Section title={t("inbox.answer")}>
            <Stack>
              <TransactionPanel
                {...approve.panel}
                explanation={{ ...approval.explanation, fee: approve.fee }}
                confirmLabel={t("inbox.approve.asAsked")}
                doneMessage={approval.doneMessage}
              />
              <Actions>
                <Button variant="default" onClick={() => setLess(true)}>
                  {t(request.everything ? "inbox.less.choose" : "inbox.less.button")}
                </Button>
                {sayNo}
              </Actions>
            </Stack>
          </Section>
        ) : (
          <>
            <Notice kind="warning" title={t(`inbox.cannot.${cannot}`, { name })}>
              {t(`inbox.cannot.${cannot}What`)}
            </Notice>
            <Actions>{sayNo}</Actions>
          </>
        )}
      </Stack>
    </>
  );
}
