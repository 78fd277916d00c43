import type { ReactNode } from "react";
import type { WalletTask } from "../../session/useWalletTask.ts";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { SponsorFold } from "../../ui/transaction/SponsorFold.tsx";
import {
  type TransactionExplanation,
  TransactionPanel,
} from "../../ui/transaction/TransactionPanel.tsx";

export interface ConfirmPageProps {
  title: string;
  task: WalletTask<void>;
  explanation: Omit<TransactionExplanation, "fee">;
  confirmLabel: string;
  danger?: boolean;
  doneMessage: ReactNode;
  doneActions: ReactNode;
}

/** An answer on its way into the wallet, and what came of it. */
export function ConfirmPage({ title, task, explanation, ...panel }: ConfirmPageProps) {
  return (
    <>
      <PageHeader title={title} />
      <Stack>
        <TransactionPanel
          {...task.panel}
          {...panel}
          explanation={{ ...explanation, fee: task.fee }}
          onBack={task.reset}
        />
        {task.panel.state.step === "review" && task.sign !== undefined && (
          <SponsorFold walletName={task.panel.walletName} onSign={task.sign} />
        )}
      </Stack>
    </>
  );
}
