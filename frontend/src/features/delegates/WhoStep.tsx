import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Address } from "../../domain/brand.ts";
import { HealthRecordsError } from "../../domain/errors.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { QrScanner } from "../../ui/code/QrScanner.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { readDelegateInput } from "./delegateAddress.ts";

/** Who it is: their code by camera, picture or text, or their account's address as text. */
export function WhoStep({ onFound }: { onFound: (account: Address) => void }) {
  const { t } = useTranslation();
  const app = usePatientApp();
  const [problem, setProblem] = useState<HealthRecordsError>();
  const read = async (text: string) => {
    const input = readDelegateInput(text);
    if (input.is === "address") {
      onFound(input.account);
      return;
    }
    try {
      const code = await app.readCode(text);
      if (code.is === "patient" && input.is === "code") onFound(input.account);
      else {
        setProblem(
          new HealthRecordsError({
            code: "usecases.wrong-code",
            message: t("delegates.who.provider"),
            nextStep: t("delegates.who.providerNext"),
          }),
        );
      }
    } catch (error) {
      setProblem(toHealthRecordsError(error));
    }
  };
  return (
    <QrScanner
      autoStart={false}
      aim={t("delegates.who.aim")}
      onCode={(text) => void read(text)}
      problem={
        problem !== undefined && (
          <ErrorPanel error={problem} title={t("delegates.who.failed")} takesFocus />
        )
      }
    />
  );
}
