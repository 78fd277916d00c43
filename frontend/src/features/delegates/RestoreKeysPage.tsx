import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";

/** Somebody else's keys stand where the patient's own should be: puts the own ones back. */
export function RestoreKeysPage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const task = useWalletTask<void>((options) => app.prepareKeyDocumentRestore(options));
  return (
    <>
      <PageHeader title={t("delegates.keys.title")} back="/delegates" />
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("delegates.keys.what"),
          visibleTo: t("delegates.keys.visible"),
          irreversible: t("delegates.keys.irreversible"),
          fee: task.fee,
        }}
        confirmLabel={t("delegates.keys.confirm")}
        doneMessage={t("delegates.keys.done")}
        doneActions={
          <Button component={Link} to="/delegates">
            {t("delegates.toList")}
          </Button>
        }
      />
    </>
  );
}
