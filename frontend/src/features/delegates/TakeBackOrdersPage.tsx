import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";

/** What was signed for others to send, and nobody has sent, is worth nothing afterwards. */
export function TakeBackOrdersPage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const task = useWalletTask<void>(() => app.prepareOrderCancellation());
  return (
    <>
      <PageHeader title={t("delegates.orders.title")} back="/delegates" />
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("delegates.orders.what"),
          visibleTo: t("delegates.orders.visible"),
          irreversible: t("delegates.orders.irreversible"),
          fee: task.fee,
        }}
        confirmLabel={t("delegates.orders.confirm")}
        doneMessage={t("delegates.orders.done")}
        doneActions={
          <Button component={Link} to="/delegates">
            {t("delegates.toList")}
          </Button>
        }
      />
    </>
  );
}
