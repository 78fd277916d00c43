import type { Digest } from "../../domain/brand.ts";
import type { DocumentCopies } from "../../ipfs/documentCopies.ts";
import { isIpfsError } from "../../ipfs/errors.ts";
import type { IpfsStore } from "../../ipfs/ipfsStore.ts";
import { findIntactCopy } from "../../ipfs/withDocumentCopies.ts";

/**
 * Documents by digest. What is named by its digest never changes, so an intact copy of this
 * browser is as good as the node's answer, and quicker. Each document written or read is kept.
 */
export class Documents {
  readonly ipfs: IpfsStore;
  readonly copies: DocumentCopies;

  constructor(ipfs: IpfsStore, copies: DocumentCopies) {
    this.ipfs = ipfs;
    this.copies = copies;
  }

  /** On the node, pinned, and copied here, when this returns. */
  async put(bytes: Uint8Array, signal?: AbortSignal): Promise<Digest> {
    const { digest } = await this.ipfs.putDocument(bytes, { signal });
    await this.#keep(digest, bytes);
    return digest;
  }

  /** Throws `ipfs.not-found` and the transport's codes. */
  async read(digest: Digest, signal?: AbortSignal): Promise<Uint8Array> {
    const copy = await findIntactCopy(this.copies, digest);
    if (copy !== undefined) return copy;
    const bytes = await this.ipfs.getDocument(digest, { signal });
    await this.#keep(digest, bytes);
    return bytes;
  }

  /** `undefined` where neither this browser nor the node has it; throws when it is cancelled. */
  async find(digest: Digest, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    try {
      return await this.read(digest, signal);
    } catch (error) {
      if (isIpfsError(error, "ipfs.aborted")) throw error;
      if (isIpfsError(error)) return undefined;
      throw error;
    }
  }

  /** A full or broken local storage harms nothing: the document is on the node. */
  async #keep(digest: Digest, bytes: Uint8Array): Promise<void> {
    try {
      await this.copies.set(digest, bytes);
    } catch {
      return;
    }
  }
}
