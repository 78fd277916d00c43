import { CryptoError } from "../errors.ts";

/** Bytes of the file itself, without padding. */
export interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface ProgressOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export function requireNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new CryptoError("crypto.cancelled");
}
