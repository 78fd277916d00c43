import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { useSession } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { DateText } from "../../ui/facts/DateText.tsx";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import { type PreparedOrder, useSignedOrder } from "./useSignedOrder.ts";

/** Sends what a patient signed, at this account's cost. */
export function PayPage() {
  const { t } = useTranslation();
  const { connection } = useSession();
  const [text, setText] = useState("");
  const [attempt, setAttempt] = useState(0);
  const { order, problem, checking, check, clear } = useSignedOrder();

  if (connection === undefined) {
    return <Navigate to="/welcome?next=/pay" replace />;
  }
  if (order !== undefined) {
    return (
      <SendOrder
        order={order}
        onBack={clear}
        onAnother={() => {
          setText("");
          clear();
        }}
      />
    );
  }
  const missing = attempt > 0 && text.trim() === "";
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAttempt((before) => before + 1);
        if (text.trim() !== "") check(text);
      }}
    >
      <Stack gap="wide">
        <PageHeader title={t("setup.pay.title")} lead={t("setup.pay.lead")} back="/unlock" />
        <FormErrorSummary
          attempt={attempt}
          problems={missing ? [{ fieldId: "order", message: t("setup.pay.missing") }] : []}
        />
        {problem !== undefined && <ErrorPanel error={problem} takesFocus />}
        <Textarea
          id="order"
          label={t("setup.pay.order")}
          description={t("setup.pay.orderHint")}
          rows={6}
          spellCheck={false}
          value={text}
          error={missing ? t("setup.pay.missing") : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Actions>
          <Button type="submit" loading={checking}>
            {t("setup.pay.check")}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}

function SendOrder({
  order,
  onBack,
  onAnother,
}: {
  order: PreparedOrder;
  onBack: () => void;
  onAnother: () => void;
}) {
  const { t } = useTranslation();
  const task = useWalletTask<void>(() => order.prepare());
  return (
    <Stack gap="wide">
      <PageHeader title={t("setup.pay.title")} />
      <KeyFacts
        facts={[
          {
            label: t("setup.pay.signer"),
            value: <Copyable value={order.signer} what={t("setup.pay.signer")} />,
            mono: true,
          },
          {
            label: t("setup.pay.deadline"),
            value: <DateText value={new Date(order.deadline * 1_000)} withTime />,
          },
        ]}
      />
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("setup.pay.what", {
            signer: `${order.signer.slice(0, 8)}…`,
            order: t(`setup.pay.orders.${order.kind}`),
          }),
          visibleTo: t("setup.pay.visibleTo"),
          fee: task.fee,
        }}
        confirmLabel={t("setup.pay.confirm")}
        onBack={onBack}
        doneMessage={t("setup.pay.done")}
        doneActions={<Button onClick={onAnother}>{t("setup.pay.another")}</Button>}
      />
    </Stack>
  );
}
