import type { Digest } from "../domain/brand.ts";
import { cidOfDigest } from "./cid.ts";
import type { DocumentCopies } from "./documentCopies.ts";
import { isIpfsError } from "./errors.ts";
import type { IpfsStore, ProgressOptions } from "./ipfsStore.ts";
import { findIntactCopy } from "./withDocumentCopies.ts";

export interface Republished {
  /** Documents that the node has and keeps. */
  kept: readonly Digest[];
  /** Documents that it had lost, damaged or no longer pinned, and has again. */
  restored: readonly Digest[];
  /** Documents that it lacks and whose copy is damaged: nothing here can bring them back. */
  missing: readonly Digest[];
}

/**
 * Puts back what the node lost. Each document is read and checked, because a node that
 * says "pinned" may have lost the bytes. Pass the plain store: one with copies would
 * answer from the very copies that are to be put back. Progress counts documents.
 * Throws when the node can't be reached or refuses: nothing is known about the rest then.
 */
export async function republish(
  store: IpfsStore,
  copies: DocumentCopies,
  { signal, onProgress }: ProgressOptions = {},
): Promise<Republished> {
  const kept: Digest[] = [];
  const restored: Digest[] = [];
  const missing: Digest[] = [];
  const digests = await copies.list();
  for (const [index, digest] of digests.entries()) {
    if (await isKept(store, digest, signal)) {
      kept.push(digest);
    } else {
      const copy = await findIntactCopy(copies, digest);
      if (copy === undefined) {
        missing.push(digest);
      } else {
        await store.putDocument(copy, { signal });
        restored.push(digest);
      }
    }
    onProgress?.(index + 1, digests.length);
  }
  return { kept, restored, missing };
}

async function isKept(store: IpfsStore, digest: Digest, signal: AbortSignal | undefined) {
  if (!(await store.isPinned(cidOfDigest(digest), { signal }))) return false;
  try {
    await store.getDocument(digest, { signal });
    return true;
  } catch (error) {
    // A running Kubo looks for a lost block among its peers until it runs out of time.
    const lost = [
      "ipfs.not-found",
      "ipfs.block-mismatch",
      "ipfs.timeout",
      "ipfs.node-error",
    ] as const;
    if (isIpfsError(error, ...lost)) return false;
    throw error;
  }
}
