/**
 * How much the IPFS layer costs, as ratios to something plain done with the same bytes in
 * the same run: absolute times say more about the machine than about us.
 */
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { computeCid } from "../../frontend/src/ipfs/computeCid.ts";
import { createIpfsStore } from "../../frontend/src/ipfs/createIpfsStore.ts";
import { parseEndpoint } from "../../frontend/src/ipfs/parseEndpoint.ts";
import { startIpfsNode } from "../ipfs-node/startIpfsNode.ts";

export interface IpfsBenchResult {
  /** What was measured. */
  name: string;
  /** What it is compared with. */
  reference: string;
  /** Median seconds of each; `ratio` = seconds / referenceSeconds: smaller is better. */
  seconds: number;
  referenceSeconds: number;
  ratio: number;
}

const SEGMENT_BYTES = 32 * 1_048_576;
const DOCUMENT_BYTES = 2_048;

/** Takes about half a minute on two cores; leaves nothing behind. */
export async function benchIpfs(
  options: { rounds?: number } = {},
): Promise<readonly IpfsBenchResult[]> {
  const rounds = options.rounds ?? 5;
  const folder = await mkdtemp(path.join(tmpdir(), "health-records-bench-"));
  const node = await startIpfsNode({ directory: path.join(folder, "node") });
  const store = createIpfsStore({ endpoint: parseEndpoint(node.rpcUrl) });
  const written = async (bytes: Uint8Array) => {
    const file = await open(path.join(folder, "plain"), "w");
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
  };
  const hashed = async (bytes: Uint8Array<ArrayBuffer>) => {
    await crypto.subtle.digest("SHA-256", bytes);
  };
  let stored = (await store.putSegment(randomBytes(SEGMENT_BYTES))).cid;
  const catUrl = () => `${node.rpcUrl}/cat?arg=${stored}`;
  try {
    return [
      await compare(rounds, "compute the CID of 32 MiB", "SHA-256 of the same bytes", () => {
        const bytes = randomBytes(SEGMENT_BYTES);
        return [() => computeCid(new Blob([bytes])), () => hashed(bytes)];
      }),
      await compare(
        rounds,
        "add 32 MiB, durably",
        "write the same bytes to a file and sync it",
        () => {
          const bytes = randomBytes(SEGMENT_BYTES);
          return [
            async () => {
              stored = (await store.putSegment(new Blob([bytes]))).cid;
            },
            () => written(bytes),
          ];
        },
      ),
      await compare(rounds, "add 32 MiB, durably", "SHA-256 of the same bytes", () => {
        const bytes = randomBytes(SEGMENT_BYTES);
        return [() => store.putSegment(new Blob([bytes])), () => hashed(bytes)];
      }),
      await compare(rounds, "read 32 MiB, every block checked", "fetch it unchecked (cat)", () => [
        async () => {
          for await (const _part of store.getSegment(stored));
        },
        async () => await (await fetch(catUrl(), { method: "POST" })).arrayBuffer(),
      ]),
      await compare(
        4 * rounds,
        "put a document of 2 KiB, durably",
        "write and sync a file of 2 KiB",
        () => {
          const bytes = randomBytes(DOCUMENT_BYTES);
          return [() => store.putDocument(bytes), () => written(bytes)];
        },
      ),
    ];
  } finally {
    await node.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs both in turn, so that whatever else the machine does falls on both alike. */
async function compare(
  rounds: number,
  name: string,
  reference: string,
  prepare: () => [measured: () => Promise<unknown>, reference: () => Promise<unknown>],
): Promise<IpfsBenchResult> {
  const times: { measured: number[]; reference: number[] } = { measured: [], reference: [] };
  // The first round warms up: modules load, connections open.
  for (let round = 0; round <= rounds; round += 1) {
    const [runMeasured, runReference] = prepare();
    const measured = await secondsOf(runMeasured);
    const plain = await secondsOf(runReference);
    if (round === 0) continue;
    times.measured.push(measured);
    times.reference.push(plain);
  }
  const seconds = median(times.measured);
  const referenceSeconds = median(times.reference);
  return { name, reference, seconds, referenceSeconds, ratio: seconds / referenceSeconds };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
  }
  return bytes;
}
