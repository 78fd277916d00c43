import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { PatientNumber } from "../../domain/brand.ts";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { QrScanner } from "../../ui/code/QrScanner.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { sharePerCodePath } from "./codeText.ts";
import { NotAProvider } from "./NotAProvider.tsx";

/** A patient by number, or why the code can't be used. */
type Reading = PatientNumber | HealthRecordsError | undefined;

export function ScanPage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<Reading>();
  const latest = useRef(0);
  // A code that was still being looked up must not pull the person back here.
  useEffect(
    () => () => {
      latest.current += 1;
    },
    [],
  );

  const read = async (text: string) => {
    latest.current += 1;
    const mine = latest.current;
    try {
      const code = await app.readCode(text);
      if (mine !== latest.current) return;
      if (code.is === "provider") await navigate(sharePerCodePath(text));
      else setProblem(code.patient);
    } catch (error) {
      if (mine === latest.current) setProblem(toHealthRecordsError(error));
    }
  };

  return (
    <>
      <PageHeader title={t("sharing.scan.title")} lead={t("sharing.scan.lead")} back="/share" />
      <QrScanner
        onCode={(text) => void read(text)}
        aim={t("sharing.scan.aim")}
        problem={
          typeof problem === "number" ? (
            <NotAProvider patient={problem} />
          ) : (
            problem !== undefined && (
              <ErrorPanel error={problem} title={t("sharing.code.failed")} takesFocus />
            )
          )
        }
      />
    </>
  );
}
