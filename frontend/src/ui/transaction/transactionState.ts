import type { ErrorFacts } from "../feedback/errorFacts.ts";

/**
 * Where a transaction stands. A rejection in the wallet is no failure: it leads back to "review"
 * with a note, and nothing typed is lost.
 */
export type TransactionState =
  /** Explained, not yet confirmed. */
  | { readonly step: "review"; readonly note?: "rejected" | "cancelled" | undefined }
  /** Sealing, uploading, estimating: before the wallet opens. */
  | { readonly step: "preparing"; readonly words?: string | undefined }
  | { readonly step: "waiting" }
  | { readonly step: "pending"; readonly transactionHash?: string | undefined }
  | { readonly step: "done"; readonly transactionHash?: string | undefined }
  | {
      readonly step: "failed";
      readonly error: ErrorFacts;
      readonly transactionHash?: string | undefined;
    };

export type TransactionFee =
  | { readonly state: "loading" }
  /** `amount` as it is shown, "0.00004"; `coin` the chain's own, "ETH". */
  | { readonly state: "known"; readonly amount: string; readonly coin: string }
  | { readonly state: "free" }
  | { readonly state: "unknown" };
