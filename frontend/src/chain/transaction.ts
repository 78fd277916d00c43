import type { Hex } from "./calls.ts";
import { ChainError } from "./errors.ts";
import type { ChainEvent } from "./events.ts";
import { toChainError } from "./toChainError.ts";

export interface FeeEstimate {
  /** Units of gas that it takes now. */
  readonly gas: bigint;
  /** What is asked for, with some room. */
  readonly gasLimit: bigint;
  /** Wei that it most likely costs. */
  readonly feeWei: bigint;
  /** Wei that it costs at most. */
  readonly mostWei: bigint;
}

export interface MinedTransaction {
  readonly hash: Hex;
  readonly block: number;
  readonly gasUsed: bigint;
  /** What it cost, in wei. */
  readonly feeWei: bigint;
  /** The events of our contracts in it. */
  readonly events: readonly ChainEvent[];
}

export type TransactionState =
  | { readonly step: "checking" }
  | { readonly step: "waiting-for-wallet"; readonly fee: FeeEstimate }
  | { readonly step: "sent"; readonly hash: Hex }
  | ({ readonly step: "mined" } & MinedTransaction)
  | { readonly step: "failed"; readonly error: ChainError };

/**
 * One transaction on its way: `state` now, every later one by `for await` or `onState`, and
 * `mined` at the end (rejects with the ChainError). `cancel` stops the waiting; what the wallet
 * has already sent can't be taken back, and what it still shows can be rejected there.
 */
export class Transaction implements AsyncIterable<TransactionState> {
  readonly mined: Promise<MinedTransaction>;
  #state: TransactionState = { step: "checking" };
  readonly #listeners = new Set<(state: TransactionState) => void>();
  readonly #abort = new AbortController();

  constructor(
    run: (
      report: (state: TransactionState) => void,
      signal: AbortSignal,
    ) => Promise<MinedTransaction>,
    signal?: AbortSignal,
  ) {
    const stop = () => this.#abort.abort(signal?.reason);
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop, { once: true });
    this.mined = this.#follow(run).finally(() => signal?.removeEventListener("abort", stop));
    // Whoever watches the states needn't await `mined` as well.
    this.mined.catch(() => undefined);
  }

  get state(): TransactionState {
    return this.#state;
  }

  /** Calls back with every later state. Returns what ends that. */
  onState(listener: (state: TransactionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(): void {
    this.#abort.abort();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<TransactionState> {
    const waiting: TransactionState[] = [this.#state];
    let wake: (() => void) | undefined;
    const stop = this.onState((state) => {
      waiting.push(state);
      wake?.();
    });
    try {
      for (;;) {
        const state = waiting.shift();
        if (state === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        yield state;
        if (state.step === "mined" || state.step === "failed") return;
      }
    } finally {
      stop();
    }
  }

  async #follow(
    run: (
      report: (state: TransactionState) => void,
      signal: AbortSignal,
    ) => Promise<MinedTransaction>,
  ): Promise<MinedTransaction> {
    await Promise.resolve(); // listeners first
    try {
      const mined = await run((state) => this.#report(state), this.#abort.signal);
      this.#report({ step: "mined", ...mined });
      return mined;
    } catch (thrown) {
      const error = this.#abort.signal.aborted
        ? new ChainError("chain.cancelled", { cause: thrown })
        : toChainError(thrown);
      this.#report({ step: "failed", error });
      throw error;
    }
  }

  #report(state: TransactionState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}
