import { useCallback, useEffect, useRef, useState } from "react";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";

export type AttemptState<T> =
  | { readonly step: "idle" }
  | { readonly step: "working"; readonly fraction: number | undefined }
  | { readonly step: "done"; readonly result: T }
  | { readonly step: "failed"; readonly error: HealthRecordsError };

export interface Attempt<T> {
  readonly state: AttemptState<T>;
  run(
    work: (options: { signal: AbortSignal; onProgress: (fraction: number) => void }) => Promise<T>,
  ): Promise<void>;
  /** Stops what is under way and forgets what came of the last one. */
  reset(): void;
}

/** Something that takes a moment and may fail, without a wallet: a test, saving, putting back. */
export function useAttempt<T>(): Attempt<T> {
  const [state, setState] = useState<AttemptState<T>>({ step: "idle" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = useCallback<Attempt<T>["run"]>(async (work) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setState({ step: "working", fraction: undefined });
    try {
      const result = await work({
        signal,
        onProgress: (fraction) => {
          if (!signal.aborted) setState({ step: "working", fraction });
        },
      });
      if (!signal.aborted) setState({ step: "done", result });
    } catch (error) {
      if (!signal.aborted) setState({ step: "failed", error: toHealthRecordsError(error) });
    }
  }, []);
  const reset = useCallback(() => {
    running.current?.abort();
    setState({ step: "idle" });
  }, []);
  return { state, run, reset };
}
