/**
 * The IpfsStore over a Kubo RPC. kubo-rpc-client (81 KiB gzipped) is loaded when first
 * needed; this is the only file that imports it. Its known faults are worked around here:
 * the timeout and aborted signals (watch.ts), streams buffered whole (Blobs only), `cat`
 * and unbounded `block.get` (never called; see verifiedBlocks.ts).
 * Must not import crypto, chain or React.
 */

import * as dagPb from "@ipld/dag-pb";
import { exporter } from "ipfs-unixfs-exporter";
import type { KuboRPCClient } from "kubo-rpc-client";
import { z } from "zod";
import type { Digest } from "../domain/brand.ts";
import {
  type Cid,
  cidOfDigest,
  digestOf,
  digestOfCid,
  type formatCid,
  isAcceptedCid,
  readCid,
} from "./cid.ts";
import { computeCid } from "./computeCid.ts";
import { IpfsError, isIpfsError } from "./errors.ts";
import { explainFailure } from "./explainFailure.ts";
import type { GetSegmentOptions, IpfsNodeInfo, IpfsStore, ProgressOptions } from "./ipfsStore.ts";
import {
  CHUNK_BYTES,
  MAX_BLOCK_BYTES,
  MAX_BLOCKS_PER_SEGMENT,
  MAX_DOCUMENT_BYTES,
  MAX_SEGMENT_BYTES,
} from "./limits.ts";
import type { IpfsEndpoint, IpfsGateway } from "./parseEndpoint.ts";
import { type BlockSources, getVerifiedBlock, type StoreTimeouts } from "./verifiedBlocks.ts";
import { startWatch, type Watch } from "./watch.ts";

const DEFAULT_TIMEOUTS: StoreTimeouts = { stallMs: 60_000, blockMs: 300_000 };

/** Everything that decides a CID is said, whatever the node's own defaults are. */
const ADD_OPTIONS = {
  cidVersion: 1,
  rawLeaves: true,
  chunker: `size-${CHUNK_BYTES}`,
  hashAlg: "sha2-256",
  trickle: false,
  wrapWithDirectory: false,
  pin: true,
} as const;

export interface IpfsStoreOptions {
  /** From `parseEndpoint`. */
  endpoint: IpfsEndpoint;
  /** Asked for blocks, in this order, when the node doesn't give them. From `parseGateway`. */
  gateways?: readonly IpfsGateway[];
  timeouts?: Partial<StoreTimeouts>;
  /** For reads and probes; the platform's own by default. kubo-rpc-client always uses the platform's. */
  fetch?: typeof fetch;
}

