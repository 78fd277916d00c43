import type { Digest } from "../domain/brand.ts";
import type { Cid } from "./cid.ts";

export interface TransferOptions {
  /** Cancels the transfer; it then throws `ipfs.aborted`. */
  signal?: AbortSignal | undefined;
}

export interface ProgressOptions extends TransferOptions {
  /** Bytes done so far of all bytes. Never goes back; ends with done = total. */
  onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

export interface GetSegmentOptions extends ProgressOptions {
  /** A larger file throws `ipfs.too-large` before its bytes are loaded. Default and most: 64 MiB. */
  maxBytes?: number;
}

/** An IPFS node as the rest of the app sees it. What it says is never believed: see each method. */
export interface IpfsStore {
  /**
   * Stores and pins a small document as one raw block (at most 1 MiB); resolves when the node
   * has acknowledged it under the CID that was computed here.
   * Throws `ipfs.too-large`, `ipfs.cid-mismatch` and the transport's codes.
   */
  putDocument(bytes: Uint8Array, options?: TransferOptions): Promise<{ cid: Cid; digest: Digest }>;
  /**
   * The document with this digest (`0x...`) or raw CID (`bafkrei...`); its hash was checked.
   * Throws `ipfs.not-found`, `ipfs.block-mismatch`, `ipfs.too-large`, `ipfs.bad-cid`.
   */
  getDocument(reference: Digest | Cid | string, options?: TransferOptions): Promise<Uint8Array>;
  /**
   * Stores and pins a file of at most 64 MiB. The CID is computed before anything is sent, and
   * another answer throws `ipfs.cid-mismatch`.
   */
  putSegment(
    content: Blob | Uint8Array,
    options?: ProgressOptions,
  ): Promise<{ cid: Cid; bytes: number }>;
  /**
   * The file's bytes in order, each block's hash checked before it is handed on. A truncated
   * file throws, it never just ends. Leaving the loop early cancels what is under way.
   */
  getSegment(cid: string, options?: GetSegmentOptions): AsyncGenerator<Uint8Array, void, void>;
  /** True when the node says that it keeps this CID (recursively). */
  isPinned(cid: string, options?: TransferOptions): Promise<boolean>;
  /** Asks the node to keep what it has or can find under this CID. Throws `ipfs.not-found`. */
  pin(cid: string, options?: TransferOptions): Promise<void>;
  /** Lets the node drop this CID. Throws `ipfs.not-pinned` when it doesn't keep it. */
  unpin(cid: string, options?: TransferOptions): Promise<void>;
  /** Who answers; for the settings page. */
  nodeInfo(options?: TransferOptions): Promise<IpfsNodeInfo>;
}

export interface IpfsNodeInfo {
  /** Base58 or base36 peer id. */
  peerId: string;
  /** e.g. `0.43.1`. */
  version: string;
  /** e.g. `kubo/0.43.1/`. */
  agentVersion: string;
}
