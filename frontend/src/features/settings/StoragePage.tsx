import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Settings } from "../../session/connector.ts";
import { useSession } from "../../session/SessionContext.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { Copies } from "./Copies.tsx";
import { SavedNotice } from "./SavedNotice.tsx";
import { type Attempt, useAttempt } from "./useAttempt.ts";
import { useSettings } from "./useSettings.ts";

/** Where the locked records are kept, and what this browser keeps besides. */
export function StoragePage() {
  const { t } = useTranslation();
  const settings = useSettings();
  const { app } = useSession();
  // Kept here: saving connects anew, which empties the query under the form.
  const save = useAttempt<void>();
  return (
    <Stack>
      <PageHeader
        title={t("settings.storage.title")}
        back="/settings"
        backLabel={t("settings.title")}
      />
      <Notice kind="warning" title={t("settings.storage.oneTitle")}>
        {t("settings.storage.one")}
      </Notice>
      {app !== undefined && <Copies app={app} />}
      <Section title={t("settings.ipfs.title")} lead={t("settings.ipfs.lead")}>
        <QueryFaces query={settings} loading={<LoadingRows shape="facts" rows={1} />} empty={null}>
          {(saved) => <EndpointForm saved={saved} save={save} />}
        </QueryFaces>
      </Section>
    </Stack>
  );
}

function EndpointForm({ saved, save }: { saved: Settings; save: Attempt<void> }) {
  const { t } = useTranslation();
  const { connector, connection } = useSession();
  const [endpoint, setEndpoint] = useState(saved.ipfsEndpoint);
  const [missing, setMissing] = useState(false);
  const test = useAttempt<{ agent: string }>();
  const trimmed = endpoint.trim();

  const check = (): boolean => {
    setMissing(trimmed === "");
    if (trimmed === "") document.getElementById("ipfs-endpoint")?.focus();
    return trimmed !== "";
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!check()) return;
    test.reset();
    void save.run(async () => {
      // The newest of the other settings, in case they were saved meanwhile.
      await connector.saveSettings({ ...(await connector.settings()), ipfsEndpoint: trimmed });
    });
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="normal">
        {save.state.step === "failed" && (
          <ErrorPanel error={save.state.error} title={t("settings.notSaved")} takesFocus />
        )}
        <TextInput
          id="ipfs-endpoint"
          type="url"
          label={t("settings.ipfs.address")}
          description={t("settings.ipfs.addressHint")}
          error={missing ? t("settings.ipfs.missing") : undefined}
          value={endpoint}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setEndpoint(event.currentTarget.value);
            test.reset();
            save.reset();
          }}
        />
        {test.state.step === "failed" && (
          <ErrorPanel error={test.state.error} title={t("settings.ipfs.testFailed")} takesFocus />
        )}
        <div role="status">
          {test.state.step === "working" && <p>{t("settings.ipfs.testing")}</p>}
          {test.state.step === "done" && (
            <Notice kind="good" title={t("settings.ipfs.testGood")}>
              {t("settings.ipfs.testAgent", { agent: test.state.result.agent })}
            </Notice>
          )}
          {save.state.step === "done" && <SavedNotice />}
        </div>
        {connection !== undefined && <p>{t("settings.reconnects")}</p>}
        <Actions>
          <Button type="submit" loading={save.state.step === "working"}>
            {t("settings.ipfs.save")}
          </Button>
          <Button
            variant="default"
            loading={test.state.step === "working"}
            onClick={() => {
              if (!check()) return;
              save.reset();
              void test.run(({ signal }) => connector.probeIpfs(trimmed, signal));
            }}
          >
            {t("settings.ipfs.test")}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}
