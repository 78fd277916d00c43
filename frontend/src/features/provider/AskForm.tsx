import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PatientNumber } from "../../domain/brand.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { type KeyFact, KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { expiryDate } from "../../ui/form/expiryDate.ts";
import { useNow } from "../../ui/hooks/useNow.ts";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { CompartmentView, ProviderView } from "../../usecases/model.ts";
import { AskStep, type AskStepName } from "./AskStep.tsx";
import { type AskDraft, lapseTime, toWish } from "./askDraft.ts";
import { pathFor } from "./useOnBehalfOf.ts";

export interface AskFormProps {
  patient: PatientNumber;
  /** As the patient is called while nothing is open: a number. */
  name: string;
  draft: AskDraft;
  onDraft: (draft: AskDraft) => void;
  /** After one question was answered. */
  onAnswered?: () => void;
  organizations: readonly ProviderView[];
  known: readonly CompartmentView[];
  onStart?: () => void;
  onReset?: () => void;
}

/** The answers with safe defaults, each of them to be changed; then the wallet. */
export function AskForm(props: AskFormProps) {
  const { patient, name, draft, organizations, known } = props;
  const { t } = useTranslation();
  const words = useWords();
  const app = useProviderApp();
  const now = useNow(60_000);
  const [step, setStep] = useState<AskStepName>();
  const wish = toWish(draft, now);
  const task = useWalletTask<void>(() => {
    const latest = toWish(draft, new Date());
    // The button is off while something is missing.
    if (latest === undefined) throw new Error("the request is not complete");
    return app.prepareRequest(patient, latest);
  });
  const until = words.day((expiryDate(draft.expiry, now)?.getTime() ?? 0) / 1000);
  const lapses = words.day(lapseTime(draft.lapse, now));
  const what =
    draft.what === "parts"
      ? words.compartments(draft.parts, known)
      : t(`provider.ask.${draft.what}`);
  const organization = organizations.find(({ provider }) => provider === draft.organization);

  if (task.started) {
    return (
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t(organization === undefined ? "provider.ask.will" : "provider.ask.willFor", {
            organization: organization === undefined ? "" : words.provider(organization),
            what: sentence(what),
            until,
            lapses,
          }),
          visibleTo: t("provider.ask.visibleTo"),
          fee: task.fee,
        }}
        confirmLabel={t("provider.ask.confirm")}
        onBack={() => {
          task.reset();
          props.onReset?.();
        }}
        doneMessage={t("provider.ask.done", { lapses })}
        doneActions={
          <>
            <Button component={Link} to={pathFor("/patients", draft.organization)}>
              {t("provider.ask.toPatients")}
            </Button>
            <Button component={Link} to="/scan" variant="default">
              {t("provider.scan.another")}
            </Button>
          </>
        }
        details={[
          { label: t("provider.chart.number"), value: String(patient), mono: true },
          { label: t("provider.ask.purpose"), value: words.purpose(draft.purpose) },
        ]}
      />
    );
  }
  if (step !== undefined) {
    return (
      <AskStep
        step={step}
        draft={draft}
        onChange={props.onDraft}
        onDone={() => {
          setStep(undefined);
          props.onAnswered?.();
        }}
        organizations={organizations}
        known={known}
        now={now}
      />
    );
  }
  const fact = (key: AskStepName, label: string, value: string): KeyFact => ({
    label,
    value,
    change: () => setStep(key),
  });
  return (
    <Section title={t("provider.ask.check")} lead={t("provider.ask.checkLead", { name })}>
      <Stack>
        <KeyFacts
          facts={[
            ...(organizations.length === 0
              ? []
              : [
                  fact(
                    "who",
                    t("provider.ask.who"),
                    organization === undefined
                      ? t("provider.ask.myself")
                      : words.provider(organization),
                  ),
                ]),
            fact("what", t("provider.ask.what"), what),
            fact(
              "rights",
              t("provider.ask.rights"),
              t(draft.mayAdd ? "ui.terms.add" : "ui.terms.look"),
            ),
            fact("until", t("ui.terms.until"), until),
            fact("purpose", t("provider.ask.purpose"), words.purpose(draft.purpose)),
            fact("lapses", t("provider.ask.lapses"), lapses),
          ]}
        />
        <Actions>
          <Button
            disabled={wish === undefined}
            onClick={() => {
              props.onStart?.();
              task.start();
            }}
          >
            {t("ui.continue")}
          </Button>
        </Actions>
      </Stack>
    </Section>
  );
}

/** An answer inside a sentence. */
function sentence(answer: string): string {
  return answer.charAt(0).toLocaleLowerCase() + answer.slice(1);
}
