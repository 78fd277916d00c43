/**
 * One task that ends in the wallet, from preparing (sealing, uploading) to recorded. Holds what
 * `TransactionPanel` shows; a rejection leads back to `ready`, with everything kept.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Prepared, TransactionState } from "../usecases/model.ts";
import { toHealthRecordsError } from "./toHealthRecordsError.ts";

export interface TransactionTask<T> {
  /** Undefined before `prepare`. */
  readonly state: TransactionState | undefined;
  readonly prepared: Prepared<T> | undefined;
  readonly result: T | undefined;
  /** True after the person said no in the wallet; the panel says so and offers to try again. */
  readonly wasRejected: boolean;
  /** Seals and uploads; then the state is `ready`, with the fee. */
  prepare(
    work: (options: {
      signal: AbortSignal;
      onProgress: (fraction: number, step: string) => void;
    }) => Promise<Prepared<T>>,
  ): Promise<void>;
  /** Opens the wallet. Resolves true when recorded. */
  submit(): Promise<boolean>;
  /** Stops preparing, or stops waiting for the wallet. */
  cancel(): void;
  /** Back to before `prepare`. */
  reset(): void;
}

export function useTransaction<T>(
  options: { onDone?: (result: T) => void } = {},
): TransactionTask<T> {
  const queryClient = useQueryClient();
  const [state, setState] = useState<TransactionState>();
  const [prepared, setPrepared] = useState<Prepared<T>>();
  const [result, setResult] = useState<{ value: T }>();
  const [wasRejected, setWasRejected] = useState(false);
  const running = useRef<AbortController>(undefined);
  const fee = useRef<bigint>(undefined);
  const onDone = useRef(options.onDone);
  onDone.current = options.onDone;

  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(() => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    return controller;
  }, []);

  const prepare = useCallback<TransactionTask<T>["prepare"]>(
    async (work) => {
      const controller = start();
      setWasRejected(false);
      setResult(undefined);
      setPrepared(undefined);
      setState({ state: "preparing" });
      try {
        const next = await work({
          signal: controller.signal,
          onProgress: (fraction, step) => {
            if (!controller.signal.aborted) {
              setState({ state: "preparing", fraction, step });
            }
          },
        });
        const feeWei = await next.estimateFee();
        if (controller.signal.aborted) {
          return;
        }
        fee.current = feeWei;
        setPrepared(next);
        setState({ state: "ready", feeWei });
      } catch (error) {
        if (!controller.signal.aborted) {
          setState({ state: "failed", error: toHealthRecordsError(error) });
        }
      }
    },
    [start],
  );

  const submit = useCallback(async () => {
    if (prepared === undefined) {
      return false;
    }
    const controller = start();
    setWasRejected(false);
    setState({ state: "waiting-for-wallet" });
    try {
      const value = await prepared.submit({
        signal: controller.signal,
        onState: (next) => {
          if (!controller.signal.aborted && next.state !== "failed" && next.state !== "rejected") {
            setState(next);
          }
        },
      });
      setResult({ value });
      await queryClient.invalidateQueries();
      onDone.current?.(value);
      return true;
    } catch (error) {
      const known = toHealthRecordsError(error);
      if (known.code === "chain.rejected" || controller.signal.aborted) {
        setWasRejected(true);
        setState({ state: "ready", feeWei: fee.current });
      } else {
        setState({ state: "failed", error: known });
      }
      return false;
    }
  }, [prepared, queryClient, start]);

  const cancel = useCallback(() => {
    running.current?.abort();
    setState((was) => {
      if (was?.state === "preparing") {
        return undefined;
      }
      return was?.state === "waiting-for-wallet" ? { state: "ready", feeWei: fee.current } : was;
    });
  }, []);

  const reset = useCallback(() => {
    running.current?.abort();
    setState(undefined);
    setPrepared(undefined);
    setResult(undefined);
    setWasRejected(false);
  }, []);

  return {
    state,
    prepared,
    result: result?.value,
    wasRejected,
    prepare,
    submit,
    cancel,
    reset,
  };
}
