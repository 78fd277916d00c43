import type { ContractCall } from "../../chain/calls.ts";
import { isChainError } from "../../chain/errors.ts";
import type { MinedTransaction } from "../../chain/transaction.ts";
import type { ChainWriter } from "../../chain/writer.ts";
import { asHealthRecordsError } from "../errors.ts";
import type { Prepared, TransactionState } from "../model.ts";

export interface CallsToConfirm<T> {
  readonly kind: string;
  readonly facts?: Readonly<Record<string, string | number>>;
  /** In this order, each confirmed in the wallet and mined before the next. */
  readonly calls: readonly ContractCall[];
  /** What follows from the mined transactions. */
  readonly finish: (mined: readonly MinedTransaction[]) => Promise<T>;
  /** Just before the first confirmation: what must not be lost if the page closes then. */
  readonly before?: () => Promise<void>;
  /** When it ended without anything having been sent: takes back what `before` did. */
  readonly undo?: () => Promise<void>;
}

/** One task as the screens confirm it. Says in its facts how often the wallet will ask. */
export function prepareCalls<T>(writer: ChainWriter, task: CallsToConfirm<T>): Prepared<T> {
  const { kind, calls } = task;
  return {
    kind,
    facts: { ...task.facts, confirmations: calls.length },

    async estimateFee() {
      try {
        const fees = await Promise.all(calls.map((call) => writer.estimateFee(call)));
        return fees.reduce((sum, { feeWei }) => sum + feeWei, 0n);
      } catch {
        // A later call may be possible only after an earlier one; submit says what is wrong.
        return undefined;
      }
    },

    async submit({ onState, signal } = {}) {
      let isSent = false;
      const watch = (state: TransactionState) => {
        isSent ||= state.state === "pending";
        onState?.(state);
      };
      try {
        await task.before?.();
        const mined: MinedTransaction[] = [];
        for (const call of calls) {
          mined.push(await send(writer, call, watch, signal));
        }
        const result = await task.finish(mined);
        const last = mined.at(-1);
        if (last !== undefined) {
          const feeWei = mined.reduce((sum, transaction) => sum + transaction.feeWei, 0n);
          onState?.({ state: "done", hash: last.hash, feeWei });
        }
        return result;
      } catch (thrown) {
        const error = asHealthRecordsError(thrown);
        if (!isSent) await task.undo?.();
        onState?.(
          isChainError(error, "chain.rejected")
            ? { state: "rejected" }
            : { state: "failed", error },
        );
        throw error;
      }
    },
  };
}

/** The mined transaction; everything but the end is reported. */
async function send(
  writer: ChainWriter,
  call: ContractCall,
  onState: ((state: TransactionState) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<MinedTransaction> {
  const transaction = writer.send(call, { signal });
  const stop = transaction.onState((state) => {
    if (state.step === "checking") onState?.({ state: "preparing", step: "checking" });
    if (state.step === "waiting-for-wallet") {
      onState?.({ state: "ready", feeWei: state.fee.feeWei });
      onState?.({ state: "waiting-for-wallet" });
    }
    if (state.step === "sent") onState?.({ state: "pending", hash: state.hash });
  });
  try {
    return await transaction.mined;
  } finally {
    stop();
  }
}
