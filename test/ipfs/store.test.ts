/** The app's client and a node that means well. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../frontend/src/ipfs/cid.ts";
import { computeCid } from "../../frontend/src/ipfs/computeCid.ts";
import { MAX_DOCUMENT_BYTES, MAX_SEGMENT_BYTES } from "../../frontend/src/ipfs/limits.ts";
import { parseGateway } from "../../frontend/src/ipfs/parseEndpoint.ts";
import { httpRequest } from "./support/httpRequest.ts";
import { codeOf, collect, randomBytes, startTestNode, storeAt } from "./support/testNode.ts";

const MIB = 1_048_576;
let node: Awaited<ReturnType<typeof startTestNode>>;
let store: ReturnType<typeof storeAt>;

beforeAll(async () => {
  node = await startTestNode();
  store = storeAt(node.rpcUrl);
});
afterAll(async () => await node.close());

const pins = async () => (await httpRequest(`${node.rpcUrl}/pin/ls?type=recursive`)).body;

describe("a document", () => {
  it("comes back by digest and by CID, and is pinned", async () => {
    const bytes = randomBytes(5000);
    const { cid, digest } = await store.putDocument(bytes);
    expect(digest).toBe(await digestOf(bytes));
    expect(await store.getDocument(digest)).toEqual(bytes);
    expect(await store.getDocument(cid)).toEqual(bytes);
    expect(await store.isPinned(cid)).toBe(true);
  });

  it.each([0, 1, MAX_DOCUMENT_BYTES])("may have %i bytes", async (size) => {
    const bytes = randomBytes(size);
    const { digest } = await store.putDocument(bytes);
    expect(Buffer.compare(await store.getDocument(digest), bytes)).toBe(0);
  });

  it("of more than 1 MiB is refused before anything is sent", async () => {
    expect(await codeOf(store.putDocument(randomBytes(MAX_DOCUMENT_BYTES + 1)))).toBe(
      "ipfs.too-large",
    );
  });

  it("that the node doesn't have is not found", async () => {
    expect(await codeOf(store.getDocument(await digestOf(randomBytes(10))))).toBe("ipfs.not-found");
  });

  it("can't be asked for under a file's CID or nonsense", async () => {
    const { cid } = await store.putSegment(randomBytes(2 * MIB));
    for (const reference of [cid, "nonsense", "", "0x12", `0x${"G".repeat(64)}`]) {
      expect(await codeOf(store.getDocument(reference)), reference).toBe("ipfs.bad-cid");
    }
  });
});

describe("a segment", () => {
  it.each([0, 1, 1000, MIB - 1, MIB, MIB + 1, 5 * MIB + 7])(
    "of %i bytes comes back whole",
    async (size) => {
      const bytes = randomBytes(size);
      const stored = await store.putSegment(new Blob([bytes]));
      expect(stored).toEqual({ cid: await computeCid(new Blob([bytes])), bytes: size });
      expect(Buffer.compare(await collect(store.getSegment(stored.cid)), bytes)).toBe(0);
    },
  );

  it("of 64 MiB, the most there may be, comes back whole", async () => {
    const bytes = randomBytes(MAX_SEGMENT_BYTES);
    const { cid } = await store.putSegment(bytes);
    expect(Buffer.compare(await collect(store.getSegment(cid)), bytes)).toBe(0);
  });

  it("of more than 64 MiB is refused before anything is sent", async () => {
    const before = await pins();
    const tooLarge = new Blob([randomBytes(MAX_SEGMENT_BYTES), new Uint8Array(1)]);
    expect(await codeOf(store.putSegment(tooLarge))).toBe("ipfs.too-large");
    expect(await pins()).toBe(before);
  });

  it("of more than the reader accepts is refused after its root, before its bytes", async () => {
    const { cid } = await store.putSegment(randomBytes(3 * MIB));
    let reads = 0;
    const counting = storeAt(node.rpcUrl, {
      fetch: (url, init) => {
        reads += 1;
        return fetch(url, init);
      },
    });
    expect(await codeOf(collect(counting.getSegment(cid, { maxBytes: 3 * MIB - 1 })))).toBe(
      "ipfs.too-large",
    );
    expect(reads).toBe(1);
    expect((await collect(store.getSegment(cid, { maxBytes: 3 * MIB }))).length).toBe(3 * MIB);
  });

  it("reports progress in both directions that only grows and ends with everything", async () => {
    const total = 4 * MIB;
    const seen: Record<string, number[]> = { up: [], down: [] };
    const watch = (way: string) => (done: number, all: number) => {
      expect(all).toBe(total);
      seen[way]?.push(done);
    };
    const { cid } = await store.putSegment(randomBytes(total), { onProgress: watch("up") });
    await collect(store.getSegment(cid, { onProgress: watch("down") }));
    for (const [way, steps] of Object.entries(seen)) {
      expect(steps.length, way).toBeGreaterThan(1);
      expect(steps.at(-1), way).toBe(total);
      expect(steps, way).toEqual([...new Set(steps)].sort((a, b) => a - b));
    }
  });

  it("stops loading when its reader leaves early", async () => {
    const { cid } = await store.putSegment(randomBytes(32 * MIB));
    let reads = 0;
    const counting = storeAt(node.rpcUrl, {
      fetch: (url, init) => {
        reads += 1;
        return fetch(url, init);
      },
    });
    for await (const part of counting.getSegment(cid)) {
      expect(part.length).toBe(MIB);
      break;
    }
    const readsAtTheEnd = reads;
    await sleep(100);
    expect(reads).toBe(readsAtTheEnd);
    expect(reads).toBeLessThan(15);
  });
});

describe("cancelling", () => {
  it("before the start sends nothing, with and without progress", async () => {
    const before = await pins();
    const signal = AbortSignal.abort();
    const onProgress = () => {
      throw new Error("progress after the end");
    };
    expect(await codeOf(store.putSegment(randomBytes(2 * MIB), { signal, onProgress }))).toBe(
      "ipfs.aborted",
    );
    expect(await codeOf(store.putSegment(randomBytes(10), { signal }))).toBe("ipfs.aborted");
    expect(await codeOf(store.putDocument(randomBytes(10), { signal }))).toBe("ipfs.aborted");
    expect(await codeOf(store.nodeInfo({ signal }))).toBe("ipfs.aborted");
    expect(await pins()).toBe(before);
  });

  it("in the middle of an upload ends it at once, and the node keeps nothing of it", async () => {
    const before = await pins();
    const controller = new AbortController();
    const upload = store.putSegment(randomBytes(48 * MIB), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(await codeOf(upload)).toBe("ipfs.aborted");
    await sleep(500);
    expect(await pins()).toBe(before);
    expect((await store.nodeInfo()).version).not.toBe("");
  });

  it("in the middle of a read ends it", async () => {
    const { cid } = await store.putSegment(randomBytes(8 * MIB));
    const controller = new AbortController();
    const read = async () => {
      for await (const _part of store.getSegment(cid, { signal: controller.signal }))
        controller.abort();
    };
    expect(await codeOf(read())).toBe("ipfs.aborted");
  });

  it("leaves the caller's signal without listeners when all is done", async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    const { digest } = await store.putDocument(randomBytes(10), { signal });
    await store.getDocument(digest, { signal });
    expect(listeners).toBe(0);
  });
});

describe("pins", () => {
  it("are set and released", async () => {
    const { cid } = await store.putSegment(randomBytes(2 * MIB));
    await store.unpin(cid);
    expect(await store.isPinned(cid)).toBe(false);
    expect(await codeOf(store.unpin(cid))).toBe("ipfs.not-pinned");
    await store.pin(cid);
    expect(await store.isPinned(cid)).toBe(true);
  });

  it("can't be set on what the node doesn't have", async () => {
    const cid = await computeCid(new Blob([randomBytes(100)]));
    expect(await store.isPinned(cid)).toBe(false);
    expect(await codeOf(store.pin(cid))).toBe("ipfs.not-found");
  });
});

describe("a gateway", () => {
  it("is asked for what the node doesn't have", async () => {
    const other = await startTestNode();
    try {
      const bytes = randomBytes(3 * MIB);
      const { cid } = await store.putSegment(bytes);
      const elsewhere = storeAt(other.rpcUrl, { gateways: [parseGateway(node.gatewayUrl)] });
      expect(Buffer.compare(await collect(elsewhere.getSegment(cid)), bytes)).toBe(0);
      const unknown = await digestOf(randomBytes(9));
      expect(await codeOf(elsewhere.getDocument(unknown))).toBe("ipfs.not-found");
    } finally {
      await other.close();
    }
  });
});

it("says who the node is", async () => {
  expect(await store.nodeInfo()).toEqual({
    peerId: node.peerId,
    version: expect.stringMatching(/^\d/),
    agentVersion: expect.stringContaining("health-records"),
  });
});

it("says that a node that is down can't be reached", async () => {
  const gone = await startTestNode();
  await gone.close();
  const lonely = storeAt(gone.rpcUrl);
  const digest = await digestOf(randomBytes(9));
  expect(await codeOf(lonely.putDocument(randomBytes(10)))).toBe("ipfs.unreachable");
  expect(await codeOf(lonely.putSegment(randomBytes(2 * MIB)))).toBe("ipfs.unreachable");
  expect(await codeOf(lonely.getDocument(digest))).toBe("ipfs.unreachable");
  expect(await codeOf(lonely.nodeInfo())).toBe("ipfs.unreachable");
});
