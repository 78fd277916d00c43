import type { Digest } from "../domain/brand.ts";
import { digestOf, digestOfCid } from "./cid.ts";
import type { DocumentCopies } from "./documentCopies.ts";
import { isIpfsError } from "./errors.ts";
import type { IpfsStore } from "./ipfsStore.ts";

/**
 * An IpfsStore that also keeps each document it writes or reads as a copy of the app's
 * own, and reads from the copy when the node can't give the document. Records' segments
 * are too large for this: they stay on the node only, and the app says so.
 */
export function withDocumentCopies(
  store: IpfsStore,
  copies: DocumentCopies,
  options: {
    /** Told when a copy can't be kept (storage full): the document itself is safe on the node. */
    onCopyFailed?: (digest: Digest, error: unknown) => void;
  } = {},
): IpfsStore {
  const keep = async (digest: Digest, bytes: Uint8Array) => {
    try {
      await copies.set(digest, bytes);
    } catch (error) {
      options.onCopyFailed?.(digest, error);
    }
  };
  return {
    ...store,

    async putDocument(bytes, transfer) {
      const stored = await store.putDocument(bytes, transfer);
      await keep(stored.digest, bytes);
      return stored;
    },

    async getDocument(reference, transfer) {
      const digest = reference.startsWith("0x") ? (reference as Digest) : digestOfCid(reference);
      try {
        const bytes = await store.getDocument(digest, transfer);
        await keep(digest, bytes);
        return bytes;
      } catch (error) {
        if (isIpfsError(error, "ipfs.aborted", "ipfs.bad-cid")) throw error;
        const copy = await findIntactCopy(copies, digest);
        if (copy === undefined) throw error;
        return copy;
      }
    },
  };
}

/** Undefined when there is no copy, or when it isn't what its name says. */
export async function findIntactCopy(
  copies: DocumentCopies,
  digest: Digest,
): Promise<Uint8Array | undefined> {
  try {
    const bytes = await copies.get(digest);
    return bytes !== undefined && (await digestOf(bytes)) === digest ? bytes : undefined;
  } catch {
    // A storage that fails is as good as an empty one: the node's own error says more.
    return undefined;
  }
}
