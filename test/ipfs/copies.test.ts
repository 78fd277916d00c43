/** The app's own copies of documents, and putting back what a node lost. */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Digest } from "../../frontend/src/domain/brand.ts";
import { cidOfDigest, digestOf } from "../../frontend/src/ipfs/cid.ts";
import type { DocumentCopies } from "../../frontend/src/ipfs/documentCopies.ts";
import { republish } from "../../frontend/src/ipfs/republish.ts";
import { withDocumentCopies } from "../../frontend/src/ipfs/withDocumentCopies.ts";
import { codeOf, randomBytes, startTestNode, storeAt } from "./support/testNode.ts";

class MemoryCopies implements DocumentCopies {
  readonly kept = new Map<Digest, Uint8Array>();
  get = async (digest: Digest) => this.kept.get(digest);
  set = async (digest: Digest, bytes: Uint8Array) => {
    this.kept.set(digest, Uint8Array.from(bytes));
  };
  list = async () => [...this.kept.keys()];
}

let node: Awaited<ReturnType<typeof startTestNode>>;
let plain: ReturnType<typeof storeAt>;
let copies: MemoryCopies;
let store: ReturnType<typeof storeAt>;

beforeEach(async () => {
  node = await startTestNode();
  plain = storeAt(node.rpcUrl, { timeouts: { stallMs: 5000 } });
  copies = new MemoryCopies();
  store = withDocumentCopies(plain, copies);
});
afterEach(async () => await node.close());

async function loseBlock(digest: Digest): Promise<void> {
  const hex = digest.slice(2);
  await rm(path.join(node.directory, "blocks", hex.slice(0, 2), hex));
}

describe("a store with copies", () => {
  it("keeps what it writes and what it reads", async () => {
    const written = await store.putDocument(randomBytes(10));
    const { digest } = await plain.putDocument(randomBytes(20));
    expect(await copies.list()).toEqual([written.digest]);
    await store.getDocument(cidOfDigest(digest));
    expect(await copies.list()).toEqual([written.digest, digest]);
  });

  it("keeps no copy of what the node didn't acknowledge", async () => {
    await node.close();
    expect(await codeOf(store.putDocument(randomBytes(10)))).toBe("ipfs.unreachable");
    expect(await copies.list()).toEqual([]);
    node = await startTestNode();
  });

  it("reads from the copy when the node lost the document, and when it is down", async () => {
    const bytes = randomBytes(100);
    const { digest } = await store.putDocument(bytes);
    await loseBlock(digest);
    expect(await codeOf(plain.getDocument(digest))).toBe("ipfs.not-found");
    expect(await store.getDocument(digest)).toEqual(bytes);
    await node.close();
    expect(await store.getDocument(digest)).toEqual(bytes);
    node = await startTestNode();
  });

  it("believes a damaged copy no more than a lying node, and gives the node's error", async () => {
    const { digest } = await store.putDocument(randomBytes(100));
    copies.kept.set(digest, randomBytes(100));
    await loseBlock(digest);
    expect(await codeOf(store.getDocument(digest))).toBe("ipfs.not-found");
  });

  it("doesn't answer from the copy when the reader cancelled", async () => {
    const { digest } = await store.putDocument(randomBytes(100));
    expect(await codeOf(store.getDocument(digest, { signal: AbortSignal.abort() }))).toBe(
      "ipfs.aborted",
    );
  });

  it("stores the document though no copy can be kept, and says so", async () => {
    const failures: unknown[] = [];
    const full = new Error("quota exceeded");
    const failing: DocumentCopies = {
      get: () => Promise.reject(full),
      set: () => Promise.reject(full),
      list: () => Promise.reject(full),
    };
    const careful = withDocumentCopies(plain, failing, {
      onCopyFailed: (digest, error) => failures.push([digest, error]),
    });
    const { digest } = await careful.putDocument(randomBytes(10));
    expect(failures).toEqual([[digest, full]]);
    expect((await careful.getDocument(digest)).length).toBe(10);
    await loseBlock(digest);
    expect(await codeOf(careful.getDocument(digest))).toBe("ipfs.not-found");
  });
});

describe("republishing", () => {
  it("puts back what the node lost, dropped or damaged, and leaves the rest", async () => {
    const documents = [];
    for (let i = 0; i < 5; i += 1) documents.push(await store.putDocument(randomBytes(100 + i)));
    const [kept, lost, unpinned, gone, hopeless] = documents;
    if (!kept || !lost || !unpinned || !gone || !hopeless) throw new Error("five were stored");
    await loseBlock(lost.digest);
    await plain.unpin(unpinned.cid);
    await plain.unpin(gone.cid);
    await loseBlock(gone.digest);
    await plain.unpin(hopeless.cid);
    await loseBlock(hopeless.digest);
    copies.kept.set(hopeless.digest, randomBytes(3));

    const steps: number[] = [];
    const result = await republish(plain, copies, { onProgress: (done) => steps.push(done) });
    expect(result).toEqual({
      kept: [kept.digest],
      restored: [lost.digest, unpinned.digest, gone.digest],
      missing: [hopeless.digest],
    });
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    for (const { cid, digest } of [kept, lost, unpinned, gone]) {
      expect(await plain.isPinned(cid)).toBe(true);
      expect(await digestOf(await plain.getDocument(digest))).toBe(digest);
    }
  });

  it("fills a new, empty node", async () => {
    for (let i = 0; i < 3; i += 1) await store.putDocument(randomBytes(50));
    const fresh = await startTestNode();
    try {
      const result = await republish(storeAt(fresh.rpcUrl), copies);
      expect(result.restored).toEqual(await copies.list());
      expect(await readdir(path.join(fresh.directory, "blocks"))).toHaveLength(256);
    } finally {
      await fresh.close();
    }
  });

  it("throws when the node is down, rather than to say that all is lost", async () => {
    await store.putDocument(randomBytes(50));
    await node.close();
    expect(await codeOf(republish(plain, copies))).toBe("ipfs.unreachable");
    node = await startTestNode();
  });

  it("can be cancelled", async () => {
    await store.putDocument(randomBytes(50));
    expect(await codeOf(republish(plain, copies, { signal: AbortSignal.abort() }))).toBe(
      "ipfs.aborted",
    );
  });
});
