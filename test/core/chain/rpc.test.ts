// RPCs that lie, stall, break or answer nonsense: each is found out, and nothing is believed.
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { contractInterfaces } from "../../../frontend/src/chain/contractInterfaces.ts";
import { type Deployment, parseDeployment } from "../../../frontend/src/chain/deployment.ts";
import { HttpRpc } from "../../../frontend/src/chain/httpRpc.ts";
import { ChainReader, readAllByCursor } from "../../../frontend/src/chain/reader.ts";
import type { Rpc } from "../../../frontend/src/chain/rpc.ts";
import { withSecondOpinion } from "../../../frontend/src/chain/secondOpinion.ts";
import type { Address, PatientNumber, ProviderNumber } from "../../../frontend/src/domain/brand.ts";
import { digestOf } from "./support/practiceChain.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Asked = { id: number; method: string; params: unknown[] };

/** An RPC that says what `answer` says. */
async function rpcThat(
  answer: (asked: Asked, response: ServerResponse, count: number) => unknown,
): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const question = JSON.parse(body) as Asked;
      asked.push(question.method);
      const said = answer(question, response, asked.length);
      if (said !== undefined) response.end(typeof said === "string" ? said : JSON.stringify(said));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const proper = (result: (asked: Asked) => unknown) => (asked: Asked) => ({
  jsonrpc: "2.0",
  id: asked.id,
  result: asked.method === "eth_chainId" ? "0x7a69" : result(asked),
});
const rpcAt = (url: string, more: object = {}) =>
  new HttpRpc({ url, chainId: 31_337, retryPausesMs: [1, 1], ...more });

describe("over HTTP", () => {
  test("a proper answer arrives, and the chain is asked for only once", async () => {
    const { url, asked } = await rpcThat(proper(() => "0x10"));
    const rpc = rpcAt(url);
    expect(await rpc.send("eth_blockNumber", [])).toBe("0x10");
    expect(await rpc.send("eth_blockNumber", [])).toBe("0x10");
    expect(asked).toEqual(["eth_chainId", "eth_blockNumber", "eth_blockNumber"]);
  });

  test("another chain is chain.wrong-chain, and is asked again next time", async () => {
    let chainId = "0x1";
    const { url } = await rpcThat(({ id }) => ({ jsonrpc: "2.0", id, result: chainId }));
    const rpc = rpcAt(url);
    await expect(rpc.send("eth_blockNumber", [])).rejects.toMatchObject({
      code: "chain.wrong-chain",
      details: { expected: 31_337, actual: 1 },
    });
    chainId = "0x7a69";
    expect(await rpc.send("eth_blockNumber", [])).toBe("0x7a69");
  });

  const nonsense: readonly [what: string, said: unknown][] = [
    ["a web page", "<!doctype html><title>Welcome</title>"],
    ["half an answer", '{"jsonrpc":"2.0","id":1,"resu'],
    ["an empty answer", ""],
    ["a number", "7"],
    ["an answer to another question", { jsonrpc: "2.0", id: 999, result: "0x7a69" }],
    ["neither result nor error", { jsonrpc: "2.0", id: 1 }],
    ["another protocol", { jsonrpc: "1.0", id: 1, result: "0x7a69" }],
    ["a chain id in words", { jsonrpc: "2.0", id: 1, result: "mainnet" }],
  ];
  test.each(nonsense)("%s is chain.rpc-nonsense", async (_, said) => {
    const { url } = await rpcThat(() => said);
    await expect(rpcAt(url).send("eth_blockNumber", [])).rejects.toMatchObject({
      code: "chain.rpc-nonsense",
    });
  });

  test("nobody there is chain.rpc-unreachable, silence is chain.rpc-timeout", async () => {
    await expect(rpcAt("http://127.0.0.1:9").send("eth_chainId", [])).rejects.toMatchObject({
      code: "chain.rpc-unreachable",
    });
    const { url } = await rpcThat(() => undefined);
    await expect(rpcAt(url, { timeoutMs: 50 }).send("eth_chainId", [])).rejects.toMatchObject({
      code: "chain.rpc-timeout",
    });
  });

  test("reads are tried again when the RPC is overloaded, writes never", async () => {
    const { url, asked } = await rpcThat((question, response, count) => {
      if (question.method === "eth_chainId") return proper(() => "")(question);
      response.statusCode = count % 2 === 0 ? 429 : 503;
      return "busy";
    });
    const rpc = rpcAt(url);
    await expect(rpc.send("eth_call", [])).rejects.toMatchObject({ code: "chain.rpc-busy" });
    expect(asked.filter((method) => method === "eth_call")).toHaveLength(3);
    await expect(rpc.send("eth_sendRawTransaction", ["0x"])).rejects.toMatchObject({
      code: "chain.rpc-unreachable",
    });
    expect(asked.filter((method) => method === "eth_sendRawTransaction")).toHaveLength(1);
  });
});

