import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAuthorityApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { ChoiceCards } from "../../ui/form/ChoiceCards.tsx";
import { FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { Prepared, ProviderView } from "../../usecases/model.ts";
import { type Decision, statusOf } from "./statusOf.ts";
import { offeredYears, type VerifyChoice, verifyUntil } from "./verifyUntil.ts";

export interface DecisionPanelProps {
  decision: Decision;
  /** What is decided about: exactly what was on screen. */
  seen: ProviderView;
  /** Where to go on afterwards. */
  list: string;
  onBack: () => void;
}

/** A decision in plain words, with its date where it has one, and the wallet. */
export function DecisionPanel(props: DecisionPanelProps) {
  return props.decision === "verify" ? <Verify {...props} /> : <Decide {...props} />;
}

const FIELD = "verify-until";

function Verify(props: DecisionPanelProps) {
  const { seen, onBack } = props;
  const { t } = useTranslation();
  const words = useWords();
  const app = useAuthorityApp();
  const [now] = useState(() => new Date());
  const [choice, setChoice] = useState<VerifyChoice>({ kind: "years", years: 1 });
  const [attempt, setAttempt] = useState(0);
  const until = verifyUntil(choice, now);
  const seconds = Math.floor((until ?? now).getTime() / 1000);
  const task = useWalletTask<void>(() => app.prepareVerification(seen, seconds));
  const missing =
    until === undefined
      ? t("authority.verify.noDate")
      : until <= now
        ? t("ui.expiry.past")
        : undefined;
  const name = words.provider(seen);

  if (task.started) {
    return (
      <Panel
        {...props}
        task={task}
        facts={{ name, date: words.day(seconds), kind: words.providerKind(seen.kind) }}
        onBack={task.reset}
      />
    );
  }
  const problem = attempt === 0 ? undefined : missing;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempt(attempt + 1);
    if (missing === undefined) task.start();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <FormErrorSummary
          attempt={attempt}
          problems={problem === undefined ? [] : [{ fieldId: FIELD, message: problem }]}
        />
        <Section title={t("authority.verify.title", { name })} lead={t("authority.verify.lead")}>
          <ChoiceCards
            id={FIELD}
            label={t("authority.verify.until")}
            error={choice.kind === "years" ? problem : undefined}
            columns={2}
            choices={[
              ...offeredYears.map((years) => ({
                value: String(years),
                label: t("authority.verify.years", { count: years }),
                hint: words.day(
                  (verifyUntil({ kind: "years", years }, now) ?? now).getTime() / 1000,
                ),
              })),
              {
                value: "date",
                label: t("ui.expiry.date"),
                hint: t("ui.expiry.dateHint"),
              },
            ]}
            value={choice.kind === "date" ? "date" : String(choice.years)}
            onChange={(value) =>
              setChoice(
                value === "date"
                  ? { kind: "date", day: "" }
                  : { kind: "years", years: Number(value) },
              )
            }
            underChosen={
              choice.kind === "date" && (
                <TextInput
                  type="date"
                  mt="md"
                  label={t("ui.expiry.dateLabel")}
                  value={choice.day}
                  error={problem}
                  onChange={(event) => setChoice({ kind: "date", day: event.currentTarget.value })}
                />
              )
            }
          />
        </Section>
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
          <Button variant="default" onClick={onBack}>
            {t("ui.back")}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

function Decide(props: DecisionPanelProps) {
  const { decision, seen } = props;
  const words = useWords();
  const app = useAuthorityApp();
  const task = useWalletTask<void>(() => prepare());
  const { start } = task;
  // There is nothing to fill in: straight to the explanation, with its fee.
  useEffect(() => start(), [start]);
  return (
    <Panel
      {...props}
      task={task}
      facts={{
        name: words.provider(seen),
        date: words.day(seen.verifiedUntil),
        kind: words.providerKind(seen.kind),
      }}
    />
  );

  function prepare(): Promise<Prepared<void>> {
    switch (decision) {
      case "suspend":
        return app.prepareSuspension(seen.provider);
      case "reinstate":
        return app.prepareReinstatement(seen.provider);
      case "end":
        return app.prepareProviderRevocation(seen.provider);
      case "take-over":
        return app.prepareTakeOver(seen.provider);
      case "verify":
        return app.prepareVerification(seen, seen.verifiedUntil);
    }
  }
}

function Panel(
  props: DecisionPanelProps & {
    task: ReturnType<typeof useWalletTask<void>>;
    facts: { name: string; date: string; kind: string };
  },
) {
  const { decision, seen, list, task, facts, onBack } = props;
  const { t } = useTranslation();
  const refuses = decision === "end" && statusOf(seen) === "applied";
  const words = refuses ? "refuse" : decision;
  const forGood = decision === "end";
  return (
    <TransactionPanel
      {...task.panel}
      danger={decision === "suspend" || forGood}
      explanation={{
        what: t(`authority.${words}.what`, facts),
        visibleTo: t(`authority.${words}.visibleTo`, facts),
        ...(forGood ? { irreversible: t("authority.end.irreversible", facts) } : {}),
        fee: task.fee,
      }}
      confirmLabel={t(`authority.${words}.confirm`, facts)}
      onBack={onBack}
      backLabel={t("ui.back")}
      doneMessage={t(`authority.${words}.done`, facts)}
      doneActions={
        <>
          <Button component={Link} to={list}>
            {t(
              list === "/applications"
                ? "authority.applications.title"
                : "authority.providers.title",
            )}
          </Button>
          <Button variant="default" onClick={props.onBack}>
            {t("authority.provider.show")}
          </Button>
        </>
      }
    />
  );
}
