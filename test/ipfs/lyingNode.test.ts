/** The app's client and nodes that lie, talk nonsense, hang, or aren't nodes at all. */
import { encode, prepare } from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import { CID } from "multiformats/cid";
import { identity } from "multiformats/hashes/identity";
import { sha256 } from "multiformats/hashes/sha2";
import { afterEach, describe, expect, it } from "vitest";
import { digestOf } from "../../frontend/src/ipfs/cid.ts";
import { isIpfsError } from "../../frontend/src/ipfs/errors.ts";
import { parseGateway } from "../../frontend/src/ipfs/parseEndpoint.ts";
import { type Answer, breakOff, hang, say, startFakeNode } from "./support/fakeNode.ts";
import { codeOf, collect, randomBytes, startTestNode, storeAt } from "./support/testNode.ts";

const MIB = 1_048_576;
const RAW = 0x55;
const DAG_PB = 0x70;
let cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups) await cleanup();
  cleanups = [];
});

async function fake(answers: Record<string, Answer>) {
  const node = await startFakeNode(answers);
  cleanups.push(node.close);
  return node;
}

const impatient = { timeouts: { stallMs: 300, blockMs: 900 } };

/** Serves these blocks by their own CIDs, honestly or not. */
function serve(blocks: Map<string, Uint8Array>): Answer {
  return (request, response, url) => {
    const block = blocks.get(url.searchParams.get("arg") ?? "");
    if (block === undefined) {
      return say(500, '{"Message":"ipld: could not find it","Code":0,"Type":"error"}')(
        request,
        response,
        url,
      );
    }
    say(200, block, "application/octet-stream")(request, response, url);
  };
}

async function cidOf(block: Uint8Array, codec: number): Promise<CID> {
  return CID.createV1(codec, await sha256.digest(block));
}

async function fileNode(
  children: { cid: CID; bytes: bigint }[],
  type: "file" | "directory" | "symlink" = "file",
) {
  const unixfs = new UnixFS({ type });
  for (const { bytes } of children) unixfs.addBlockSize(bytes);
  const block = encode(
    prepare({
      Data: unixfs.marshal(),
      Links: children.map(({ cid, bytes }) => ({
        Name: "",
        Hash: cid,
        Tsize: Number(bytes % 2n ** 40n),
      })),
    }),
  );
  return { cid: await cidOf(block, DAG_PB), block };
}

/** A file of three leaves whose blocks can be tampered with. */
async function threeLeaves() {
  const bytes = randomBytes(2 * MIB + 100);
  const leaves = [bytes.slice(0, MIB), bytes.slice(MIB, 2 * MIB), bytes.slice(2 * MIB)];
  const children = [];
  const blocks = new Map<string, Uint8Array>();
  for (const leaf of leaves) {
    const cid = await cidOf(leaf, RAW);
    blocks.set(cid.toString(), leaf);
    children.push({ cid, bytes: BigInt(leaf.length) });
  }
  const root = await fileNode(children);
  blocks.set(root.cid.toString(), root.block);
  return {
    bytes,
    blocks,
    root: root.cid.toString(),
    leaves: children.map(({ cid }) => cid.toString()),
  };
}

function flipBit(bytes: Uint8Array, at: number): Uint8Array {
  const flipped = Uint8Array.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  return flipped;
}

describe("a node that answers an upload with another CID", () => {
  it.each([
    ["another content's CID", "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"],
    ["a CID v0", "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH"],
  ])("is caught: %s", async (_name, cid) => {
    const node = await fake({ add: say(200, `{"Name":"x","Hash":"${cid}","Size":"1"}\n`) });
    const store = storeAt(node.rpcUrl);
    for (const put of [
      () => store.putDocument(randomBytes(10)),
      () => store.putSegment(randomBytes(2 * MIB)),
    ]) {
      const error = await put().catch((thrown: unknown) => thrown);
      if (!isIpfsError(error)) throw error;
      expect(error.code).toBe("ipfs.cid-mismatch");
      expect(error.details.stored).toBe(cid);
      expect(error.nextStep).toContain("Don't use this node");
    }
  });
});

