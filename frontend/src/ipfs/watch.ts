import { IpfsError } from "./errors.ts";

/**
 * Ends a call that was cancelled, stands still, or takes too long. Needed because
 * kubo-rpc-client's own timeout does nothing, and because it ignores a signal that was
 * aborted before the upload began when progress is on.
 */
export interface Watch {
  /** Aborted with an IpfsError (`ipfs.aborted` or `ipfs.timeout`) as its reason. */
  readonly signal: AbortSignal;
  /** Something moved: the standstill counts from now. */
  touch(): void;
  /** Settles as `promise` does, or rejects with the reason as soon as the watch ends the call. */
  race<T>(promise: Promise<T>): Promise<T>;
  /** Must be called when the call is over; frees the timers. */
  clear(): void;
}

/** Throws `ipfs.aborted` when the caller's signal is aborted already. */
export function startWatch(options: {
  signal: AbortSignal | undefined;
  /** Longest time without `touch`, in milliseconds. */
  stallMs: number;
  /** Longest time in all, in milliseconds; absent = as long as it moves. */
  totalMs?: number;
}): Watch {
  const { signal: callerSignal, stallMs, totalMs } = options;
  if (callerSignal?.aborted) throw abortedError(callerSignal);
  const controller = new AbortController();
  const end = (error: IpfsError) => {
    clear();
    controller.abort(error);
  };
  const onStall = () => end(new IpfsError("ipfs.timeout", { details: { stalledMs: stallMs } }));
  const onAbort = () => end(abortedError(callerSignal as AbortSignal));
  let stall = setTimeout(onStall, stallMs);
  const total =
    totalMs === undefined
      ? undefined
      : setTimeout(
          () => end(new IpfsError("ipfs.timeout", { details: { tookMs: totalMs } })),
          totalMs,
        );
  callerSignal?.addEventListener("abort", onAbort, { once: true });

  function clear() {
    clearTimeout(stall);
    clearTimeout(total);
    callerSignal?.removeEventListener("abort", onAbort);
  }

  return {
    signal: controller.signal,
    touch() {
      if (controller.signal.aborted) return;
      clearTimeout(stall);
      stall = setTimeout(onStall, stallMs);
    },
    race(promise) {
      return new Promise((resolve, reject) => {
        const onEnd = () => reject(controller.signal.reason);
        if (controller.signal.aborted) onEnd();
        controller.signal.addEventListener("abort", onEnd, { once: true });
        promise
          .then(resolve, reject)
          .finally(() => controller.signal.removeEventListener("abort", onEnd));
      });
    },
    clear,
  };
}

function abortedError(signal: AbortSignal): IpfsError {
  return new IpfsError("ipfs.aborted", { cause: signal.reason });
}
