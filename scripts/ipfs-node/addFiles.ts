/**
 * `add` and `block/put`: bytes from a multipart body into blocks. Nothing is pinned or
 * acknowledged before the body has arrived whole and its blocks are durable: an upload
 * that breaks off leaves only unpinned blocks behind.
 */
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import * as dagPb from "@ipld/dag-pb";
import { importer } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";
import { forEachPart } from "./multipart.ts";
import type { Repo } from "./repo.ts";
import { BadCallError, RpcError } from "./rpcError.ts";
import { type RpcOptions, unsupported } from "./rpcOptions.ts";

/** What Kubo lets through; more can't travel between nodes. */
const MAX_BLOCK_BYTES = 2 * 1_048_576;

export interface AddedFile {
  Name: string;
  Hash: string;
  Size: string;
}

/** Options and defaults of Kubo's `add` (files only). Reports the bytes read of each file. */
export async function addFiles(
  repo: Repo,
  request: IncomingMessage,
  options: RpcOptions,
  onProgress: (name: string, bytes: number) => void,
): Promise<AddedFile[]> {
  options.refuse(
    "trickle",
    "wrap-with-directory",
    "nocopy",
    "inline",
    "preserve-mode",
    "preserve-mtime",
  );
  if (options.text("hash", "sha2-256") !== "sha2-256")
    throw unsupported("hash functions but sha2-256");
  if (options.text("to-files", "") !== "") throw unsupported("to-files");
  const cidVersion = options.integer("cid-version", 0, { min: 0, max: 1 }) === 1 ? 1 : 0;
  const rawLeaves = options.boolean("raw-leaves", cidVersion === 1);
  const maxChildrenPerNode = options.integer("max-file-links", 174, { min: 2, max: 8192 });
  const chunkSize = readChunkSize(options.text("chunker", "size-262144"));
  const pin = options.boolean("pin", true);
  const onlyHash = options.boolean("only-hash", false);
  const pinName = options.text("pin-name", "");

  return await repo.write(async (batch) => {
    const added: { name: string; cid: CID; size: bigint }[] = [];
    const store = {
      put: async (
        cid: CID,
        bytes: Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
      ) => {
        if (!(bytes instanceof Uint8Array)) throw new TypeError("the importer gives whole blocks");
        if (!onlyHash) await batch.put(cid, bytes);
        return cid;
      },
    };
    await forEachPart(request, async (name, content) => {
      const entries = importer(
        [{ content: counted(content, (bytes) => onProgress(name, bytes)) }],
        store,
        {
          cidVersion,
          rawLeaves,
          reduceSingleLeafToSelf: true,
          chunker: fixedSize({ chunkSize }),
          layout: balanced({ maxChildrenPerNode }),
          // The default of 10 reads the next file's part while the first one still streams: deadlock.
          fileImportConcurrency: 1,
          blockWriteConcurrency: 8,
        },
      );
      for await (const entry of entries) added.push({ name, cid: entry.cid, size: entry.size });
    });
    if (added.length === 0) throw new BadCallError('argument "path" is required');
    if (!onlyHash) {
      await batch.sync();
      if (pin) for (const { cid } of added) await repo.pin(cid, "recursive", pinName);
    }
    return added.map(({ name, cid, size }) => ({
      Name: name === "" ? cid.toString() : name,
      Hash: cid.toString(),
      Size: size.toString(),
    }));
  });
}

/** One block per part, under the codec that the caller names. */
export async function putBlocks(
  repo: Repo,
  request: IncomingMessage,
  options: RpcOptions,
): Promise<{ Key: string; Size: number }[]> {
  if (options.text("mhtype", "sha2-256") !== "sha2-256")
    throw unsupported("hash functions but sha2-256");
  const codec = options.text("cid-codec", options.text("format", "raw"));
  const code = new Map([
    ["raw", raw.code],
    ["dag-pb", dagPb.code],
    ["protobuf", dagPb.code],
  ]).get(codec);
  if (code === undefined) throw unsupported(`the codec ${codec}`);
  const pin = options.boolean("pin", false);
  return await repo.write(async (batch) => {
    const put: { cid: CID; size: number }[] = [];
    await forEachPart(request, async (_name, content) => {
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const part of counted(content, (bytes) => {
        size = bytes;
      })) {
        if (size > MAX_BLOCK_BYTES)
          throw new RpcError(
            "produced block is over 2MiB: big blocks can't be exchanged with other peers",
          );
        parts.push(part);
      }
      const bytes = Buffer.concat(parts);
      const cid = CID.createV1(code, await sha256.digest(bytes));
      await batch.put(cid, bytes);
      put.push({ cid, size });
    });
    await batch.sync();
    if (pin) for (const { cid } of put) await repo.pin(cid, "recursive", "");
    return put.map(({ cid, size }) => ({ Key: cid.toString(), Size: size }));
  });
}

async function* counted(
  content: Readable,
  onBytes: (total: number) => void,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const part of content) {
    total += (part as Uint8Array).length;
    onBytes(total);
    yield part as Uint8Array;
  }
}

function readChunkSize(chunker: string): number {
  const match = /^size-(\d{1,9})$/.exec(chunker);
  if (match === null) throw unsupported(`the chunker ${chunker}`);
  const size = Number(match[1]);
  if (size < 1 || size > MAX_BLOCK_BYTES)
    throw new BadCallError("the chunk size must be from 1 to 2097152");
  return size;
}