export function createIpfsStore(options: IpfsStoreOptions): IpfsStore {
  const { endpoint } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const sources: BlockSources = { endpoint, gateways: options.gateways ?? [], fetch, timeouts };

  let loading: Promise<KuboRPCClient> | undefined;
  const loadClient = () => {
    loading ??= import("kubo-rpc-client").then(
      ({ create }) => create({ url: endpoint }),
      (error: unknown) => {
        // The app's own server was out of reach for a moment: the next call tries again.
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };

  /** Runs one call with a watch over it; every failure comes out as an IpfsError. */
  async function call<T>(
    name: string,
    signal: AbortSignal | undefined,
    run: (kubo: KuboRPCClient, watch: Watch) => Promise<T>,
  ): Promise<T> {
    const watch = startWatch({ signal, stallMs: timeouts.stallMs });
    try {
      return await watch.race(loadClient().then((kubo) => run(kubo, watch)));
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason;
      throw await explainFailure(error, { call: name, endpoint, fetch });
    } finally {
      watch.clear();
    }
  }

  async function add(content: Blob, expected: Cid, { signal, onProgress }: ProgressOptions) {
    // With progress on, Kubo answers before it knows whether the add works, and an error
    // can then only be a broken connection. A document needs neither.
    const wantsProgress = content.size > MAX_DOCUMENT_BYTES || onProgress !== undefined;
    let done = 0;
    const report = (bytes: number) => {
      if (bytes <= done) return;
      done = Math.min(bytes, content.size);
      onProgress?.(done, content.size);
    };
    const answer = await call("add", signal, (kubo, watch) =>
      kubo.add(content, {
        ...ADD_OPTIONS,
        signal: watch.signal,
        ...(wantsProgress && {
          progress: (bytes) => {
            watch.touch();
            if (!watch.signal.aborted) report(bytes);
          },
        }),
      }),
    );
    const stored = answer.cid.toString();
    if (stored !== expected) {
      throw new IpfsError("ipfs.cid-mismatch", { details: { expected, stored, endpoint } });
    }
    report(content.size);
  }

  return {
    async putDocument(bytes, { signal } = {}) {
      if (bytes.length > MAX_DOCUMENT_BYTES) {
        throw new IpfsError("ipfs.too-large", {
          details: { bytes: bytes.length, maxBytes: MAX_DOCUMENT_BYTES },
        });
      }
      // Copied, so that what is hashed and what is sent can't differ.
      const content = new Blob([bytes as Uint8Array<ArrayBuffer>]);
      const digest = await digestOf(new Uint8Array(await content.arrayBuffer()));
      const cid = cidOfDigest(digest);
      await add(content, cid, { signal });
      return { cid, digest };
    },

    async getDocument(reference, { signal } = {}) {
      const digest = reference.startsWith("0x") ? (reference as Digest) : digestOfCid(reference);
      return await getVerifiedBlock(sources, cidOfDigest(digest), {
        signal,
        maxBytes: MAX_DOCUMENT_BYTES,
      });
    },

    async putSegment(content, { signal, onProgress } = {}) {
      const blob =
        content instanceof Blob ? content : new Blob([content as Uint8Array<ArrayBuffer>]);
      if (blob.size > MAX_SEGMENT_BYTES) {
        throw new IpfsError("ipfs.too-large", {
          details: { bytes: blob.size, maxBytes: MAX_SEGMENT_BYTES },
        });
      }
      const cid = await computeCid(blob, { signal });
      await add(blob, cid, { signal, onProgress });
      return { cid, bytes: blob.size };
    },

    getSegment: (cid, segmentOptions = {}) => getSegment(sources, cid, segmentOptions),

    async isPinned(cid, { signal } = {}) {
      const wanted = readCid(cid);
      try {
        return await call("pin/ls", signal, async (kubo, watch) => {
          for await (const pin of kubo.pin.ls({
            paths: [wanted],
            type: "recursive",
            signal: watch.signal,
          })) {
            if (pin.cid.equals(wanted)) return true;
          }
          return false;
        });
      } catch (error) {
        if (isIpfsError(error, "ipfs.not-pinned")) return false;
        throw error;
      }
    },

    async pin(cid, { signal } = {}) {
      const wanted = readCid(cid);
      const pinned = await call("pin/add", signal, (kubo, watch) =>
        kubo.pin.add(wanted, { recursive: true, signal: watch.signal }),
      );
      if (!pinned.equals(wanted)) {
        throw new IpfsError("ipfs.bad-answer", { details: { cid, pinned: pinned.toString() } });
      }
    },

    async unpin(cid, { signal } = {}) {
      const wanted = readCid(cid);
      await call("pin/rm", signal, (kubo, watch) =>
        kubo.pin.rm(wanted, { recursive: true, signal: watch.signal }),
      );
    },

    async nodeInfo({ signal } = {}) {
      return await call("version", signal, async (kubo, watch) => {
        const version = await kubo.version({ signal: watch.signal });
        watch.touch();
        const id = await kubo.id({ signal: watch.signal });
        return nodeInfoSchema.parse({
          peerId: id.id.toString(),
          version: version.version,
          agentVersion: id.agentVersion,
        });
      });
    },
  };
}

const nodeInfoSchema: z.ZodType<IpfsNodeInfo> = z.object({
  peerId: z.string().min(1).max(200),
  version: z.string().min(1).max(100),
  agentVersion: z.string().max(200),
});

async function* getSegment(
  sources: BlockSources,
  cid: string,
  { signal, maxBytes = MAX_SEGMENT_BYTES, onProgress }: GetSegmentOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const root = readCid(cid);
  const limit = Math.min(maxBytes, MAX_SEGMENT_BYTES);
  if (signal?.aborted) throw new IpfsError("ipfs.aborted", { cause: signal.reason });
  // The exporter walks on after its reader has left; this stops it.
  const stop = new AbortController();
  const ended = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  let blocks = 0;
  const blockstore = {
    async *get(child: Parameters<typeof formatCid>[0]) {
      // The exporter would follow weak hashes and other codecs, too.
      if (!isAcceptedCid(child)) {
        throw new IpfsError("ipfs.bad-content", { details: { cid, link: child.toString() } });
      }
      // 64 MiB fit under one root. Deeper trees would let a few blocks claim any number of
      // visits; besides, the exporter (16.2) loses rejections below the root, which ends Node.
      if (child.code === dagPb.code && !child.equals(root)) {
        throw new IpfsError("ipfs.bad-content", { details: { cid, link: child.toString() } });
      }
      blocks += 1;
      if (blocks > MAX_BLOCKS_PER_SEGMENT) {
        throw new IpfsError("ipfs.too-large", {
          details: { cid, maxBlocks: MAX_BLOCKS_PER_SEGMENT },
        });
      }
      yield await getVerifiedBlock(sources, child.toString(), {
        signal: ended,
        maxBytes: MAX_BLOCK_BYTES,
      });
    },
  };
  try {
    const entry = await exporter(root, blockstore, { signal: ended });
    const isFile =
      entry.type === "raw" ||
      (entry.type === "file" && (entry.unixfs.type === "file" || entry.unixfs.type === "raw"));
    if (!isFile) throw new IpfsError("ipfs.bad-content", { details: { cid, type: entry.type } });
    if (entry.size > BigInt(limit)) {
      throw new IpfsError("ipfs.too-large", {
        details: { cid, bytes: entry.size.toString(), maxBytes: limit },
      });
    }
    const total = Number(entry.size);
    let done = 0;
    // Four at once fill the connection; browsers allow six to one host.
    for await (const chunk of entry.content({ signal: ended, blockReadConcurrency: 4 })) {
      done += chunk.length;
      onProgress?.(done, total);
      yield chunk;
    }
    if (done !== total) {
      throw new IpfsError("ipfs.bad-content", { details: { cid, bytes: done, promised: total } });
    }
  } catch (error) {
    if (error instanceof IpfsError) throw error;
    if (signal?.aborted) throw new IpfsError("ipfs.aborted", { cause: error });
    // Whatever else comes from the exporter is about the content: its hash was right.
    throw new IpfsError("ipfs.bad-content", { details: { cid }, cause: error });
  } finally {
    stop.abort();
  }
}
