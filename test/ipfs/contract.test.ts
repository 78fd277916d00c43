/**
 * What the app needs of a Kubo RPC, call by call. Runs against the embedded node, or
 * against any Kubo: KUBO_RPC_URL=http://127.0.0.1:5001 (and KUBO_GATEWAY_URL=
 * http://127.0.0.1:8080 for the gateway). Start that Kubo with `ipfs init --profile=test`
 * and `ipfs daemon --offline`: an online one looks for missing blocks for minutes.
 * The CIDs are Kubo's own: test/cli/cid_profiles_test.go, test/cli/add_test.go,
 * test/sharness/t0040-add-and-cat.sh and t0050-block.sh of ipfs/kubo.
 */
import { decode } from "@ipld/dag-pb";
import { create } from "kubo-rpc-client";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kuboBytes } from "./support/kuboBytes.ts";
import { randomBytes, startTestNode } from "./support/testNode.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const foreignRpcUrl = process.env.KUBO_RPC_URL?.replace(/\/(api\/v0\/?)?$/, "");
const foreignGatewayUrl = process.env.KUBO_GATEWAY_URL?.replace(/\/$/, "");

let rpcUrl: string;
let gatewayUrl: string | undefined;
let close = async () => {
  // Somebody else's node stays.
};

beforeAll(async () => {
  if (foreignRpcUrl !== undefined) {
    rpcUrl = `${foreignRpcUrl}/api/v0`;
    gatewayUrl = foreignGatewayUrl;
    return;
  }
  ({ rpcUrl, gatewayUrl, close } = await startTestNode());
});
afterAll(async () => await close());

async function post(call: string, body?: BodyInit): Promise<Response> {
  return await fetch(`${rpcUrl}/${call}`, {
    method: "POST",
    ...(body === undefined ? {} : { body }),
  });
}

interface KuboError {
  Message: string;
  Code: number;
  Type: string;
}

async function errorOf(response: Response): Promise<KuboError & { status: number }> {
  const body = (await response.json()) as KuboError;
  expect(body.Type).toBe("error");
  expect(body.Message).toEqual(expect.any(String));
  expect(body.Code).toEqual(expect.any(Number));
  return { ...body, status: response.status };
}