describe("a node that serves a document", () => {
  const bytes = randomBytes(4000);
  it.each([
    ["with one bit flipped", flipBit(bytes, 2000)],
    ["cut short", bytes.slice(0, 3999)],
    ["with more behind it", Buffer.concat([bytes, Buffer.alloc(1)])],
    ["as nothing", new Uint8Array()],
    ["as another document", randomBytes(4000)],
    ["as a web page", new TextEncoder().encode("<html></html>")],
  ])("%s is caught", async (_name, block) => {
    const node = await fake({ "block/get": say(200, block, "text/plain") });
    expect(await codeOf(storeAt(node.rpcUrl).getDocument(await digestOf(bytes)))).toBe(
      "ipfs.block-mismatch",
    );
  });

  it("without end is cut off at 1 MiB", async () => {
    let sent = 0;
    let cutOff: () => void;
    const ended = new Promise<void>((resolve) => {
      cutOff = resolve;
    });
    const node = await fake({
      "block/get": (_request, response) => {
        const chunk = Buffer.alloc(65_536);
        const more = () => {
          while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        };
        response.on("drain", more);
        response.on("close", () => cutOff());
        more();
      },
    });
    expect(await codeOf(storeAt(node.rpcUrl).getDocument(await digestOf(bytes)))).toBe(
      "ipfs.too-large",
    );
    await ended;
    // What was on its way in the sockets' buffers counts as sent, too.
    expect(sent).toBeLessThan(16 * MIB);
  });

  it("through a gateway that lies is caught, too", async () => {
    const node = await fake({
      "block/get": serve(new Map()),
      gateway: say(200, flipBit(bytes, 1), "application/vnd.ipld.raw"),
    });
    const store = storeAt(node.rpcUrl, { gateways: [parseGateway(node.gatewayUrl)] });
    expect(await codeOf(store.getDocument(await digestOf(bytes)))).toBe("ipfs.block-mismatch");
  });

  it("falsely is made up for by a gateway that is honest", async () => {
    const node = await fake({
      "block/get": say(200, flipBit(bytes, 1)),
      gateway: say(200, bytes, "application/vnd.ipld.raw"),
    });
    const store = storeAt(node.rpcUrl, { gateways: [parseGateway(node.gatewayUrl)] });
    expect(await store.getDocument(await digestOf(bytes))).toEqual(bytes);
  });
});

