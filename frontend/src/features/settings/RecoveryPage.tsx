import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { PassphraseField } from "../../ui/form/PassphraseField.tsx";
import { SecretWords } from "../../ui/form/SecretWords.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { useAttempt } from "./useAttempt.ts";

/** The 24 words again, after the passphrase. They live on this page and nowhere else. */
export function RecoveryPage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const [passphrase, setPassphrase] = useState("");
  const sheet = useAttempt<Awaited<ReturnType<typeof app.recoverySheet>>>();
  const { state } = sheet;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase === "") return;
    void sheet.run(async () => {
      const words = await app.recoverySheet(passphrase);
      setPassphrase("");
      return words;
    });
  };
  return (
    <Stack>
      <PageHeader
        title={t("settings.recovery.title")}
        lead={t("settings.recovery.lead")}
        back="/more"
        backLabel={t("settings.more")}
      />
      <Notice kind="warning" title={t("settings.recovery.warningTitle")}>
        {t("settings.recovery.warning")}
      </Notice>
      {state.step === "done" ? (
        <>
          <SecretWords
            words={state.result.words}
            qrValue={state.result.sheetCode}
            owner={app.details.name}
            madeOn={new Date()}
          />
          <Actions>
            <Button variant="default" onClick={sheet.reset}>
              {t("settings.recovery.away")}
            </Button>
          </Actions>
        </>
      ) : (
        <form onSubmit={submit}>
          <Stack gap="normal">
            {state.step === "failed" && (
              <ErrorPanel error={state.error} title={t("settings.recovery.failed")} takesFocus />
            )}
            <PassphraseField
              label={t("settings.recovery.passphrase")}
              hint={t("settings.recovery.why")}
              purpose="unlock"
              value={passphrase}
              onChange={setPassphrase}
            />
            <Actions>
              <Button type="submit" loading={state.step === "working"} disabled={passphrase === ""}>
                {t("settings.recovery.show")}
              </Button>
            </Actions>
          </Stack>
        </form>
      )}
    </Stack>
  );
}
