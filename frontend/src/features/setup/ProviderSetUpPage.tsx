import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router";
import type { AuthorityNumber } from "../../domain/brand.ts";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useSession } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FileDrop } from "../../ui/file/FileDrop.tsx";
import { ChoiceCards } from "../../ui/form/ChoiceCards.tsx";
import { type FieldProblem, FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import {
  type AuthorityView,
  type ProviderKindName,
  type ProviderProfile,
  providerKinds,
} from "../../usecases/model.ts";
import type { ProviderApp } from "../../usecases/useCases.ts";
import { KeySteps } from "./KeySteps.tsx";
import { useKeySetUp } from "./useKeySetUp.ts";
import { useNext } from "./useNext.ts";

interface Application {
  readonly kind: ProviderKindName | undefined;
  readonly authority: string | null;
  readonly profile: ProviderProfile;
  readonly evidence: File | undefined;
}

const emptyApplication: Application = {
  kind: undefined,
  authority: null,
  profile: { name: "", specialty: "", organization: "", place: "", contact: "" },
  evidence: undefined,
};

const maxEvidenceBytes = 64 * 1024 * 1024;

/** A doctor, hospital or other provider applies to its authority: kind, profile, licence, keys. */
export function ProviderSetUpPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { connection, enter } = useSession();
  const { keep } = useNext();
  const keys = useKeySetUp();
  const [step, setStep] = useState<"kind" | "profile" | "keys">("kind");
  const [application, setApplication] = useState(emptyApplication);
  const authorities = useQuery<readonly AuthorityView[], HealthRecordsError>({
    queryKey: ["authorities", connection?.doorstep.chainId ?? 0],
    queryFn: async () => {
      try {
        const all = (await connection?.doorstep.authorities()) ?? [];
        return all.filter(({ active }) => active);
      } catch (error) {
        throw toHealthRecordsError(error);
      }
    },
    enabled: connection !== undefined,
  });
  const task = useWalletTask<ProviderApp>(
    async ({ onProgress }) => {
      const { kind, authority, evidence, profile } = application;
      if (
        connection === undefined ||
        keys.draft === undefined ||
        kind === undefined ||
        evidence === undefined
      ) {
        throw new Error("the application is incomplete");
      }
      return connection.doorstep.prepareApplication(
        keys.draft,
        {
          kind,
          authority: Number(authority) as AuthorityNumber,
          profile,
          evidence: { file: evidence, fileName: evidence.name },
        },
        keys.passphrase,
        { onProgress },
      );
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
    if (keys.step === "done" && step === "keys") start();
  }, [keys.step, step, start]);

  if (connection === undefined) {
    return <Navigate to={keep("/welcome")} replace />;
  }
  if (step === "kind") {
    return (
      <Stack gap="wide">
        <PageHeader
          title={t("setup.apply.title")}
          lead={t("setup.apply.lead")}
          back={() => void navigate(-1)}
        />
        <ChoiceCards
          label={t("setup.apply.kind")}
          value={application.kind as (typeof providerKinds)[number] | undefined}
          onChange={(kind) => setApplication({ ...application, kind })}
          choices={providerKinds.map((kind) => ({
            value: kind,
            label: t(`ui.providerKind.${kind}`),
            icon: kind,
          }))}
          columns={2}
        />
        <Actions>
          <Button disabled={application.kind === undefined} onClick={() => setStep("profile")}>
            {t("ui.continue")}
          </Button>
        </Actions>
      </Stack>
    );
  }
  if (step === "profile") {
    return (
      <QueryFaces
        query={authorities}
        isEmpty={(found) => found.length === 0}
        empty={
          <EmptyState mark="people" title={t("setup.apply.noAuthorityTitle")}>
            {t("setup.apply.noAuthority")}
          </EmptyState>
        }
      >
        {(found) => (
          <ProfileStep
            authorities={found}
            application={application}
            onChange={setApplication}
            onBack={() => setStep("kind")}
            onContinue={() => setStep("keys")}
          />
        )}
      </QueryFaces>
    );
  }
  if (keys.step !== "done") {
    return <KeySteps setUp={keys} back={() => setStep("profile")} />;
  }
  return (
    <Stack gap="wide">
      <PageHeader title={t("setup.apply.confirmTitle")} lead={t("setup.apply.confirmLead")} />
      {task.panel.state.step !== "done" && (
        <KeyFacts
          facts={[
            { label: t("setup.apply.kind"), value: t(`ui.providerKind.${application.kind}`) },
            { label: t("setup.apply.name"), value: application.profile.name },
            { label: t("setup.apply.place"), value: application.profile.place },
            { label: t("setup.apply.evidence"), value: application.evidence?.name ?? "" },
          ]}
        />
      )}
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("setup.apply.what"),
          visibleTo: t("setup.apply.visibleTo"),
          fee: task.fee,
        }}
        confirmLabel={t("setup.apply.send")}
        onBack={() => {
          task.reset();
          setStep("profile");
        }}
        doneMessage={t("setup.apply.done")}
        doneActions={<Button onClick={() => void navigate("/")}>{t("ui.continue")}</Button>}
      />
    </Stack>
  );
}

