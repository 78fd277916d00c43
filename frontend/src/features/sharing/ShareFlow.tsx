import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { useTermsWords } from "../../session/useTermsWords.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { useFocusTitle } from "../../ui/hooks/useFocusTitle.ts";
import { useNow } from "../../ui/hooks/useNow.ts";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { ProviderCard } from "../../ui/people/ProviderCard.tsx";
import { TermsEditor } from "../../ui/terms/TermsEditor.tsx";
import { TermsFacts, type TermsStep } from "../../ui/terms/TermsFacts.tsx";
import { termsProblem } from "../../ui/terms/termsDraft.ts";
import { SponsorFold } from "../../ui/transaction/SponsorFold.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import { type CompartmentView, type ProviderView, purposes } from "../../usecases/model.ts";
import { type SharedDraft, termsOf } from "./sharedDraft.ts";

export interface ShareFlowProps {
  provider: ProviderView;
  compartments: readonly CompartmentView[];
  initial: SharedDraft;
  title: string;
  back: string;
  /** Between who it is and what is shared: what to know first. */
  notice?: ReactNode;
}

/** Who, what, until when: answers to check, each with a page to change it; then the wallet. */
export function ShareFlow(props: ShareFlowProps) {
  const { provider, compartments } = props;
  const { t } = useTranslation();
  const app = usePatientApp();
  const words = useWords();
  const inWords = useTermsWords(compartments);
  const facts = useProviderFacts()(provider);
  const now = useNow(60_000);
  // Kept as they were at first: the list behind this page is read again when it is done.
  const [title] = useState(props.title);
  const [draft, setDraft] = useState(props.initial);
  const [step, setStep] = useState<TermsStep>();
  const [attempt, setAttempt] = useState(0);
  const task = useWalletTask<void>(
    (options) => {
      const terms = termsOf(draft, now);
      if (terms === undefined) throw new Error("only a complete draft is shared");
      return app.prepareGrant(provider.provider, terms, options);
    },
    { like: "share" },
  );
  useFocusTitle(task.started ? "confirm" : step);

  const { name } = facts;
  const terms = termsOf(draft, now);
  const problem = termsProblem(draft, now);
  const shown = inWords(
    terms ?? {
      read: draft.read,
      write: draft.mayAdd ? draft.read : [],
      purpose: draft.purpose,
      expiresAt: 0,
    },
  );

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
          parts={compartments.map((one) => ({
            number: one.compartment,
            name: words.compartment(one.kind),
            sensitive: one.sensitive,
            records: one.recordCount,
          }))}
          purposes={purposes
            .filter((purpose) => purpose !== "emergency")
            .map((purpose) => ({ value: purpose, label: words.purpose(purpose) }))}
        />
      </>
    );
  }

  if (task.started && terms !== undefined) {
    const review = task.panel.state.step === "review";
    return (
      <>
        <PageHeader title={title} />
        <Stack>
          <TransactionPanel
            {...task.panel}
            explanation={{
              what: t(terms.write.length > 0 ? "sharing.share.whatAdd" : "sharing.share.what", {
                name,
                ...shown,
              }),
              visibleTo: t("sharing.share.visible", { name }),
              irreversible: t("sharing.share.irreversible", { name }),
              fee: task.fee,
            }}
            confirmLabel={t("sharing.share.confirm", { name })}
            onBack={task.reset}
            doneMessage={t("sharing.share.done", { name, ...shown })}
            doneActions={
              <>
                <Button component={Link} to="/share/access">
                  {t("sharing.share.toList")}
                </Button>
                <Button
                  component={Link}
                  to={`/share/access/${provider.provider}`}
                  variant="default"
                >
                  {t("sharing.share.toAccess", { name })}
                </Button>
              </>
            }
          />
          {review && task.sign !== undefined && (
            <SponsorFold walletName={task.panel.walletName} onSign={task.sign} />
          )}
        </Stack>
      </>
    );
  }

  const leftOut = compartments.filter(({ compartment }) => !draft.read.includes(compartment));
  const goOn = () => {
    if (problem === undefined) task.start();
    else setAttempt(attempt + 1);
  };
  return (
    <>
      <PageHeader title={title} back={props.back} />
      <Stack>
        <FormErrorSummary
          attempt={attempt}
          problems={
            attempt === 0 || problem === undefined
              ? []
              : [
                  {
                    fieldId: "share-answers",
                    message: t(problem === "no-parts" ? "ui.terms.noParts" : "ui.terms.noDate"),
                  },
                ]
          }
        />
        <ProviderCard {...facts} />
        {props.notice}
        <div id="share-answers">
          <Section title={t("sharing.share.answers")}>
            <TermsFacts
              {...shown}
              parts={draft.read.length === 0 ? t("sharing.share.nothing") : shown.parts}
              until={terms === undefined && problem !== "no-parts" ? "" : shown.until}
              onChange={setStep}
              more={
                leftOut.length === 0
                  ? []
                  : [
                      {
                        label: t("sharing.share.leftOut"),
                        value: words.compartments(
                          leftOut.map(({ compartment }) => compartment),
                          compartments,
                          { full: leftOut.length <= 6 },
                        ),
                      },
                    ]
              }
            />
          </Section>
        </div>
        <Actions>
          <Button onClick={goOn}>{t("ui.continue")}</Button>
        </Actions>
      </Stack>
    </>
  );
}
