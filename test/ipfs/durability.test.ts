/** What the embedded node has acknowledged is there after kill -9, in whatever moment it came. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Cid } from "../../frontend/src/ipfs/cid.ts";
import { collect, makeFolder, randomBytes, removeFolder, storeAt } from "./support/testNode.ts";

let directory: string;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  directory = await makeFolder();
});
afterEach(async () => {
  for (const child of children) await kill(child);
  await removeFolder(directory);
});

async function startChild(): Promise<{ child: ChildProcess; rpcUrl: string; peerId: string }> {
  const main = path.resolve("scripts/ipfs-node/main.ts");
  const child = spawn(process.execPath, [main, "--directory", directory, "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  let complaint = "";
  child.stderr?.on("data", (text: Buffer) => {
    complaint += text.toString();
  });
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...(JSON.parse(line) as { rpcUrl: string; peerId: string }) };
  }
  children.delete(child);
  throw new Error(`the node ended at once: ${complaint}`);
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

it("keeps every acknowledged file when it is killed in the middle of adds", async () => {
  const acknowledged: { cid: Cid; bytes: Uint8Array }[] = [];
  let cutOff = 0;
  for (let round = 0; round < 3; round += 1) {
    const { child, rpcUrl } = await startChild();
    const store = storeAt(rpcUrl);
    const writers = Array.from({ length: 3 }, async () => {
      for (;;) {
        const bytes = randomBytes(2_500_000);
        try {
          const { cid } = await store.putSegment(bytes);
          acknowledged.push({ cid, bytes });
        } catch {
          cutOff += 1;
          return;
        }
      }
    });
    // Until something is acknowledged, however slow the machine; then into some moment.
    const before = acknowledged.length;
    while (acknowledged.length === before) await sleep(10);
    await sleep(40 * round);
    await kill(child);
    await Promise.all(writers);
  }
  // Each writer was in the middle of something when its node was killed.
  expect(cutOff).toBe(9);

  const { child, rpcUrl } = await startChild();
  const store = storeAt(rpcUrl);
  for (const { cid, bytes } of acknowledged) {
    expect(await store.isPinned(cid)).toBe(true);
    expect(Buffer.compare(await collect(store.getSegment(cid)), bytes)).toBe(0);
  }
  await kill(child);
});

it("keeps pins and unpins that it acknowledged right before it is killed", async () => {
  const first = await startChild();
  const kept = await storeAt(first.rpcUrl).putDocument(randomBytes(100));
  await kill(first.child);

  const second = await startChild();
  expect(second.peerId).toBe(first.peerId);
  expect(await storeAt(second.rpcUrl).isPinned(kept.cid)).toBe(true);
  await storeAt(second.rpcUrl).unpin(kept.cid);
  await kill(second.child);

  const third = await startChild();
  expect(await storeAt(third.rpcUrl).isPinned(kept.cid)).toBe(false);
  await storeAt(third.rpcUrl).pin(kept.cid);
  await kill(third.child);

  const fourth = await startChild();
  expect(await storeAt(fourth.rpcUrl).isPinned(kept.cid)).toBe(true);
});

it("removes the temporary files that a crash left behind", async () => {
  const first = await startChild();
  await kill(first.child);
  await writeFile(path.join(directory, "tmp", "half-a-block"), randomBytes(1000));
  await startChild();
  expect(await readdir(path.join(directory, "tmp"))).toEqual([]);
});

it("is alone in its folder: a second node is refused and harms nothing", async () => {
  const first = await startChild();
  const kept = await storeAt(first.rpcUrl).putDocument(randomBytes(100));
  await expect(startChild()).rejects.toThrow(/another IPFS node uses/);
  expect(await storeAt(first.rpcUrl).isPinned(kept.cid)).toBe(true);
});

it("ends by itself on SIGTERM", async () => {
  const { child } = await startChild();
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
