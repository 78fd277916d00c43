/** The embedded node's own promises, beyond Kubo's contract. */
import { createHash } from "node:crypto";
import { readdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { create } from "kubo-rpc-client";
import { afterEach, describe, expect, it } from "vitest";
import { startIpfsNode } from "../../scripts/ipfs-node/startIpfsNode.ts";
import { Turns } from "../../scripts/ipfs-node/turns.ts";
import { httpRequest } from "./support/httpRequest.ts";
import {
  codeOf,
  collect,
  makeFolder,
  randomBytes,
  removeFolder,
  startTestNode,
  storeAt,
} from "./support/testNode.ts";

const MIB = 1_048_576;
let cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups) await cleanup();
  cleanups = [];
});

async function startNode(options: Parameters<typeof startTestNode>[0] = {}) {
  const node = await startTestNode(options);
  cleanups.push(node.close);
  return node;
}

async function blockFiles(directory: string): Promise<string[]> {
  const entries = await readdir(path.join(directory, "blocks"), {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** A multipart body up to and without its end, sent as it stands. */
async function sendBrokenUpload(
  rpcUrl: string,
  body: string,
  contentLength: number,
): Promise<string> {
  const { hostname, port, host } = new URL(rpcUrl);
  return await new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /api/v0/add?cid-version=1 HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n` +
          `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${contentLength}\r\n\r\n${body}`,
      );
      if (body.length < contentLength) setTimeout(() => socket.destroy(), 100);
    });
    socket.on("data", (text) => {
      answer += text.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
  });
}

describe("an upload that isn't whole", () => {
  const part = `--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n${"data".repeat(1000)}`;

  it("is neither pinned nor acknowledged when the connection breaks", async () => {
    const node = await startNode();
    expect(await sendBrokenUpload(node.rpcUrl, part, part.length + 1000)).toBe("");
    await sleep(100);
    expect((await httpRequest(`${node.rpcUrl}/pin/ls`)).body).toBe('{"Keys":{}}\n');
  });

  it("is refused when its end is missing though all bytes that it promised came", async () => {
    const node = await startNode();
    expect(await sendBrokenUpload(node.rpcUrl, part, part.length)).toMatch(
      /^HTTP\/1.1 400 .*broke off/s,
    );
    expect((await httpRequest(`${node.rpcUrl}/pin/ls`)).body).toBe('{"Keys":{}}\n');
  });

  it("is refused without multipart, without a boundary, without files", async () => {
    const node = await startNode();
    const add = async (type: string, body: string) =>
      (
        await fetch(`${node.rpcUrl}/add`, {
          method: "POST",
          headers: { "Content-Type": type },
          body,
        })
      ).status;
    expect(await add("application/json", "{}")).toBe(400);
    expect(await add("multipart/form-data", "--b--")).toBe(400);
    expect(await add("multipart/form-data; boundary=b", "--b--\r\n")).toBe(400);
    expect((await httpRequest(`${node.rpcUrl}/version`)).status).toBe(200);
  });

  it("is refused when it holds folders or fields, rather than to store half of it", async () => {
    const node = await startNode();
    const folders = new FormData();
    folders.append("file", new Blob(["x"]), "folder%2Fname");
    const fields = new FormData();
    fields.append("field", "text");
    for (const body of [folders, fields]) {
      expect((await fetch(`${node.rpcUrl}/add`, { method: "POST", body })).status).toBe(400);
    }
  });

  it("is refused when it asks for what the node would do differently", async () => {
    const node = await startNode();
    for (const option of [
      "trickle=true",
      "wrap-with-directory=true",
      "nocopy=true",
      "inline=true",
      "hash=sha2-512",
      "chunker=rabin",
    ]) {
      const body = new FormData();
      body.append("file", new Blob(["x"]));
      expect(
        (await fetch(`${node.rpcUrl}/add?${option}`, { method: "POST", body })).status,
        option,
      ).toBe(400);
    }
  });
});

describe("the limit of the repository", () => {
  it("refuses what doesn't fit, says so, and goes on with what does", async () => {
    const node = await startNode({ maxRepoBytes: 2 * MIB });
    const store = storeAt(node.rpcUrl);
    expect(await codeOf(store.putSegment(randomBytes(3 * MIB)))).toMatch(
      /node-error|connection-lost/,
    );
    const kubo = create({ url: node.rpcUrl });
    await expect(kubo.add(new Blob([randomBytes(3 * MIB)]))).rejects.toThrow(/storage is full/);
    // What the refused uploads had written counts until it is collected.
    await httpRequest(`${node.rpcUrl}/repo/gc`);
    const { digest } = await store.putDocument(randomBytes(1000));
    expect((await store.getDocument(digest)).length).toBe(1000);
  });

  it("holds across restarts", async () => {
    const directory = await makeFolder();
    cleanups.push(() => removeFolder(directory));
    const first = await startIpfsNode({ directory, maxRepoBytes: 2 * MIB });
    await storeAt(first.rpcUrl).putDocument(randomBytes(MIB));
    await first.close();
    const second = await startIpfsNode({ directory, maxRepoBytes: 2 * MIB });
    cleanups.unshift(() => second.close());
    await storeAt(second.rpcUrl).putDocument(randomBytes(MIB));
    expect(await codeOf(storeAt(second.rpcUrl).putDocument(randomBytes(10)))).toBe(
      "ipfs.node-error",
    );
  });

  it("doesn't count the same bytes twice", async () => {
    const node = await startNode({ maxRepoBytes: 1.5 * MIB });
    const bytes = randomBytes(MIB);
    const store = storeAt(node.rpcUrl);
    await store.putDocument(bytes);
    await store.putDocument(bytes);
    expect(await blockFiles(node.directory)).toHaveLength(1);
  });
});

describe("garbage collection", () => {
  it("removes what no pin keeps, and nothing else", async () => {
    const node = await startNode();
    const store = storeAt(node.rpcUrl);
    const bytes = randomBytes(2 * MIB);
    const kept = await store.putSegment(bytes);
    const dropped = await store.putSegment(randomBytes(2 * MIB));
    await store.unpin(dropped.cid);
    expect(await blockFiles(node.directory)).toHaveLength(6);
    await httpRequest(`${node.rpcUrl}/repo/gc`);
    expect(await blockFiles(node.directory)).toHaveLength(3);
    expect(Buffer.compare(await collect(store.getSegment(kept.cid)), bytes)).toBe(0);
    expect(await codeOf(collect(store.getSegment(dropped.cid)))).toBe("ipfs.not-found");
  });

  it("never takes the blocks of an add that is under way", async () => {
    const node = await startNode();
    const store = storeAt(node.rpcUrl);
    let collecting = true;
    let runs = 0;
    const collector = (async () => {
      while (collecting) {
        await httpRequest(`${node.rpcUrl}/repo/gc`);
        runs += 1;
      }
    })();
    const added = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const bytes = randomBytes(3 * MIB);
        return { bytes, cid: (await store.putSegment(bytes)).cid };
      }),
    );
    collecting = false;
    await collector;
    expect(runs).toBeGreaterThan(1);
    for (const { cid, bytes } of added) {
      expect(Buffer.compare(await collect(store.getSegment(cid)), bytes)).toBe(0);
    }
  });

  it("waits for its turn, and isn't kept waiting for ever", async () => {
    const turns = new Turns();
    const order: string[] = [];
    const work = async (name: string) => {
      order.push(`${name} begins`);
      await sleep(20);
      order.push(`${name} ends`);
    };
    await Promise.all([
      turns.together(() => work("first add")),
      turns.alone(() => work("collection")),
      turns.together(() => work("second add")),
    ]);
    expect(order).toEqual([
      "first add begins",
      "first add ends",
      "collection begins",
      "collection ends",
      "second add begins",
      "second add ends",
    ]);
  });
});

describe("a block that rotted on disk", () => {
  it("is not served, and adding it again heals it", async () => {
    const node = await startNode();
    const store = storeAt(node.rpcUrl);
    const bytes = randomBytes(5000);
    const { digest } = await store.putDocument(bytes);
    const [file] = await blockFiles(node.directory);
    if (file === undefined) throw new Error("no block");
    const rotten = Buffer.from(bytes);
    rotten[2500] = (rotten[2500] ?? 0) ^ 1;
    await writeFile(file, rotten);
    expect(await codeOf(store.getDocument(digest))).toBe("ipfs.node-error");
    await store.putDocument(bytes);
    expect(await store.getDocument(digest)).toEqual(bytes);
  });
});

describe("cat", () => {
  it("breaks the connection off at a missing block, so that a part can't pass for the whole", async () => {
    const node = await startNode();
    const kubo = create({ url: node.rpcUrl });
    // 176 chunks of 64 KiB make two layers.
    const bytes = randomBytes(176 * 65_536);
    const { cid } = await kubo.add(new Blob([bytes]), { chunker: "size-65536", cidVersion: 1 });
    const lost = createHash("sha256").update(bytes.subarray(-65_536)).digest("hex");
    await rm(path.join(node.directory, "blocks", lost.slice(0, 2), lost));
    const response = await fetch(`${node.rpcUrl}/cat?arg=${cid}`, { method: "POST" });
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow(/terminated/);
    // The rest is still there, and so is the node.
    const start = await fetch(`${node.rpcUrl}/cat?arg=${cid}&length=1000000`, { method: "POST" });
    expect(
      Buffer.compare(Buffer.from(await start.arrayBuffer()), bytes.subarray(0, 1_000_000)),
    ).toBe(0);
  });
});

describe("closing", () => {
  it("lets an upload that is under way finish", async () => {
    const directory = await makeFolder();
    cleanups.push(() => removeFolder(directory));
    const node = await startIpfsNode({ directory });
    let begun: () => void;
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const upload = storeAt(node.rpcUrl).putSegment(randomBytes(32 * MIB), {
      onProgress: () => begun(),
    });
    await hasBegun;
    await node.close();
    const { cid } = await upload;
    const again = await startIpfsNode({ directory });
    cleanups.unshift(() => again.close());
    expect(await storeAt(again.rpcUrl).isPinned(cid)).toBe(true);
  });

  it("can be asked for twice", async () => {
    const node = await startTestNode();
    await Promise.all([node.close(), node.close()]);
  });
});
