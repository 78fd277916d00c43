import { republish } from "../../ipfs/republish.ts";
import type { WithProgress } from "../useCases.ts";
import type { Workspace } from "../workspace.ts";

export async function countCopies({
  documents,
}: Workspace): Promise<{ documents: number; bytes: number }> {
  const digests = await documents.copies.list();
  let bytes = 0;
  for (const digest of digests) bytes += (await documents.copies.get(digest))?.length ?? 0;
  return { documents: digests.length, bytes };
}

/** Puts back on the node what it lost of the documents that this browser keeps. */
export async function republishCopies(
  { ports, documents }: Workspace,
  { onProgress, signal }: WithProgress = {},
): Promise<{ republished: number; stillMissing: number }> {
  const done = await republish(ports.ipfs, documents.copies, {
    signal,
    onProgress: (count, total) => onProgress?.(total === 0 ? 1 : count / total, "checking"),
  });
  return { republished: done.restored.length, stillMissing: done.missing.length };
}