describe("a file", () => {
  it("is read block by block and never through cat", async () => {
    const file = await threeLeaves();
    const node = await fake({ "block/get": serve(file.blocks) });
    expect(
      Buffer.compare(await collect(storeAt(node.rpcUrl).getSegment(file.root)), file.bytes),
    ).toBe(0);
    expect(new Set(node.calls)).toEqual(new Set(["block/get"]));
  });

  it.each([
    ["flipped", (leaf: Uint8Array) => flipBit(leaf, 77)],
    ["cut short", (leaf: Uint8Array) => leaf.slice(0, -1)],
    ["empty", () => new Uint8Array()],
  ])("with its last leaf %s gives only what was right, then throws", async (_name, tamper) => {
    const file = await threeLeaves();
    const last = file.leaves[2] ?? "";
    file.blocks.set(last, tamper(file.blocks.get(last) ?? new Uint8Array()));
    const node = await fake({ "block/get": serve(file.blocks) });
    let given = 0;
    const read = async () => {
      for await (const part of storeAt(node.rpcUrl).getSegment(file.root)) {
        expect(Buffer.compare(part, file.bytes.subarray(given, given + part.length))).toBe(0);
        given += part.length;
      }
    };
    expect(await codeOf(read())).toBe("ipfs.block-mismatch");
    expect(given).toBeLessThan(file.bytes.length);
  });

  it("with a lost leaf throws", async () => {
    const file = await threeLeaves();
    file.blocks.delete(file.leaves[1] ?? "");
    const node = await fake({ "block/get": serve(file.blocks) });
    expect(await codeOf(collect(storeAt(node.rpcUrl).getSegment(file.root)))).toBe(
      "ipfs.not-found",
    );
  });

  it("that claims to be huge is refused after its root", async () => {
    const leaf = randomBytes(10);
    const root = await fileNode([{ cid: await cidOf(leaf, RAW), bytes: 2n ** 50n }]);
    const node = await fake({ "block/get": serve(new Map([[root.cid.toString(), root.block]])) });
    expect(await codeOf(collect(storeAt(node.rpcUrl).getSegment(root.cid.toString())))).toBe(
      "ipfs.too-large",
    );
    expect(node.calls).toEqual(["block/get"]);
  });

  it("that is a bomb of nested nodes is refused at its second layer", async () => {
    const blocks = new Map<string, Uint8Array>();
    let node = await fileNode([]);
    blocks.set(node.cid.toString(), node.block);
    // 2^40 visits if each were followed; says that it has one byte.
    for (let depth = 0; depth < 40; depth += 1) {
      const half = { cid: node.cid, bytes: 1n };
      node = await fileNode([half, half]);
      blocks.set(node.cid.toString(), node.block);
    }
    const server = await fake({ "block/get": serve(blocks) });
    const read = collect(storeAt(server.rpcUrl).getSegment(node.cid.toString()));
    expect(await codeOf(read)).toBe("ipfs.bad-content");
    expect(server.calls).toEqual(["block/get"]);
  });

  it("of countless empty leaves is given up after a bounded number of them", async () => {
    const empty = { cid: await cidOf(new Uint8Array(), RAW), bytes: 0n };
    const last = randomBytes(1);
    const children = [...Array(5000).fill(empty), { cid: await cidOf(last, RAW), bytes: 1n }];
    const root = await fileNode([...children, ...Array(5000).fill(empty)]);
    const blocks = new Map([
      [root.cid.toString(), root.block],
      [empty.cid.toString(), new Uint8Array()],
      [(await cidOf(last, RAW)).toString(), last],
    ]);
    const server = await fake({ "block/get": serve(blocks) });
    await collect(storeAt(server.rpcUrl).getSegment(root.cid.toString())).catch(() => undefined);
    expect(server.calls.length).toBeLessThan(600);
  });

  it("shorter than its root says throws", async () => {
    const leaf = randomBytes(10);
    const cid = await cidOf(leaf, RAW);
    const root = await fileNode([{ cid, bytes: 11n }]);
    const node = await fake({
      "block/get": serve(
        new Map([
          [root.cid.toString(), root.block],
          [cid.toString(), leaf],
        ]),
      ),
    });
    expect(await codeOf(collect(storeAt(node.rpcUrl).getSegment(root.cid.toString())))).toBe(
      "ipfs.bad-content",
    );
  });

  it.each(["directory", "symlink"] as const)("that is a %s is refused", async (type) => {
    const root = await fileNode([], type);
    const node = await fake({ "block/get": serve(new Map([[root.cid.toString(), root.block]])) });
    expect(await codeOf(collect(storeAt(node.rpcUrl).getSegment(root.cid.toString())))).toBe(
      "ipfs.bad-content",
    );
  });

  it("whose root isn't a UnixFS node is refused", async () => {
    for (const block of [randomBytes(50), encode(prepare({ Links: [] }))]) {
      const cid = (await cidOf(block, DAG_PB)).toString();
      const node = await fake({ "block/get": serve(new Map([[cid, block]])) });
      expect(await codeOf(collect(storeAt(node.rpcUrl).getSegment(cid)))).toBe("ipfs.bad-content");
    }
  });

  it("with a leaf inside its own CID, or under another hash or codec, is refused", async () => {
    const bytes = randomBytes(10);
    const links = [
      CID.createV1(RAW, identity.digest(bytes)),
      CID.createV1(0x71, await sha256.digest(bytes)),
      CID.createV0(await sha256.digest(bytes)),
    ];
    for (const link of links) {
      const root = await fileNode([{ cid: link, bytes: 10n }]);
      const node = await fake({ "block/get": serve(new Map([[root.cid.toString(), root.block]])) });
      expect(await codeOf(collect(storeAt(node.rpcUrl).getSegment(root.cid.toString())))).toBe(
        "ipfs.bad-content",
      );
    }
  });

  it("can't be asked for under a CID of another form", async () => {
    const bytes = randomBytes(10);
    const digest = await sha256.digest(bytes);
    const node = await fake({ "block/get": say(200, bytes) });
    const cids = [
      CID.createV1(RAW, identity.digest(bytes)).toString(),
      CID.createV0(digest).toString(),
      CID.createV1(0x71, digest).toString(),
      CID.createV1(RAW, digest).toString().toUpperCase(),
      `${CID.createV1(RAW, digest)}/path`,
      "nonsense",
      "",
    ];
    for (const cid of cids) {
      expect(await codeOf(collect(storeAt(node.rpcUrl).getSegment(cid))), cid).toBe("ipfs.bad-cid");
      expect(await codeOf(storeAt(node.rpcUrl).isPinned(cid)), cid).toBe("ipfs.bad-cid");
    }
    expect(node.calls).toEqual([]);
  });
});

