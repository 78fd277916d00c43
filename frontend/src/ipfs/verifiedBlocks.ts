import { isBlockOf } from "./cid.ts";
import { IpfsError, isIpfsError } from "./errors.ts";
import { explainFailure, explainStatus, readNodeMessage } from "./explainFailure.ts";
import type { IpfsEndpoint, IpfsGateway } from "./parseEndpoint.ts";
import { readBounded } from "./readBounded.ts";
import { startWatch } from "./watch.ts";

export interface StoreTimeouts {
  /** Longest time in which nothing moves, in milliseconds. */
  stallMs: number;
  /** Longest time for one block, in milliseconds: a node that drips bytes must not hold us for ever. */
  blockMs: number;
}

export interface BlockSources {
  endpoint: IpfsEndpoint;
  gateways: readonly IpfsGateway[];
  fetch: typeof fetch;
  timeouts: StoreTimeouts;
}

/**
 * The bytes of one block, their hash checked. Asks the node's `block/get`, then each
 * trustless gateway; never `cat`, which verifies nothing. Not kubo-rpc-client's
 * `block.get` either: it buffers whatever the node sends, without bound.
 */
export async function getVerifiedBlock(
  sources: BlockSources,
  cid: string,
  options: { signal: AbortSignal | undefined; maxBytes: number },
): Promise<Uint8Array> {
  const failures: IpfsError[] = [];
  for (const source of [undefined, ...sources.gateways]) {
    try {
      return await getFrom(sources, source, cid, options);
    } catch (error) {
      const failure = await explainFailure(error, {
        call: "block/get",
        endpoint: sources.endpoint,
        fetch: sources.fetch,
      });
      if (failure.code === "ipfs.aborted") throw failure;
      failures.push(failure);
    }
  }
  // A lie says more than a node that is down.
  const lie = failures.find((failure) => isIpfsError(failure, "ipfs.block-mismatch"));
  throw lie ?? failures[0] ?? new IpfsError("ipfs.not-found", { details: { cid } });
}

async function getFrom(
  { endpoint, fetch, timeouts }: BlockSources,
  gateway: IpfsGateway | undefined,
  cid: string,
  { signal, maxBytes }: { signal: AbortSignal | undefined; maxBytes: number },
): Promise<Uint8Array> {
  const watch = startWatch({ signal, stallMs: timeouts.stallMs, totalMs: timeouts.blockMs });
  try {
    return await watch.race(
      (async () => {
        const response =
          gateway === undefined
            ? await fetch(`${endpoint}/block/get?arg=${cid}`, {
                method: "POST",
                redirect: "error",
                signal: watch.signal,
              })
            : await fetch(`${gateway}/ipfs/${cid}?format=raw`, {
                headers: { Accept: "application/vnd.ipld.raw" },
                credentials: "omit",
                referrerPolicy: "no-referrer",
                signal: watch.signal,
              });
        watch.touch();
        if (!response.ok) {
          const text = new TextDecoder().decode(await readBounded(response, 10_000));
          if (gateway !== undefined && (response.status === 404 || response.status === 410)) {
            throw new IpfsError("ipfs.not-found", { details: { cid, gateway } });
          }
          throw explainStatus(response.status, readNodeMessage(text), "block/get");
        }
        const bytes = await readBounded(response, maxBytes, watch.touch);
        if (!(await isBlockOf(cid, bytes))) {
          throw new IpfsError("ipfs.block-mismatch", {
            details: { cid, from: gateway ?? endpoint, bytes: bytes.length },
          });
        }
        return bytes;
      })(),
    );
  } finally {
    watch.clear();
  }
}