function ProfileStep({
  authorities,
  application,
  onChange,
  onBack,
  onContinue,
}: {
  authorities: readonly AuthorityView[];
  application: Application;
  onChange: (application: Application) => void;
  onBack: () => void;
  onContinue: () => void;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const [attempt, setAttempt] = useState(0);
  const { profile } = application;
  const problems: FieldProblem[] = [
    ...(application.authority === null
      ? [{ fieldId: "authority", message: t("setup.apply.authorityMissing") }]
      : []),
    ...(profile.name.trim() === ""
      ? [{ fieldId: "name", message: t("setup.apply.nameMissing") }]
      : []),
    ...(profile.place.trim() === ""
      ? [{ fieldId: "place", message: t("setup.apply.placeMissing") }]
      : []),
    ...(application.evidence === undefined
      ? [{ fieldId: "evidence", message: t("setup.apply.evidenceMissing") }]
      : application.evidence.size === 0
        ? [{ fieldId: "evidence", message: t("setup.apply.evidenceEmpty") }]
        : []),
  ];
  const shown = attempt === 0 ? [] : problems;
  const errorOf = (id: string) => shown.find(({ fieldId }) => fieldId === id)?.message;
  const text = (field: keyof ProviderProfile, id: string, limit: number) => ({
    id,
    label: t(`setup.apply.${field}`),
    value: profile[field],
    error: errorOf(id),
    maxLength: limit,
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...application, profile: { ...profile, [field]: event.currentTarget.value } }),
  });
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
          title={t("setup.apply.profileTitle")}
          lead={t("setup.apply.profileLead")}
          back={onBack}
        />
        <FormErrorSummary problems={shown} attempt={attempt} />
        <Select
          id="authority"
          label={t("setup.apply.authority")}
          description={t("setup.apply.authorityHint")}
          data={authorities.map((authority) => ({
            value: String(authority.authority),
            label: words.authority(authority),
          }))}
          value={application.authority}
          error={errorOf("authority")}
          onChange={(authority) => onChange({ ...application, authority })}
        />
        <TextInput {...text("name", "name", 200)} autoComplete="name" />
        <TextInput {...text("specialty", "specialty", 200)} />
        <TextInput {...text("organization", "organization", 200)} />
        <TextInput {...text("place", "place", 200)} />
        <Textarea {...text("contact", "contact", 500)} />
        <div>
          <FileDrop
            id="evidence"
            label={t("setup.apply.evidence")}
            accept="image/*,application/pdf"
            multiple={false}
            maxBytes={maxEvidenceBytes}
            error={errorOf("evidence")}
            onFiles={(files) => onChange({ ...application, evidence: files[0] })}
          />
          {application.evidence !== undefined && (
            <Notice kind="good">{application.evidence.name}</Notice>
          )}
        </div>
        <Notice>{t("setup.apply.evidenceSealed")}</Notice>
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
        </Actions>
      </Stack>
    </form>
  );
}