const deployment: Deployment = parseDeployment({
  chainId: 31_337,
  name: "Test",
  addresses: Object.fromEntries(
    [
      "PatientRelay",
      "Patients",
      "Authorities",
      "Providers",
      "Staff",
      "HealthRecords",
      "Receipts",
    ].map((name, index) => [name, `0x${String(index + 1).repeat(40)}`]),
  ),
  deploymentBlock: 1,
  rpcUrls: ["http://127.0.0.1:8545"],
  coin: { name: "Ether", symbol: "ETH", decimals: 18 },
});
const stranger = `0x${"9".repeat(40)}` as Address;
const patient = 7 as PatientNumber;
const doctor = 3 as ProviderNumber;

/** A reader whose `eth_call` answers with this. */
function readerOf(data: unknown, code: unknown = "0x60"): ChainReader {
  const rpc: Rpc = {
    async send(method) {
      if (method === "eth_call") return data;
      if (method === "eth_getCode") return code;
      if (method === "eth_chainId") return "0x7a69";
      throw new Error(`not asked for here: ${method}`);
    },
  };
  return new ChainReader(rpc, deployment);
}
const word = (value: number | bigint) => value.toString(16).padStart(64, "0");

describe("an answer that decodes to something impossible", () => {
  const isNonsense = { code: "chain.rpc-nonsense" };

  test.each([
    ["not hex", "hello"],
    ["an object", { a: 1 }],
    ["nothing", null],
    ["half a byte", "0x0"],
    ["too short", "0x01"],
    ["a boolean of 2", `0x${word(2)}`],
    ["more than was asked for", `0x${word(1)}${word(1)}`],
  ])("%s", async (_, data) => {
    await expect(readerOf(data).isVerified(doctor)).rejects.toMatchObject(isNonsense);
  });

  test("a number that overflows its type isn't quietly cut off", async () => {
    const reader = readerOf(`0x${word(2n ** 32n + 5n)}`);
    await expect(reader.findProviderNumberOf(stranger)).rejects.toMatchObject(isNonsense);
  });

  test("another patient than asked for", async () => {
    const data = `0x${"ab".repeat(32)}${word(1)}${word(1)}`;
    await expect(readerOf(data).patientByNumber(patient)).rejects.toMatchObject(isNonsense);
    const id = `0x${"cd".repeat(32)}` as never;
    await expect(readerOf(data).patientById(id)).rejects.toMatchObject(isNonsense);
  });

  test("epochs of 0", async () => {
    const reader = readerOf(`0x${word(0)}${word(1)}${word(1)}`);
    await expect(reader.epochsOf(patient, { account: stranger })).rejects.toMatchObject(isNonsense);
  });

  test("records of another drawer", async () => {
    const records = contractInterfaces.HealthRecords.encodeFunctionResult("recordsIn", [
      [{ ref: 0x02_0000, manifest: digestOf("m") }],
      1,
    ]);
    await expect(
      readerOf(records).recordsIn(patient, { account: stranger }, 1 as never),
    ).rejects.toMatchObject(isNonsense);
  });

  test("a provider of an unknown kind", async () => {
    const standing = `0x${word(1)}${word(BigInt(stranger))}${word(99)}${word(1)}`;
    await expect(readerOf(standing).findStanding(doctor)).rejects.toMatchObject(isNonsense);
  });

  test("a list that never moves on", async () => {
    const same = async () => [{ provider: doctor }];
    await expect(
      readAllByCursor<{ provider: ProviderNumber }, ProviderNumber>(same, (last) => last.provider),
    ).rejects.toMatchObject(isNonsense);
  });
});