async function linesOf<T>(response: Response): Promise<T[]> {
  expect(response.status).toBe(200);
  const text = await response.text();
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

interface Added {
  Name: string;
  Hash: string;
  Size: string;
}

async function add(content: Blob | string, query: string, name?: string): Promise<Added> {
  const form = new FormData();
  const blob = typeof content === "string" ? new Blob([content]) : content;
  form.append("file", blob, ...(name === undefined ? [] : [name]));
  const lines = await linesOf<Added>(await post(`add?${query}`, form));
  const [only] = lines;
  if (only === undefined || lines.length !== 1) throw new Error(`${lines.length} lines`);
  return only;
}

/** Bytes that no earlier run can have stored. */
const fresh = (size = 1000) => new Blob([randomBytes(size)]);

const V0 = "cid-version=0&raw-leaves=false&chunker=size-262144&max-file-links=174";
const V1 = "cid-version=1&raw-leaves=true&chunker=size-1048576";
/** What the app's client sends. */
const APP = `${V1}&hash=sha2-256&trickle=false&wrap-with-directory=false&pin=true`;
const MISSING = "bafkreigaknpexyvxt76zgkitavbwx6ejgfheup5oybpm77f3pxzrvwpfdi";

describe("add gives Kubo's CIDs", () => {
  const vectors: [string, () => Blob | string, string, string][] = [
    [
      "hello world as CID v0",
      () => "hello world",
      V0,
      "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD",
    ],
    [
      "hello world as a raw leaf",
      () => "hello world",
      V1,
      "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
    ],
    [
      "hello world as CID v1 without raw leaves",
      () => "hello world",
      "cid-version=1&raw-leaves=false",
      "bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa",
    ],
    [
      "Hello Worlds!",
      () => "Hello Worlds!\n",
      V0,
      "QmVr26fY1tKyspEJBniVhqxQeEjhF78XerGiqWAwraVLQH",
    ],
    [
      "Helloo Worlds!",
      () => "Helloo Worlds!\n",
      V0,
      "Qmf35k66MZNW2GijohUmXQEWKZU4cCGTCwK6idfnt152wJ",
    ],
    ["IPFS", () => "IPFS\n", V0, "QmdFyxZXsFiP4csgfM5uPu99AvFiKH62CSPDw5TP92nr7w"],
    ["an empty file as CID v0", () => "", V0, "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH"],
    [
      "an empty file as a raw leaf",
      () => "",
      V1,
      "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    ],
    [
      "174 chunks of 256 KiB, which fill one node",
      () => kuboBytes(44_544 * KIB, "v0-seed"),
      V0,
      "QmUbBALi174SnogsUzLpYbD4xPiBSFANF4iztWCsHbMKh2",
    ],
    [
      "175 chunks of 256 KiB, which need a second layer",
      () => kuboBytes(44_800 * KIB, "v0-seed"),
      V0,
      "QmepeWtdmS1hHXx1oZXsPUv6bMrfRRKfZcoPPU4eEfjnbf",
    ],
    [
      "174 MiB in chunks of 1 MiB",
      () => kuboBytes(174 * MIB, "v1-seed"),
      `${V1}&max-file-links=174`,
      "bafybeigwduxcf2aawppv3isnfeshnimkyplvw3hthxjhr2bdeje4tdaicu",
    ],
    [
      "175 MiB in chunks of 1 MiB, which need a second layer",
      () => kuboBytes(175 * MIB, "v1-seed"),
      `${V1}&max-file-links=174`,
      "bafybeidhd7lo2n2v7lta5yamob3xwhbxcczmmtmhquwhjesi35jntf7mpu",
    ],
  ];
  it.each(vectors)("%s", async (_name, content, query, cid) => {
    expect((await add(content(), query)).Hash).toBe(cid);
  });
});

describe("add", () => {
  it("answers with the name that was sent, and with the CID where there is none", async () => {
    expect((await add(fresh(), APP, "scan 1.dat")).Name).toBe("scan 1.dat");
    // Any browser sends "blob" for a Blob without a name; Kubo echoes it, or gives the CID.
    const unnamed = await add(fresh(), APP);
    expect([unnamed.Hash, "blob"]).toContain(unnamed.Name);
  });

  it("answers with the size of all blocks together", async () => {
    expect((await add(fresh(11), APP)).Size).toBe("11");
    const size = Number((await add(fresh(3 * MIB), APP)).Size);
    expect(size).toBeGreaterThan(3 * MIB);
    expect(size).toBeLessThan(3 * MIB + 1000);
  });

  it("reports progress in lines before the result when asked", async () => {
    const form = new FormData();
    form.append("file", fresh(3 * MIB));
    const lines = await linesOf<Partial<Added> & { Bytes?: number }>(
      await post(`add?${APP}&progress=true`, form),
    );
    expect(lines.at(-1)?.Hash).toMatch(/^bafy/);
    const reported = lines.slice(0, -1).map((line) => line.Bytes ?? 0);
    expect(reported.length).toBeGreaterThan(0);
    expect(reported).toEqual([...reported].sort((a, b) => a - b));
    expect(reported.at(-1)).toBe(3 * MIB);
  });

  it("pins recursively unless told not to", async () => {
    const kept = await add(fresh(), APP);
    expect((await post(`pin/ls?arg=${kept.Hash}&type=recursive`)).status).toBe(200);
    const loose = await add(fresh(), `${V1}&pin=false`);
    expect((await errorOf(await post(`pin/ls?arg=${loose.Hash}`))).Message).toMatch(
      /is not pinned/,
    );
  });

  it("stores nothing with only-hash", async () => {
    const { Hash } = await add(fresh(), `${V1}&only-hash=true`);
    expect((await post(`block/stat?arg=${Hash}`)).status).toBe(500);
  });

  it("takes several files in one call and answers in their order", async () => {
    const form = new FormData();
    form.append("file", new Blob(["Hello Worlds!\n"]), "hello.txt");
    form.append("file-1", new Blob(["Helloo Worlds!\n"]), "hello2.txt");
    const lines = await linesOf<Added>(await post(`add?${V0}`, form));
    expect(lines.map(({ Name, Hash }) => [Name, Hash])).toEqual([
      ["hello.txt", "QmVr26fY1tKyspEJBniVhqxQeEjhF78XerGiqWAwraVLQH"],
      ["hello2.txt", "Qmf35k66MZNW2GijohUmXQEWKZU4cCGTCwK6idfnt152wJ"],
    ]);
  });

  it("takes a file name in emoji and right-to-left script", async () => {
    const name = "🩺 צילום חזה.png";
    expect((await add(fresh(), APP, name)).Name).toBe(name);
  });

  it("refuses a chunk size of zero", async () => {
    const form = new FormData();
    form.append("file", fresh());
    expect((await post("add?chunker=size-0", form)).ok).toBe(false);
  });
});

describe("cat", () => {
  const hello = "QmVr26fY1tKyspEJBniVhqxQeEjhF78XerGiqWAwraVLQH";
  beforeAll(async () => {
    await add("Hello Worlds!\n", V0);
  });

  it.each([
    ["the whole file", "", "Hello Worlds!\n"],
    ["from an offset", "&offset=10", "ds!\n"],
    ["a length", "&length=8", "Hello Wo"],
    ["an offset and a length", "&offset=5&length=3", " Wo"],
    ["no more than there is", "&length=100", "Hello Worlds!\n"],
    ["nothing for length 0", "&length=0", ""],
  ])("gives %s", async (_name, query, expected) => {
    expect(await (await post(`cat?arg=${hello}${query}`)).text()).toBe(expected);
    expect(await (await post(`cat?arg=/ipfs/${hello}${query}`)).text()).toBe(expected);
  });

  it("gives a file of many blocks in order, and any part of it", async () => {
    const bytes = randomBytes(3 * MIB + 123);
    const { Hash } = await add(new Blob([bytes]), APP);
    const whole = new Uint8Array(await (await post(`cat?arg=${Hash}`)).arrayBuffer());
    expect(Buffer.compare(whole, bytes)).toBe(0);
    const part = await post(`cat?arg=${Hash}&offset=${MIB - 5}&length=10`);
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(MIB - 5, MIB + 5));
  });

  it("refuses a negative offset", async () => {
    expect((await post(`cat?arg=${hello}&offset=-1`)).ok).toBe(false);
  });

  it("says in Kubo's form that it can't find a block", async () => {
    expect(await errorOf(await post(`cat?arg=${MISSING}`))).toMatchObject({
      status: 500,
      Code: 0,
      Message: expect.stringMatching(/could not find/),
    });
  });
});

describe("blocks", () => {
  const mars = "QmRKqGMAM6EZngbpjSqrvYzq5Qd8b1bSWymjSUY9zQSNDk";

  async function putBlock(content: string, query: string): Promise<{ Key: string; Size: number }> {
    const form = new FormData();
    form.append("data", new Blob([content]));
    const [block] = await linesOf<{ Key: string; Size: number }>(
      await post(`block/put?${query}`, form),
    );
    if (block === undefined) throw new Error("no answer");
    return block;
  }

  it("are put under the CID of their hash", async () => {
    const { Key, Size } = await putBlock("Hello Mars!\n", "cid-codec=raw&mhtype=sha2-256");
    expect(CID.parse(Key).multihash).toEqual(CID.parse(mars).multihash);
    expect(Key).toMatch(/^bafkrei/);
    expect(Size).toBe(12);
  });

  it("are found by hash whatever the CID's version and codec", async () => {
    await putBlock("Hello Mars!\n", "cid-codec=raw");
    expect(await (await post(`block/get?arg=${mars}`)).text()).toBe("Hello Mars!\n");
    expect(await (await post(`block/stat?arg=${mars}`)).json()).toEqual({ Key: mars, Size: 12 });
  });

  it("of a file are a dag-pb root and raw leaves whose hashes are right", async () => {
    const bytes = randomBytes(2 * MIB + 1);
    const { Hash } = await add(new Blob([bytes]), APP);
    const root = new Uint8Array(await (await post(`block/get?arg=${Hash}`)).arrayBuffer());
    expect((await sha256.digest(root)).digest).toEqual(CID.parse(Hash).multihash.digest);
    const { Links } = decode(root);
    expect(Links.map((link) => link.Tsize)).toEqual([MIB, MIB, 1]);
    const leaves: Uint8Array<ArrayBuffer>[] = [];
    for (const link of Links) {
      const leaf = new Uint8Array(await (await post(`block/get?arg=${link.Hash}`)).arrayBuffer());
      expect((await sha256.digest(leaf)).digest).toEqual(link.Hash.multihash.digest);
      leaves.push(leaf);
    }
    expect(Buffer.compare(Buffer.concat(leaves), bytes)).toBe(0);
  });

  it("that aren't there are an error in Kubo's form", async () => {
    for (const call of ["block/get", "block/stat"]) {
      const error = await errorOf(await post(`${call}?arg=${MISSING}&offline=true`));
      expect(error).toMatchObject({
        status: 500,
        Message: expect.stringMatching(/could not find/),
      });
    }
  });

  it("over 2 MiB are refused", async () => {
    const form = new FormData();
    form.append("data", new Blob([randomBytes(2 * MIB + 1)]));
    expect((await errorOf(await post("block/put?cid-codec=raw", form))).Message).toMatch(
      /over \dMiB/,
    );
  });
});

describe("pins", () => {
  interface PinLine {
    Cid: string;
    Type: string;
  }

  it("are added, listed and removed", async () => {
    const { Hash } = await add(fresh(), `${V1}&pin=false`);
    expect(await (await post(`pin/add?arg=${Hash}`)).json()).toEqual({ Pins: [Hash] });
    expect(await (await post(`pin/ls?arg=${Hash}`)).json()).toMatchObject({
      Keys: { [Hash]: { Type: "recursive" } },
    });
    expect(await (await post(`pin/rm?arg=${Hash}`)).json()).toEqual({ Pins: [Hash] });
    expect((await errorOf(await post(`pin/ls?arg=${Hash}`))).Message).toMatch(/is not pinned/);
  });

  it("stream as one line each when asked", async () => {
    const { Hash } = await add(fresh(), APP);
    const [line] = await linesOf<PinLine>(await post(`pin/ls?arg=${Hash}&stream=true`));
    expect(line).toMatchObject({ Cid: Hash, Type: "recursive" });
    const all = await linesOf<PinLine>(await post("pin/ls?type=recursive&stream=true"));
    expect(all.some((pin) => pin.Cid === Hash)).toBe(true);
  });

  it("of a file keep its leaves indirectly, and a leaf alone can't be unpinned", async () => {
    const { Hash } = await add(fresh(2 * MIB), APP);
    const root = new Uint8Array(await (await post(`block/get?arg=${Hash}`)).arrayBuffer());
    const leaf = decode(root).Links[0]?.Hash.toString() ?? "";
    expect(await (await post(`pin/ls?arg=${leaf}`)).json()).toMatchObject({
      Keys: { [leaf]: { Type: `indirect through ${Hash}` } },
    });
    expect((await errorOf(await post(`pin/ls?arg=${leaf}&type=recursive`))).Message).toMatch(
      /is not pinned/,
    );
    expect((await errorOf(await post(`pin/rm?arg=${leaf}`))).Message).toMatch(/not pinned/);
    const indirect = await linesOf<PinLine>(await post("pin/ls?type=indirect&stream=true"));
    expect(indirect.some((pin) => pin.Cid === leaf)).toBe(true);
  });

  it("can be direct", async () => {
    const { Hash } = await add(fresh(), `${V1}&pin=false`);
    expect((await post(`pin/add?arg=${Hash}&recursive=false`)).status).toBe(200);
    expect(await (await post(`pin/ls?arg=${Hash}&type=direct`)).json()).toMatchObject({
      Keys: { [Hash]: { Type: "direct" } },
    });
  });

  it("that don't exist can't be removed", async () => {
    expect((await errorOf(await post(`pin/rm?arg=${MISSING}`))).Message).toMatch(/not pinned/);
  });

  it("can't be set on what isn't there", async () => {
    expect((await errorOf(await post(`pin/add?arg=${MISSING}`))).Message).toMatch(/could not find/);
  });

  it("refuse a type that doesn't exist", async () => {
    expect((await errorOf(await post("pin/ls?type=nonsense"))).Message).toMatch(
      /invalid type 'nonsense'/,
    );
  });
});

describe("the RPC", () => {
  it("says who it is in a form that Kubo's client reads", async () => {
    const kubo = create({ url: rpcUrl });
    expect((await kubo.version()).version).toMatch(/^\d+\.\d+/);
    const id = await kubo.id();
    expect(id.id.toString()).toMatch(/^(12D3Koo|Qm|k51)/);
    expect(id.agentVersion).toMatch(/\w+\/\d/);
  });

  it("takes POST only, so that no link or image can call it", async () => {
    for (const method of ["GET", "PUT", "DELETE"]) {
      expect((await fetch(`${rpcUrl}/version`, { method })).status).toBe(405);
    }
  });

  it("doesn't know calls that don't exist", async () => {
    for (const call of ["nonsense", "constructor", "__proto__", "add/nonsense"]) {
      expect((await post(call)).status, call).toBe(404);
    }
  });

  it("asks for a missing argument with status 400 and code 1", async () => {
    for (const call of ["cat", "block/get", "block/stat", "pin/add", "pin/rm"]) {
      expect(await errorOf(await post(call)), call).toMatchObject({ status: 400, Code: 1 });
    }
  });

  it("refuses what isn't a CID", async () => {
    for (const call of ["cat", "block/get", "block/stat", "pin/add", "pin/rm", "pin/ls"]) {
      const response = await post(`${call}?arg=nonsense`);
      expect(response.ok, call).toBe(false);
      await errorOf(response);
    }
  });

  it("refuses an option that should be true or false and isn't", async () => {
    const form = new FormData();
    form.append("file", fresh());
    expect((await post("add?pin=perhaps", form)).ok).toBe(false);
  });
});

describe.runIf(foreignRpcUrl === undefined || foreignGatewayUrl !== undefined)(
  "the gateway",
  () => {
    it("serves raw blocks by format and by Accept", async () => {
      const bytes = randomBytes(5000);
      const { Hash } = await add(new Blob([bytes]), APP);
      const requests = [
        fetch(`${gatewayUrl}/ipfs/${Hash}?format=raw`),
        fetch(`${gatewayUrl}/ipfs/${Hash}`, { headers: { Accept: "application/vnd.ipld.raw" } }),
      ];
      for (const response of await Promise.all(requests)) {
        expect(response.status).toBe(200);
        expect(response.headers.get("content-type")).toContain("application/vnd.ipld.raw");
        expect(response.headers.get("cache-control")).toContain("immutable");
        expect(response.headers.get("x-content-type-options")).toBe("nosniff");
        expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
      }
    });

    it("serves the root of a file as its dag-pb block", async () => {
      const { Hash } = await add(fresh(2 * MIB), APP);
      const root = await (await fetch(`${gatewayUrl}/ipfs/${Hash}?format=raw`)).arrayBuffer();
      expect((await sha256.digest(new Uint8Array(root))).digest).toEqual(
        CID.parse(Hash).multihash.digest,
      );
    });

    it("answers HEAD without a body", async () => {
      const { Hash } = await add(fresh(4321), APP);
      const response = await fetch(`${gatewayUrl}/ipfs/${Hash}?format=raw`, { method: "HEAD" });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-length")).toBe("4321");
      expect((await response.arrayBuffer()).byteLength).toBe(0);
    });

    it("refuses what isn't a CID", async () => {
      expect((await fetch(`${gatewayUrl}/ipfs/nonsense?format=raw`)).status).toBe(400);
    });
  },
);
