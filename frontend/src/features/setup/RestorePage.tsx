import { Button, Progress, Textarea } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import type { PatientNumber } from "../../domain/brand.ts";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useSession } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { toNumber } from "../../session/useNumberParam.ts";
import { QrScanner } from "../../ui/code/QrScanner.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { type FieldProblem, FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { PassphraseField } from "../../ui/form/PassphraseField.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { Role } from "../../usecases/model.ts";
import { useNext } from "./useNext.ts";

const roles: readonly Role[] = ["patient", "provider", "authority"];

/** From the recovery sheet, on a browser that knows nothing: the words or the sheet's QR code. */
export function RestorePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { connection, enter } = useSession();
  const { next, keep } = useNext();
  const role = roles.find((known) => known === search.get("role")) ?? "patient";
  const patient = toNumber<PatientNumber>(search.get("patient") ?? "");
  const [sheet, setSheet] = useState("");
  const [scanning, setScanning] = useState(false);
  const [passphrase, setPassphrase] = useState("");
  const [repeated, setRepeated] = useState("");
  const [attempt, setAttempt] = useState(0);
  const [problem, setProblem] = useState<HealthRecordsError>();
  const [progress, setProgress] = useState<number>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  if (connection === undefined) {
    return <Navigate to={keep("/welcome")} replace />;
  }
  const { doorstep } = connection;
  const problems: FieldProblem[] = [
    ...(sheet.trim() === "" ? [{ fieldId: "sheet", message: t("setup.restore.missing") }] : []),
    ...(passphrase.length < 10
      ? [{ fieldId: "passphrase", message: t("setup.passphrase.tooShort") }]
      : passphrase !== repeated
        ? [{ fieldId: "passphrase-again", message: t("setup.passphrase.differs") }]
        : []),
  ];
  const shown = attempt === 0 ? [] : problems;
  const errorOf = (id: string) => shown.find(({ fieldId }) => fieldId === id)?.message;

  async function restore() {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setProblem(undefined);
    setProgress(0);
    try {
      const app = await doorstep.restore(role, sheet, passphrase, {
        signal: controller.signal,
        onProgress: setProgress,
        ...(patient === undefined ? {} : { patient }),
      });
      if (controller.signal.aborted) return;
      setSheet("");
      enter(app);
      await navigate(next, { replace: true });
    } catch (error) {
      if (!controller.signal.aborted) setProblem(toHealthRecordsError(error));
    } finally {
      setProgress(undefined);
    }
  }

  if (scanning) {
    return (
      <Stack gap="wide">
        <PageHeader
          title={t("setup.restore.scanTitle")}
          lead={t("setup.restore.scanLead")}
          back={() => setScanning(false)}
        />
        <QrScanner
          onCode={(text) => {
            setSheet(text);
            setScanning(false);
          }}
        />
      </Stack>
    );
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAttempt((before) => before + 1);
        if (problems.length === 0) void restore();
      }}
    >
      <Stack gap="wide">
        <PageHeader
          title={t("setup.restore.title")}
          lead={t("setup.restore.lead")}
          back={keep("/unlock")}
        />
        <FormErrorSummary problems={shown} attempt={attempt} />
        {problem !== undefined && <ErrorPanel error={problem} takesFocus />}
        <Textarea
          id="sheet"
          label={t("setup.restore.words")}
          description={t("setup.restore.wordsHint")}
          value={sheet}
          error={errorOf("sheet")}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          minRows={4}
          autosize
          onChange={(event) => setSheet(event.currentTarget.value)}
        />
        <Actions>
          <Button variant="default" onClick={() => setScanning(true)}>
            {t("setup.restore.scan")}
          </Button>
        </Actions>
        <PassphraseField
          id="passphrase"
          label={t("setup.restore.passphrase")}
          hint={t("setup.restore.passphraseHint")}
          purpose="new"
          value={passphrase}
          onChange={setPassphrase}
          error={errorOf("passphrase")}
        />
        <PassphraseField
          id="passphrase-again"
          label={t("setup.passphrase.again")}
          purpose="repeat"
          value={repeated}
          onChange={setRepeated}
          error={errorOf("passphrase-again")}
        />
        <Notice>{t("setup.restore.staysHere")}</Notice>
        {progress !== undefined && (
          <div role="status">
            <p>{t("setup.restore.working")}</p>
            <Progress value={progress * 100} aria-label={t("setup.restore.working")} />
          </div>
        )}
        <Actions>
          <Button type="submit" loading={progress !== undefined}>
            {t("setup.restore.button")}
          </Button>
          {progress !== undefined && (
            <Button variant="default" onClick={() => running.current?.abort()}>
              {t("ui.cancel")}
            </Button>
          )}
        </Actions>
      </Stack>
    </form>
  );
}