const cid = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
const digest = `0x${"ab".repeat(32)}` as const;

/** Every call of the client, and the calls of the RPC that it makes. */
const operations: [
  string,
  string,
  (rpcUrl: string, options?: typeof impatient) => Promise<unknown>,
][] = [
  [
    "putDocument",
    "add",
    (rpcUrl, options) => storeAt(rpcUrl, options).putDocument(randomBytes(10)),
  ],
  [
    "putSegment",
    "add",
    (rpcUrl, options) => storeAt(rpcUrl, options).putSegment(randomBytes(2 * MIB)),
  ],
  ["getDocument", "block/get", (rpcUrl, options) => storeAt(rpcUrl, options).getDocument(digest)],
  [
    "getSegment",
    "block/get",
    (rpcUrl, options) => collect(storeAt(rpcUrl, options).getSegment(cid)),
  ],
  ["isPinned", "pin/ls", (rpcUrl, options) => storeAt(rpcUrl, options).isPinned(cid)],
  ["pin", "pin/add", (rpcUrl, options) => storeAt(rpcUrl, options).pin(cid)],
  ["unpin", "pin/rm", (rpcUrl, options) => storeAt(rpcUrl, options).unpin(cid)],
  ["nodeInfo", "version", (rpcUrl, options) => storeAt(rpcUrl, options).nodeInfo()],
];

