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
import { type BenchResult, compare, randomBytes } from "./compare.ts";

const SEGMENT_BYTES = 32 * 1_048_576;
const DOCUMENT_BYTES = 2_048;

/** Takes about half a minute on two cores; leaves nothing behind. */
export async function benchIpfs(
  options: { rounds?: number } = {},
): Promise<readonly BenchResult[]> {
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
