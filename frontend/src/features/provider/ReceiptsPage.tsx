import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { DateText } from "../../ui/facts/DateText.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import { type UnsentReceipts, usePatients, useUnsentReceipts } from "./queries.ts";
import { usePatientName } from "./usePatientName.ts";

/** Everything opened that the patients were not told of yet, sent at once. */
export function ReceiptsPage() {
  const { t } = useTranslation();
  const wished = useSearchParams()[0].get("back") ?? "/patients";
  const back = /^\/patients(\/|\?|$)/.test(wished) ? wished : "/patients";
  const unsent = useUnsentReceipts();
  // What was on the list when sending began stays on screen until it is done.
  const [sending, setSending] = useState<UnsentReceipts>();
  const backButton = (
    <Button component={Link} to={back}>
      {t("provider.receipts.back")}
    </Button>
  );
  return (
    <Stack>
      <PageHeader
        title={t("provider.receipts.title")}
        lead={t("provider.receipts.lead")}
        back={back}
      />
      <QueryFaces
        query={unsent}
        isEmpty={(list) => list.length === 0 && sending === undefined}
        empty={
          <EmptyState mark="trace" title={t("provider.receipts.emptyTitle")} action={backButton}>
            {t("provider.receipts.empty")}
          </EmptyState>
        }
      >
        {(list) => (
          <Receipts
            receipts={sending ?? list}
            onSend={() => setSending(list)}
            backButton={backButton}
          />
        )}
      </QueryFaces>
    </Stack>
  );
}

function Receipts(props: { receipts: UnsentReceipts; onSend: () => void; backButton: ReactNode }) {
  const { receipts } = props;
  const { t } = useTranslation();
  const app = useProviderApp();
  const patients = usePatients(undefined);
  const nameOf = usePatientName();
  const task = useWalletTask<void>(() => app.prepareReceipts());
  const { panel, start } = task;
  const lost = receipts.filter(({ undeliverable }) => undeliverable).length;
  const count = receipts.length - lost;
  // Nothing to fill in: straight to the explanation, which then knows how often the wallet asks.
  useEffect(() => start(), [start]);
  return (
    <Stack>
      <ListGroup label={t("provider.receipts.title")}>
        {receipts.map((receipt) => {
          const details = patients.data?.find(({ patient }) => patient === receipt.patient);
          return (
            <ListRow
              key={`${receipt.patient}-${receipt.from}`}
              icon="person"
              title={<bdi>{nameOf(receipt.patient, details?.patientDetails)}</bdi>}
              meta={
                <>
                  {t("provider.receipts.opened", { count: receipt.count })}
                  {" · "}
                  <DateText value={new Date(receipt.until * 1000)} withTime relative />
                </>
              }
            />
          );
        })}
      </ListGroup>
      {lost > 0 && (
        <Notice kind="warning">{t("provider.receipts.undeliverable", { count: lost })}</Notice>
      )}
      <TransactionPanel
        {...panel}
        onConfirm={() => {
          props.onSend();
          panel.onConfirm();
        }}
        explanation={{
          what: t("provider.receipts.what", { count }),
          visibleTo: t("provider.receipts.visibleTo"),
          irreversible: t("provider.receipts.irreversible"),
          fee: task.fee,
        }}
        confirmLabel={t("provider.unsent.send", { count })}
        doneMessage={t("provider.receipts.done", { count })}
        doneActions={props.backButton}
      />
    </Stack>
  );
}
