import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Compartment } from "../../domain/brand.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useTermsWords } from "../../session/useTermsWords.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { useFocusTitle } from "../../ui/hooks/useFocusTitle.ts";
import { useNow } from "../../ui/hooks/useNow.ts";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TermsEditor } from "../../ui/terms/TermsEditor.tsx";
import { TermsFacts, type TermsStep } from "../../ui/terms/TermsFacts.tsx";
import { chosenTerms, expiryOn, type TermsDraft } from "../../ui/terms/termsDraft.ts";
import type { CompartmentView, PurposeName } from "../../usecases/model.ts";
import { ConfirmPage } from "./ConfirmPage.tsx";
import { askedTerms, type OpenRequest } from "./openRequest.ts";
import { useApprovalWords } from "./useApprovalWords.tsx";

export interface ShareLessProps {
  access: OpenRequest;
  name: string;
  compartments: readonly CompartmentView[];
  onBack: () => void;
}

/**
 * The same request with the patient's own answers: fewer parts, looking only, a shorter time. A
 * request of everything may be answered with any part, the sensitive ones included.
 */
export function ShareLess({ access, name, compartments, onBack }: ShareLessProps) {
  const { provider, request } = access;
  const { t } = useTranslation();
  const app = usePatientApp();
  const words = useWords();
  const inWords = useTermsWords(compartments);
  const now = useNow(60_000);
  const [draft, setDraft] = useState<TermsDraft<Compartment, PurposeName>>(() => ({
    read: request.read,
    mayAdd: request.write.length > 0,
    purpose: request.purpose,
    expiry: expiryOn(request.expiresAt),
  }));
  const [step, setStep] = useState<TermsStep>();
  const limits = {
    latest: new Date(request.expiresAt * 1000),
    ...(request.everything ? {} : { addable: request.write }),
  };
  const terms = chosenTerms(draft, now, limits);
  const task = useWalletTask<void>(
    (options) => app.prepareApproval(provider.provider, terms ?? askedTerms(access), options),
    { like: "approve" },
  );
  useFocusTitle(task.started ? "confirm" : step);
  const approval = useApprovalWords(access, name, compartments);

  if (task.started && terms !== undefined) {
    return (
      <ConfirmPage {...approval(terms)} task={task} confirmLabel={t("inbox.approve.chosen")} />
    );
  }
  if (step !== undefined) {
    return (
      <>
        <PageHeader title={t(`ui.terms.title.${step}`)} back={() => setStep(undefined)} />
        <TermsEditor
          step={step}
          draft={draft}
          onChange={setDraft}
          onDone={() => setStep(undefined)}
          name={name}
          now={now}
          limits={limits}
          purposes={[]}
          parts={compartments.map((one) => ({
            number: one.compartment,
            name: words.compartment(one.kind),
            sensitive: one.sensitive,
            records: one.recordCount,
            ...(request.everything || request.read.includes(one.compartment)
              ? {}
              : { disabledBecause: t("inbox.less.notAsked") }),
          }))}
        />
      </>
    );
  }
  const fixed: TermsStep[] =
    request.write.length === 0 && !request.everything ? ["purpose", "rights"] : ["purpose"];
  return (
    <>
      <PageHeader
        title={t(request.everything ? "inbox.less.choose" : "inbox.less.button")}
        lead={t("inbox.less.lead", { name })}
        back={onBack}
      />
      <Stack>
        <TermsFacts
          {...inWords(terms ?? askedTerms(access))}
          parts={
            draft.read.length === 0
              ? t("ui.terms.noParts")
              : words.compartments(draft.read, compartments)
          }
          onChange={setStep}
          fixed={fixed}
        />
        {terms === undefined && <Notice kind="warning">{t("inbox.less.incomplete")}</Notice>}
        <Actions>
          <Button disabled={terms === undefined} onClick={task.start}>
            {t("ui.continue")}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t("ui.cancel")}
          </Button>
        </Actions>
      </Stack>
    </>
  );
}