describe("a chain without the contracts", () => {
  test("is chain.not-deployed, not an empty answer", async () => {
    await expect(readerOf("0x", "0x").isVerified(doctor)).rejects.toMatchObject({
      code: "chain.not-deployed",
      details: { contract: "Providers" },
    });
    await expect(readerOf("0x", "0x").checkDeployment()).rejects.toMatchObject({
      code: "chain.not-deployed",
    });
    await expect(readerOf("0x").isVerified(doctor)).rejects.toMatchObject({
      code: "chain.rpc-nonsense",
    });
  });
});

test("an account with an EIP-7702 delegation is no contract", async () => {
  expect(await readerOf("0x", `0xef0100${"11".repeat(20)}`).isContract(stranger)).toBe(false);
  expect(await readerOf("0x", "0x6080").isContract(stranger)).toBe(true);
  expect(await readerOf("0x", "0x").isContract(stranger)).toBe(false);
});

describe("keys to seal to", () => {
  const keys = (keyDocument: string, keyVersion = 1) =>
    ({
      providerByNumber: async () => ({ keyDocument, keyVersion }),
      patientByNumber: async () => ({ keyDocument, keyVersion }),
      authorityByNumber: async () => ({ keyDocument, keyVersion }),
    }) as unknown as ChainReader;
  const good = digestOf("the doctor's keys");
  const evil = digestOf("the RPC's own keys");

  test("are taken when two RPCs agree, or when there is only one", async () => {
    const expected = { keyDocument: good, keyVersion: 1 };
    const two = withSecondOpinion(keys(good), keys(good));
    expect(await two.providerKeys(doctor)).toEqual(expected);
    expect(await two.patientKeys(patient)).toEqual(expected);
    expect(two.opinions).toBe(2);
    const one = withSecondOpinion(keys(good), undefined);
    expect(await one.providerKeys(doctor)).toEqual(expected);
    expect(one.opinions).toBe(1);
  });

  test("are refused when two RPCs disagree on document or version", async () => {
    for (const other of [keys(evil), keys(good, 2)]) {
      const reader = withSecondOpinion(keys(good), other, [1]);
      await expect(reader.providerKeys(doctor)).rejects.toMatchObject({
        code: "chain.rpc-disagree",
      });
      await expect(reader.authorityKeys(1 as never)).rejects.toMatchObject({
        code: "chain.rpc-disagree",
      });
    }
  });

  test("are used where every RPC by itself says that it is safe", async () => {
    const isGood = async (reader: ChainReader) =>
      (await reader.providerByNumber(doctor)).keyDocument === good;
    expect(await withSecondOpinion(keys(good), undefined).everyOne(isGood)).toBe(true);
    expect(await withSecondOpinion(keys(evil), undefined).everyOne(isGood)).toBe(false);
    expect(await withSecondOpinion(keys(good), keys(good)).everyOne(isGood)).toBe(true);
    expect(await withSecondOpinion(keys(good), keys(evil)).everyOne(isGood)).toBe(false);
    expect(await withSecondOpinion(keys(evil), keys(good)).everyOne(isGood)).toBe(false);
  });

  test("are taken when the second was only a block behind", async () => {
    let asked = 0;
    const slow = {
      providerByNumber: async () => {
        asked += 1;
        return { keyDocument: asked < 2 ? evil : good, keyVersion: 1 };
      },
    } as unknown as ChainReader;
    const reader = withSecondOpinion(keys(good), slow, [1, 1]);
    expect(await reader.providerKeys(doctor)).toEqual({ keyDocument: good, keyVersion: 1 });
  });
});

describe("a deployment", () => {
  test("is parsed with checksummed addresses", () => {
    expect(deployment.addresses.Staff).toBe("0x5555555555555555555555555555555555555555");
  });

  test.each([
    ["nothing", undefined],
    ["no addresses", { ...deployment, addresses: {} }],
    ["a mistyped address", { ...deployment, addresses: { ...deployment.addresses, Staff: "0x5" } }],
    ["an RPC that isn't http", { ...deployment, rpcUrls: ["ws://x.org"] }],
    ["no RPC", { ...deployment, rpcUrls: [] }],
    ["a chain id of 0", { ...deployment, chainId: 0 }],
    ["something more", { ...deployment, extra: 1 }],
  ])("with %s is chain.bad-deployment", (_, value) => {
    expect(() => parseDeployment(value)).toThrow(
      expect.objectContaining({ code: "chain.bad-deployment" }),
    );
  });
});
