/**
 * A transaction in the shape that `TransactionPanel` shows. It explains first; confirming seals and
 * uploads where that wasn't done yet, then opens the wallet. Structural types only: session knows
 * no ui.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { HealthRecordsError } from "../domain/errors.ts";
import type { TypicalTask } from "../domain/typicalGas.ts";
import type { Prepared } from "../usecases/model.ts";
import type { SponsorablePrepared } from "../usecases/useCases.ts";
import { formatWei } from "./formatWei.ts";
import { useSession } from "./SessionContext.tsx";
import { useChainInfo } from "./useChainInfo.ts";
import { useRoleQuery } from "./useRoleQuery.ts";
import { useTransaction } from "./useTransaction.ts";

const nothing = Promise.resolve(undefined);

export type Work<T> = (options: {
  signal: AbortSignal;
  onProgress: (fraction: number, step: string) => void;
}) => Promise<Prepared<T>>;

export type PanelState =
  | { readonly step: "review"; readonly note?: "rejected" | "cancelled" }
  | { readonly step: "preparing"; readonly words?: string }
  | { readonly step: "waiting" }
  | { readonly step: "pending"; readonly transactionHash?: string }
  | { readonly step: "done"; readonly transactionHash?: string }
  | { readonly step: "failed"; readonly error: HealthRecordsError };

export type PanelFee =
  | { readonly state: "loading" }
  | { readonly state: "known"; readonly amount: string; readonly coin: string }
  | { readonly state: "unknown" };

export interface WalletTask<T> {
  /** Spread into `TransactionPanel`. */
  readonly panel: {
    readonly state: PanelState;
    readonly walletName: string;
    readonly onConfirm: () => void;
    readonly onStopWaiting: () => void;
    /** How often the wallet will ask; usually once. */
    readonly confirmations: number;
  };
  readonly fee: PanelFee;
  /** True from `start` or the first confirmation on, until `reset`. */
  readonly started: boolean;
  /** While it seals and uploads, before there is anything to confirm. */
  readonly making: boolean;
  readonly result: T | undefined;
  /** Seals and uploads now, and stops at the explanation with the fee. */
  start(): void;
  /** Stops whatever is under way. */
  cancel(): void;
  /** Back to the form. */
  reset(): void;
  /** The patient's signature for someone else to send and pay; undefined where that can't be. */
  readonly sign: ((signal: AbortSignal) => Promise<string>) | undefined;
}

export function useWalletTask<T>(
  work: Work<T>,
  options: {
    onDone?: (result: T) => void;
    /** What is explained before anything is sealed costs about as much as this. */
    like?: TypicalTask;
  } = {},
): WalletTask<T> {
  const { t, i18n } = useTranslation();
  const { connection } = useSession();
  const chain = useChainInfo();
  const { like } = options;
  const typical = useRoleQuery(
    ["typical-fee", like ?? ""],
    () =>
      like === undefined || connection === undefined
        ? nothing
        : connection.doorstep.typicalFee(like),
    { enabled: like !== undefined },
  );
  const task = useTransaction<T>(options);
  const latestWork = useRef(work);
  latestWork.current = work;
  const [straight, setStraight] = useState(false);
  const wasStraight = useRef(false);
  const [stopped, setStopped] = useState(false);
  const { prepare, submit, cancel, reset, state, prepared } = task;

  const run = useCallback(
    (andSubmit: boolean) => {
      setStopped(false);
      wasStraight.current = andSubmit;
      setStraight(andSubmit);
      void prepare((given) => latestWork.current(given));
    },
    [prepare],
  );
  useEffect(() => {
    if (!straight || state?.state !== "ready" || prepared === undefined) return;
    setStraight(false);
    void submit();
  }, [straight, state, prepared, submit]);

  const onConfirm = useCallback(() => {
    if (state?.state === "ready") {
      setStopped(false);
      void submit();
      return;
    }
    // After a failure everything is made anew: the chart may have changed meanwhile. The wallet
    // opens by itself only where the person had read the explanation before the first try.
    run(state === undefined || (wasStraight.current && prepared === undefined));
  }, [state, prepared, run, submit]);
  const onStopWaiting = useCallback(() => {
    setStopped(true);
    cancel();
  }, [cancel]);

  const confirmations = Number(prepared?.facts.confirmations ?? 1);
  return {
    panel: {
      state: panelState(),
      walletName: connection?.wallet.name ?? "",
      onConfirm,
      onStopWaiting,
      confirmations,
    },
    fee: panelFee(),
    started: state !== undefined,
    making: state?.state === "preparing" && prepared === undefined,
    result: task.result,
    start: useCallback(() => run(false), [run]),
    cancel: useCallback(() => {
      setStraight(false);
      cancel();
    }, [cancel]),
    reset: useCallback(() => {
      setStraight(false);
      setStopped(false);
      reset();
    }, [reset]),
    sign:
      // What takes several transactions can't be sent by someone else.
      prepared !== undefined && confirmations === 1 && isSponsorable(prepared)
        ? (signal) => prepared.sign({ signal })
        : undefined,
  };

  function panelState(): PanelState {
    switch (state?.state) {
      case undefined:
      case "rejected":
        return { step: "review" };
      case "ready":
        // Between sealing and the wallet there is nothing to read when the person said go on.
        if (straight) return { step: "preparing" };
        if (stopped) return { step: "review", note: "cancelled" };
        return task.wasRejected ? { step: "review", note: "rejected" } : { step: "review" };
      case "preparing": {
        const words =
          state.step === undefined
            ? ""
            : t(`ui.transaction.step.${state.step}`, { defaultValue: "" });
        return words === "" ? { step: "preparing" } : { step: "preparing", words };
      }
      case "waiting-for-wallet":
        return { step: "waiting" };
      case "pending":
        return { step: "pending", transactionHash: state.hash };
      case "done":
        return { step: "done", transactionHash: state.hash };
      case "failed":
        return { step: "failed", error: state.error };
    }
  }

  function panelFee(): PanelFee {
    const feeWei = state?.state === "ready" ? (state.feeWei ?? typical.data) : typical.data;
    if (feeWei === undefined) return { state: typical.isLoading ? "loading" : "unknown" };
    if (chain.data === undefined) {
      return chain.isPending ? { state: "loading" } : { state: "unknown" };
    }
    return {
      state: "known",
      amount: formatWei(feeWei, i18n.language),
      coin: chain.data.coin,
    };
  }
}

function isSponsorable(prepared: object): prepared is SponsorablePrepared {
  return "sign" in prepared && typeof prepared.sign === "function";
}