describe.each(operations)("%s", (_name, call, run) => {
  const isRead = call === "block/get";

  it("calls nonsense nonsense, whatever it is", async () => {
    const answers = [
      "<html></html>",
      "{}",
      "null",
      "[]",
      "42",
      '"text"',
      "{",
      "",
      '{"Hash":"x","Cid":"x","Pins":["x"]}',
    ];
    for (const answer of answers) {
      const node = await fake({
        [call]: say(200, answer),
        ...(call === "version" ? {} : { id: say(200, answer) }),
      });
      const code = await codeOf(
        run(node.rpcUrl).then((value) =>
          Promise.reject(Object.assign(new Error(), { code: `gave ${value}` })),
        ),
      );
      // A block has no form of its own; an empty list of pins is a truthful "no".
      const expected = isRead
        ? ["ipfs.block-mismatch"]
        : ["ipfs.bad-answer", "ipfs.connection-lost"];
      if (call === "pin/ls" && answer === "") expected.push("gave false");
      if (call === "pin/ls") expected.push("gave false");
      expect(expected, `${answer} → ${code}`).toContain(code);
    }
  });

  it("gives up on a node that never answers", async () => {
    const node = await fake({ [call]: hang });
    const begun = performance.now();
    expect(await codeOf(run(node.rpcUrl, impatient))).toBe("ipfs.timeout");
    expect(performance.now() - begun).toBeLessThan(3000);
  });

  it("says that the node refuses when it answers 403", async () => {
    const refuse = say(403, "403 - Forbidden\n", "text/plain");
    const node = await fake({ [call]: refuse, version: refuse });
    expect(await codeOf(run(node.rpcUrl))).toBe("ipfs.forbidden");
  });

  it("says that it isn't a node when it doesn't know the call", async () => {
    const node = await fake({ [call]: say(404, "404 page not found", "text/plain") });
    expect(await codeOf(run(node.rpcUrl))).toBe("ipfs.bad-answer");
  });

  it("passes on a node's own error", async () => {
    const node = await fake({
      [call]: say(500, '{"Message":"disk is on fire","Code":0,"Type":"error"}'),
    });
    const error = await run(node.rpcUrl).catch((thrown: unknown) => thrown);
    if (!isIpfsError(error)) throw error;
    expect(error.code).toBe("ipfs.node-error");
    expect(error.details.node).toBe("disk is on fire");
  });

  it("says that a node ran out of time", async () => {
    const node = await fake({
      [call]: say(500, '{"Message":"context deadline exceeded","Code":0,"Type":"error"}'),
    });
    expect(await codeOf(run(node.rpcUrl))).toBe("ipfs.timeout");
  });

  it("says that the connection broke off", async () => {
    const node = await fake({
      [call]: breakOff('{"Na'),
      ...(call === "version" ? {} : { version: say(200, '{"Version":"0.43.1"}') }),
    });
    const expected = call === "version" ? "ipfs.bad-answer" : "ipfs.connection-lost";
    expect(await codeOf(run(node.rpcUrl))).toBe(expected);
  });
});

it("gives up on a node that drips a block byte by byte", async () => {
  const node = await fake({
    "block/get": (_request, response) => {
      const drip = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(drip));
    },
  });
  expect(await codeOf(storeAt(node.rpcUrl, impatient).getDocument(digest))).toBe("ipfs.timeout");
});

it("says so when a proxy refuses the size of an upload", async () => {
  const node = await fake({ add: say(413, "Payload Too Large", "text/html") });
  const error = await storeAt(node.rpcUrl)
    .putSegment(randomBytes(2 * MIB))
    .catch((thrown: unknown) => thrown);
  if (!isIpfsError(error)) throw error;
  expect(error.code).toBe("ipfs.node-error");
  expect(error.message).toContain("uploads of this size");
});

it("doesn't follow a node that sends it elsewhere", async () => {
  const honest = await startTestNode();
  cleanups.push(honest.close);
  const { digest: stored } = await storeAt(honest.rpcUrl).putDocument(randomBytes(10));
  const node = await fake({
    "block/get": (_request, response, url) => {
      response.writeHead(307, { Location: `${honest.rpcUrl}/block/get${url.search}` }).end();
    },
  });
  expect(await codeOf(storeAt(node.rpcUrl).getDocument(stored))).toBe("ipfs.connection-lost");
});

describe("in a browser, where a refused origin looks like a node that is down", () => {
  /** What a browser's fetch does when the answer lacks the CORS header. */
  const blocked =
    (isThere: boolean): typeof fetch =>
    async (_url, init) => {
      if (init?.mode === "no-cors" && isThere) return Response.error();
      throw new TypeError("Failed to fetch");
    };

  it("says both possibilities when something is there", async () => {
    const store = storeAt("http://127.0.0.1:5001", { fetch: blocked(true) });
    const error = await store.getDocument(digest).catch((thrown: unknown) => thrown);
    if (!isIpfsError(error)) throw error;
    expect(error.code).toBe("ipfs.origin-refused");
    expect(error.message).toMatch(/refuses requests from this site, or another program/);
    expect(error.nextStep).toContain("Access-Control-Allow-Origin");
  });

  it("says that nothing can be reached when nothing is there", async () => {
    const store = storeAt("http://127.0.0.1:5001", { fetch: blocked(false) });
    expect(await codeOf(store.getDocument(digest))).toBe("ipfs.unreachable");
  });
});
