import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FileDrop } from "../../ui/file/FileDrop.tsx";
import { ProgressList } from "../../ui/file/ProgressList.tsx";
import { type FieldProblem, FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { ProviderProfile, ProviderView } from "../../usecases/model.ts";
import { useMe } from "./queries.ts";

const fields = ["name", "specialty", "organization", "place", "contact"] as const;
type Field = (typeof fields)[number];
const needed: readonly Field[] = ["name", "place"];
const longest = 200;

/** A new public profile; the authority has to confirm it before it counts. */
export function ChangeProfilePage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Stack>
      <PageHeader title={t("provider.change.title")} lead={t("provider.change.lead")} back="/me" />
      <QueryFaces query={me} loading={<LoadingRows shape="facts" />} empty={null}>
        {(provider) => <ProfileForm me={provider} />}
      </QueryFaces>
    </Stack>
  );
}

function ProfileForm({ me }: { me: ProviderView }) {
  const { t } = useTranslation();
  const words = useWords();
  const app = useProviderApp();
  const [profile, setProfile] = useState<ProviderProfile>(
    () => me.profile ?? { name: "", specialty: "", organization: "", place: "", contact: "" },
  );
  const [evidence, setEvidence] = useState<File>();
  const [attempt, setAttempt] = useState(0);
  const task = useWalletTask<void>((options) =>
    app.prepareProfileChange(
      profile,
      { file: evidence ?? new Blob(), fileName: evidence?.name ?? "" },
      options,
    ),
  );

  if (task.started) {
    return (
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("provider.change.what", {
            authority:
              me.authority === undefined
                ? t("provider.banner.yourAuthority")
                : words.authority(me.authority),
          }),
          visibleTo: t("provider.change.visibleTo"),
          irreversible: t("provider.change.irreversible"),
          fee: task.fee,
        }}
        confirmLabel={t("provider.change.confirm")}
        onBack={task.reset}
        doneMessage={t("provider.change.done")}
        doneActions={
          <Button component={Link} to="/me">
            {t("provider.me.title")}
          </Button>
        }
      />
    );
  }

  const problems: FieldProblem[] = [
    ...needed
      .filter((field) => profile[field].trim() === "")
      .map((field) => ({
        fieldId: `profile-${field}`,
        message: t(`provider.change.missing.${field}`),
      })),
    ...(evidence === undefined
      ? [{ fieldId: "profile-evidence", message: t("provider.change.missing.evidence") }]
      : evidence.size === 0
        ? [{ fieldId: "profile-evidence", message: t("provider.change.emptyEvidence") }]
        : []),
  ];
  const shown = attempt === 0 ? [] : problems;
  const errorOf = (id: string) => shown.find(({ fieldId }) => fieldId === id)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempt(attempt + 1);
    if (problems.length === 0) task.start();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        {me.verifiedNow && (
          <Notice kind="warning" title={t("provider.change.warningTitle")}>
            {t("provider.change.warning")}
          </Notice>
        )}
        <FormErrorSummary problems={shown} attempt={attempt} />
        {fields.map((field) => (
          <TextInput
            key={field}
            id={`profile-${field}`}
            label={t(`provider.profile.${field}`)}
            description={needed.includes(field) ? undefined : t("provider.change.optional")}
            value={profile[field]}
            maxLength={longest}
            error={errorOf(`profile-${field}`)}
            onChange={(event) => setProfile({ ...profile, [field]: event.currentTarget.value })}
          />
        ))}
        <FileDrop
          id="profile-evidence"
          label={t("provider.change.evidence")}
          multiple={false}
          error={errorOf("profile-evidence")}
          onFiles={([file]) => setEvidence(file)}
        />
        {evidence !== undefined && (
          <ProgressList
            files={[
              { id: "evidence", name: evidence.name, bytes: evidence.size, state: "waiting" },
            ]}
            onRemove={() => setEvidence(undefined)}
          />
        )}
        <p>{t("provider.change.evidenceSealed")}</p>
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
        </Actions>
      </Stack>
    </form>
  );
}
