import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { QrScanner } from "../../ui/code/QrScanner.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { useMe } from "./queries.ts";
import { VerificationBanner } from "./VerificationBanner.tsx";

type Problem = HealthRecordsError | "provider";

/** A patient's code by camera, picture or text; leads on to asking. */
export function ScanPage() {
  const { t } = useTranslation();
  const app = useProviderApp();
  const me = useMe();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Problem>();

  async function read(text: string) {
    setProblem(undefined);
    try {
      const found = await app.readCode(text);
      if (found.is === "patient") await navigate(`/patients/${found.patient}/ask`);
      else setProblem("provider");
    } catch (error) {
      setProblem(toHealthRecordsError(error));
    }
  }

  return (
    <Stack>
      <PageHeader title={t("provider.scan.title")} lead={t("provider.scan.lead")} />
      {me.data !== undefined && <VerificationBanner me={me.data} />}
      <QrScanner
        aim={t("provider.scan.aim")}
        onCode={(text) => void read(text)}
        problem={
          problem === undefined ? undefined : problem === "provider" ? (
            <div role="alert">
              <Notice kind="warning" title={t("provider.scan.notPatientTitle")}>
                {t("provider.scan.notPatient")}
              </Notice>
            </div>
          ) : (
            <ErrorPanel error={problem} title={t("provider.scan.failed")} takesFocus />
          )
        }
      />
    </Stack>
  );
}
