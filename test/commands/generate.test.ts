import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { contractNames } from "../../frontend/src/chain/contractNames.ts";
import {
  findStructTypes,
  parseEncodedType,
  readDeployment,
  readDeployments,
  renderContracts,
  renderDeployments,
  renderSignedMessages,
} from "../../scripts/generate.ts";

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
const folders: string[] = [];

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "generate-"));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe("reading EIP-712 types from Solidity", () => {
  it("takes a type apart, its own struct first", () => {
    expect(parseEncodedType("Order(address signer,Item[] items)Item(uint8 size)")).toEqual({
      Order: [
        { name: "signer", type: "address" },
        { name: "items", type: "Item[]" },
      ],
      Item: [{ name: "size", type: "uint8" }],
    });
  });

  it("refuses what isn't one", () => {
    for (const text of ["", "Order", "Order(address)", "Order(address a b)", "Order(uint8 a) "]) {
      expect(() => parseEncodedType(text), text).toThrow(/not an EIP-712/);
    }
  });

  it("joins literals and passes over comments", () => {
    const source = `
      /// as in keccak256("Nothing(uint8 a)")
      bytes32 private constant A = keccak256(
        "Order(uint8 a,"
        "Item b)"
        "Item(uint8 c)"
      );
      bytes32 private constant B = keccak256("Item(uint8 c)");
    `;
    expect(findStructTypes(source).map((types) => Object.keys(types))).toEqual([
      ["Order", "Item"],
      ["Item"],
    ]);
  });

  it("lists as messages only what isn't a part of another", () => {
    const text = renderSignedMessages({
      patientRelay: 'constructor() EIP712("Relay", "1") {}',
      patientOrders:
        'constant A = keccak256("Order(Item b)Item(uint8 c)"); constant B = keccak256("Item(uint8 c)");',
      receipts: 'EIP712("Receipts", "2") constant R = keccak256("Receipt(bytes32 root)");',
    });
    expect(text).toContain('patientOrderDomain = {"name":"Relay","version":"1"}');
    expect(text).toContain('receiptDomain = {"name":"Receipts","version":"2"}');
    expect(text.match(/^ {2}\w+: \{$/gm)).toEqual(["  Order: {", "  Receipt: {"]);
  });
});

describe("reading deployments", () => {
  const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

  function record(chain: string, addresses: Record<string, string>, journal: readonly unknown[]) {
    const folder = path.join(makeFolder(), chain);
    mkdirSync(folder);
    writeFileSync(path.join(folder, "deployed_addresses.json"), JSON.stringify(addresses));
    writeFileSync(
      path.join(folder, "journal.jsonl"),
      journal.map((line) => `\n${JSON.stringify(line)}\n`).join(""),
    );
    return folder;
  }

  const all = Object.fromEntries(contractNames.map((name) => [`HealthRecords#${name}`, address]));
  const journal = [
    { type: "DEPLOYMENT_INITIALIZE", chainId: 11_155_111 },
    { type: "TRANSACTION_CONFIRM", receipt: { blockNumber: 20, status: "SUCCESS" } },
    { type: "TRANSACTION_CONFIRM", receipt: { blockNumber: 17, status: "SUCCESS" } },
  ];

  it("takes addresses from the record and the earliest block from the journal", () => {
    const deployment = readDeployment(record("chain-11155111", all, journal));

    expect(deployment.chainId).toBe(11_155_111);
    expect(deployment.deploymentBlock).toBe(17);
    expect(Object.keys(deployment.addresses)).toEqual([...contractNames]);
  });

  it("refuses an unknown chain, a missing contract and a journal without a transaction", () => {
    const { "HealthRecords#Staff": _, ...withoutStaff } = all;

    expect(() => readDeployment(record("chain-987654", all, journal))).toThrow(/knownChains/);
    expect(() => readDeployment(record("chain-11155111", withoutStaff, journal))).toThrow(
      expect.objectContaining({ code: "chain.bad-deployment" }),
    );
    expect(() => readDeployment(record("chain-11155111", all, journal.slice(0, 1)))).toThrow(
      /confirms no transaction/,
    );
  });

  it("leaves out the local chain and finds nothing where there is no folder", () => {
    const local = record("chain-31337", all, journal);

    expect(readDeployments(path.dirname(local))).toEqual([]);
    expect(readDeployments(path.join(makeFolder(), "none"))).toEqual([]);
  });
});

describe("rendering", () => {
  it("gives the same text for the same input", () => {
    const abis = Object.fromEntries(
      contractNames.map((name) => [name, [{ type: "function", name: "f", inputs: [] }]]),
    ) as unknown as Parameters<typeof renderContracts>[0];

    expect(renderContracts(abis)).toBe(renderContracts(abis));
    for (const name of contractNames) {
      const exported = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}Abi`;
      expect(renderContracts(abis)).toContain(`export const ${exported} = [`);
    }
    expect(renderDeployments([])).toContain("readonly unknown[] = [];");
  });
});

describe("node scripts/generate.ts --check", () => {
  function copyProject(): string {
    const folder = makeFolder();
    for (const name of [
      ...["contracts", "frontend/src/chain", "frontend/src/domain", "scripts/generate.ts"],
      ...["hardhat.config.ts", "package.json", "artifacts", "cache"],
    ]) {
      cpSync(path.join(projectRoot, name), path.join(folder, name), { recursive: true });
    }
    symlinkSync(
      path.join(projectRoot, "node_modules"),
      path.join(folder, "node_modules"),
      "junction",
    );
    return folder;
  }

  function generate(folder: string, ...args: string[]) {
    const { status, stderr } = spawnSync(process.execPath, ["scripts/generate.ts", ...args], {
      cwd: folder,
      encoding: "utf8",
    });
    return { status, stderr };
  }

  it("fails when a file is stale, names it, and writes nothing", () => {
    const folder = copyProject();
    generate(folder);
    expect(generate(folder, "--check")).toEqual({ status: 0, stderr: "" });
    const file = path.join("frontend", "src", "chain", "generated", "contracts.ts");
    const fresh = readFileSync(path.join(folder, file), "utf8");
    appendFileSync(path.join(folder, file), "// changed by hand\n");

    const checked = generate(folder, "--check");
    expect(checked.status).toBe(1);
    expect(checked.stderr).toContain(file);
    expect(readFileSync(path.join(folder, file), "utf8")).not.toBe(fresh);

    expect(generate(folder).status).toBe(0);
    expect(readFileSync(path.join(folder, file), "utf8")).toBe(fresh);
  }, 180_000);
});
