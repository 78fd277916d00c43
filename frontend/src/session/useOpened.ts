/**
 * Decrypted content for as long as a screen shows it: component state, never the query cache,
 * forgotten on leaving. In the shape that `QueryFaces` takes.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { HealthRecordsError } from "../domain/errors.ts";
import { toHealthRecordsError } from "./toHealthRecordsError.ts";

export interface Opened<T> {
  readonly status: "pending" | "error" | "success";
  readonly data: T | undefined;
  readonly error: HealthRecordsError | null;
  readonly isFetching: boolean;
  /** 0..1 while opening, where it is known. */
  readonly fraction: number | undefined;
  refetch(): void;
}

export type Open<T> = (options: {
  signal: AbortSignal;
  onProgress: (fraction: number, step: string) => void;
}) => Promise<T>;

/** @param what names what is opened; another one is opened when it changes. */
export function useOpened<T>(what: string, open: Open<T>): Opened<T> {
  const [state, setState] = useState<Pick<Opened<T>, "status" | "data" | "error" | "fraction">>({
    status: "pending",
    data: undefined,
    error: null,
    fraction: undefined,
  });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(open);
  latest.current = open;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `what` and `attempt` say when to open.
  useEffect(() => {
    const controller = new AbortController();
    setState({ status: "pending", data: undefined, error: null, fraction: undefined });
    const run = async () => {
      try {
        const data = await latest.current({
          signal: controller.signal,
          onProgress: (fraction) => {
            if (!controller.signal.aborted) setState((was) => ({ ...was, fraction }));
          },
        });
        if (!controller.signal.aborted) {
          setState({ status: "success", data, error: null, fraction: undefined });
        }
      } catch (thrown) {
        if (controller.signal.aborted) return;
        const error = toHealthRecordsError(thrown);
        setState({ status: "error", data: undefined, error, fraction: undefined });
      }
    };
    // A tick later: StrictMode's first mount is gone by then, and an opening is logged only once.
    const timer = setTimeout(() => void run(), 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [what, attempt]);

  const refetch = useCallback(() => setAttempt((was) => was + 1), []);
  return { ...state, isFetching: state.status === "pending", refetch };
}
