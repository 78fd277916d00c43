import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router";
import { useSession } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { AuthorityApp } from "../../usecases/useCases.ts";
import { KeySteps } from "./KeySteps.tsx";
import { useKeySetUp } from "./useKeySetUp.ts";

/** An authority that was appointed makes its keys, so that evidence can be sealed to it. */
export function AuthoritySetUpPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { connection, enter } = useSession();
  const keys = useKeySetUp();
  const task = useWalletTask<AuthorityApp>(
    async ({ onProgress }) => {
      if (connection === undefined || keys.draft === undefined) throw new Error("not set up");
      return connection.doorstep.prepareAuthoritySetUp(keys.draft, keys.passphrase, {
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
    if (keys.step === "done") start();
  }, [keys.step, start]);

  if (connection === undefined) {
    return <Navigate to="/welcome" replace />;
  }
  if (keys.step !== "done") {
    return <KeySteps setUp={keys} back={() => void navigate("/unlock")} />;
  }
  return (
    <Stack gap="wide">
      <PageHeader title={t("setup.authority.title")} lead={t("setup.authority.lead")} />
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("setup.authority.what"),
          visibleTo: t("setup.authority.visibleTo"),
          fee: task.fee,
        }}
        confirmLabel={t("setup.authority.confirm")}
        doneMessage={t("setup.authority.done")}
        doneActions={<Button onClick={() => void navigate("/")}>{t("ui.continue")}</Button>}
      />
    </Stack>
  );
}
