import type { Digest } from "../domain/brand.ts";

/**
 * The app's own copies of documents, in this browser (IndexedDB) or in a file. Documents
 * are encrypted or public before they come here, so a copy says no more than IPFS does.
 * What it gives back is checked like an answer from the network.
 */
export interface DocumentCopies {
  /** Undefined when there is no copy. */
  get(digest: Digest): Promise<Uint8Array | undefined>;
  set(digest: Digest, bytes: Uint8Array): Promise<void>;
  list(): Promise<readonly Digest[]>;
}
