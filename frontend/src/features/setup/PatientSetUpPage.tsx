import { Button, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router";
import { useSession } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { type FieldProblem, FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { SponsorFold } from "../../ui/transaction/SponsorFold.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { PatientApp } from "../../usecases/useCases.ts";
import { KeySteps } from "./KeySteps.tsx";
import { useKeySetUp } from "./useKeySetUp.ts";
import { useNext } from "./useNext.ts";

/** A patient's set-up, one thing per page: who, passphrase, sheet, check, confirm. */
export function PatientSetUpPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { connection, enter } = useSession();
  const { next, keep } = useNext();
  const keys = useKeySetUp();
  const [step, setStep] = useState<"details" | "keys">("details");
  const [details, setDetails] = useState({ name: "", birthDate: "" });
  const task = useWalletTask<PatientApp>(
    async ({ onProgress }) => {
      if (connection === undefined || keys.draft === undefined) throw new Error("not set up");
      return connection.doorstep.prepareRegistration(keys.draft, details, keys.passphrase, {
        onProgress,
      });
    },
    {
      onDone: (app) => {
        keys.keep();
        enter(app);
      },
    },
  );

  const { start } = task;
  useEffect(() => {
    // Ready to be explained, with its fee, as soon as the keys are.
    if (keys.step === "done" && step === "keys") start();
  }, [keys.step, step, start]);

  if (connection === undefined) {
    return <Navigate to={keep("/welcome")} replace />;
  }
  if (step === "details") {
    return (
      <DetailsStep details={details} onChange={setDetails} onContinue={() => setStep("keys")} />
    );
  }
  if (keys.step !== "done") {
    return <KeySteps setUp={keys} back={() => setStep("details")} />;
  }
  const birthDate = new Intl.DateTimeFormat(i18n.language, {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(new Date(`${details.birthDate}T00:00:00Z`));
  return (
    <Stack gap="wide">
      <PageHeader title={t("setup.register.title")} lead={t("setup.register.lead")} />
      {task.panel.state.step !== "done" && (
        <KeyFacts
          facts={[
            { label: t("setup.details.name"), value: details.name },
            { label: t("setup.details.birthDate"), value: birthDate },
          ]}
        />
      )}
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("setup.register.what"),
          visibleTo: t("setup.register.visibleTo"),
          irreversible: t("setup.register.irreversible"),
          fee: task.fee,
        }}
        confirmLabel={t("setup.register.confirm")}
        onBack={() => {
          task.reset();
          setStep("details");
        }}
        doneMessage={t("setup.register.done")}
        doneActions={
          <Button onClick={() => void navigate(next === "/" ? "/records" : next)}>
            {next === "/" ? t("setup.register.toRecords") : t("ui.continue")}
          </Button>
        }
      />
      {task.panel.state.step === "review" && task.sign !== undefined && (
        <>
          <SponsorFold walletName={task.panel.walletName} onSign={task.sign} />
          <Actions>
            <Button variant="subtle" onClick={() => void navigate(keep("/unlock"))}>
              {t("setup.register.sponsored")}
            </Button>
          </Actions>
        </>
      )}
    </Stack>
  );
}

function DetailsStep({
  details,
  onChange,
  onContinue,
}: {
  details: { name: string; birthDate: string };
  onChange: (details: { name: string; birthDate: string }) => void;
  onContinue: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [attempt, setAttempt] = useState(0);
  const problems: FieldProblem[] = [];
  if (details.name.trim() === "") {
    problems.push({ fieldId: "name", message: t("setup.details.nameMissing") });
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(details.birthDate)) {
    problems.push({ fieldId: "birth-date", message: t("setup.details.birthDateMissing") });
  } else if (new Date(details.birthDate).getTime() > Date.now()) {
    problems.push({ fieldId: "birth-date", message: t("setup.details.birthDateFuture") });
  }
  const shown = attempt === 0 ? [] : problems;
  const errorOf = (id: string) => shown.find(({ fieldId }) => fieldId === id)?.message;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAttempt((before) => before + 1);
        if (problems.length === 0) onContinue();
      }}
    >
      <Stack gap="wide">
        <PageHeader
          title={t("setup.details.title")}
          lead={t("setup.details.lead")}
          back={() => void navigate(-1)}
        />
        <FormErrorSummary problems={shown} attempt={attempt} />
        <TextInput
          id="name"
          label={t("setup.details.name")}
          description={t("setup.details.nameHint")}
          autoComplete="name"
          maxLength={200}
          value={details.name}
          error={errorOf("name")}
          onChange={(event) => onChange({ ...details, name: event.currentTarget.value })}
        />
        <TextInput
          id="birth-date"
          type="date"
          label={t("setup.details.birthDate")}
          autoComplete="bday"
          value={details.birthDate}
          error={errorOf("birth-date")}
          onChange={(event) => onChange({ ...details, birthDate: event.currentTarget.value })}
        />
        <Notice title={t("setup.details.freshTitle")}>{t("setup.details.fresh")}</Notice>
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
        </Actions>
      </Stack>
    </form>
  );
}
