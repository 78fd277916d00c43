import { importer } from "ipfs-unixfs-importer";
import { type Cid, formatCid } from "./cid.ts";
import { IpfsError } from "./errors.ts";
import { CHUNK_BYTES } from "./limits.ts";

/**
 * The CID that any node must give for these bytes: UnixFS file (IPIP-499 profile
 * unixfs-v1-2025 as far as files up to 64 MiB go), CID v1, raw leaves, 1 MiB chunks,
 * balanced. Nothing is stored; one chunk at a time is in memory.
 * Throws `ipfs.aborted`, or what reading the Blob throws (a file that changed on disk).
 */
export async function computeCid(
  content: Blob,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Cid> {
  const entries = importer([{ content: chunksOf(content, options.signal) }], noStore, {
    cidVersion: 1,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    // The library's own chunkers come with 30 KiB of rabin; `chunksOf` cuts to size already.
    chunker: asCut,
    fileImportConcurrency: 1,
    // Four chunks are hashed at once; the default of 50 would hold 50 MiB.
    blockWriteConcurrency: 4,
  });
  for await (const entry of entries) return formatCid(entry.cid);
  throw new Error("the importer gave no entry");
}

const noStore = {
  // The importer only wants the CID back.
  put: async (cid: Parameters<Parameters<typeof importer>[1]["put"]>[0]) => cid,
};

async function* asCut(chunks: AsyncIterable<Uint8Array>) {
  yield* chunks;
}

/** 1 MiB each, the last one shorter; one empty chunk when there are no bytes. */
async function* chunksOf(content: Blob, signal: AbortSignal | undefined) {
  for (let at = 0; at === 0 || at < content.size; at += CHUNK_BYTES) {
    if (signal?.aborted) throw new IpfsError("ipfs.aborted", { cause: signal.reason });
    yield new Uint8Array(await content.slice(at, at + CHUNK_BYTES).arrayBuffer());
  }
}
