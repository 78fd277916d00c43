// Every error of the contracts has a sentence, every shape that wallets, RPCs and ethers throw has
// a code.
import { Interface, makeError, toUtf8Bytes, zeroPadValue } from "ethers";
import { describe, expect, test } from "vitest";
import { contractInterfaces } from "../../../frontend/src/chain/contractInterfaces.ts";
import { ChainError, chainErrorCodes, isRevert } from "../../../frontend/src/chain/errors.ts";
import { RpcFault } from "../../../frontend/src/chain/httpRpc.ts";
import {
  type RevertName,
  revertCode,
  revertErrors,
} from "../../../frontend/src/chain/revertErrors.ts";
import { decodeRevertData, toChainError } from "../../../frontend/src/chain/toChainError.ts";

/** Of OpenZeppelin's building blocks; no person can meet them through this app. */
const unreachable = [
  "AccessControlBadConfirmation",
  "AddressEmptyCode",
  "FailedCall",
  "InsufficientBalance",
  "InvalidShortString",
  "SafeCastOverflowedUintDowncast",
  "StringTooLong",
];

const errorsInContracts = new Map(
  Object.values(contractInterfaces)
    .flatMap((contract) => contract.fragments)
    .filter((fragment) => fragment.type === "error")
    .map((fragment) => [(fragment as { name: string } & typeof fragment).name, fragment]),
);

describe("the catalog", () => {
  test("has a sentence for every custom error of the contracts, and for no other", () => {
    const wanted = [...errorsInContracts.keys()].filter((name) => !unreachable.includes(name));
    expect(Object.keys(revertErrors).sort()).toEqual(wanted.sort());
  });

  test("names no code twice, and every code has the layer and kebab case", () => {
    expect(new Set(chainErrorCodes).size).toBe(chainErrorCodes.length);
    for (const code of chainErrorCodes) expect(code).toMatch(/^chain(\.[a-z0-9]+)(-[a-z0-9]+)*$/);
    expect(revertCode("HealthRecordsStaleEpoch")).toBe("chain.health-records-stale-epoch");
  });

  test("says in plain words what happened and what to do", () => {
    for (const sentence of Object.values(revertErrors)) {
      expect(sentence.message).toMatch(/^[A-Z].*\.$/);
      expect(sentence.nextStep).toMatch(/^[A-Z].*\.$/);
      expect(sentence.message).not.toMatch(/gas|revert|nonce|epoch|0x/i);
    }
  });
});

/** Revert data of a custom error, with values made up from the types. */
function dataOf(name: string): { data: string; names: string[] } {
  for (const contract of Object.values(contractInterfaces)) {
    const fragment = contract.getError(name);
    if (fragment === null) continue;
    const values = fragment.inputs.map(({ type }) => {
      if (type === "address") return `0x${"12".repeat(20)}`;
      return type.startsWith("bytes") ? zeroPadValue("0x34", 32) : 2;
    });
    const names = fragment.inputs.map((input) => input.name);
    return { data: contract.encodeErrorResult(fragment, values), names };
  }
  throw new Error(`no such error: ${name}`);
}

describe("reverts", () => {
  test.each(Object.keys(revertErrors) as RevertName[])(
    "%s is decoded with its arguments",
    (name) => {
      const { data, names } = dataOf(name);
      const error = toChainError(new RpcFault(3, "execution reverted", data), "rpc");
      expect(error).toMatchObject({ code: revertCode(name), revertName: name });
      expect(isRevert(error, name)).toBe(true);
      expect(isRevert(error, name) && Object.keys(error.args)).toEqual(names);
    },
  );

  test("are found however deep a wallet or ethers hides them", () => {
    const { data } = dataOf("ProvidersUnknown");
    const hidden: unknown[] = [
      { code: 3, data },
      { code: -32603, data: { code: 3, message: "execution reverted", data } },
      {
        code: -32603,
        message: "Internal JSON-RPC error.",
        data: { originalError: { code: 3, data } },
      },
      { info: { error: { code: 3, data } } },
      { error: { error: { data } } },
      makeError("execution reverted", "CALL_EXCEPTION", {
        action: "call",
        data,
        reason: null,
        transaction: { to: null, data: "0x" },
        invocation: null,
        revert: null,
      }),
      new Error("reverted with custom error 'ProvidersUnknown(2)'"),
      Object.assign(new Error("outer"), { cause: { cause: { data } } }),
    ];
    for (const thrown of hidden) {
      expect(toChainError(thrown)).toMatchObject({ code: "chain.providers-unknown" });
    }
  });

  test("with a text, a panic or an unknown error are chain.reverted", () => {
    const texts = new Interface([
      "error Error(string)",
      "error Panic(uint256)",
      "error New(uint8)",
    ]);
    for (const [name, value] of [
      ["Error", "why"],
      ["Panic", 17],
      ["New", 1],
    ] as const) {
      const data = texts.encodeErrorResult(name, [value]);
      expect(toChainError({ code: 3, data })).toMatchObject({ code: "chain.reverted" });
    }
    expect(decodeRevertData("0x")).toBeUndefined();
    expect(decodeRevertData("hello")).toBeUndefined();
  });

  test("with the right selector and the wrong rest are not believed", () => {
    const { data } = dataOf("ProvidersUnknown");
    expect(toChainError({ code: 3, data: data.slice(0, 20) })).toMatchObject({
      code: "chain.reverted",
    });
  });
});

describe("what wallets, RPCs and ethers throw", () => {
  const cases: readonly [what: string, thrown: unknown, code: string][] = [
    ["a person's no", { code: 4001, message: "User rejected the request." }, "chain.rejected"],
    [
      "a no as ethers puts it",
      { code: "ACTION_REJECTED", info: { error: { code: 4001 } } },
      "chain.rejected",
    ],
    ["a no as viem puts it", { name: "UserRejectedRequestError", message: "no" }, "chain.rejected"],
    ["a no, deep inside", { code: -32603, data: { cause: { code: 4001 } } }, "chain.rejected"],
    ["a no with its number as text", { code: "4001" }, "chain.rejected"],
    [
      "a question already open",
      { code: -32002, message: "already pending" },
      "chain.wallet-pending",
    ],
    [
      "an unknown chain",
      { code: 4902, message: "Unrecognized chain ID" },
      "chain.chain-unknown-to-wallet",
    ],
    [
      "an unknown chain, nested",
      { code: -32603, data: { originalError: { code: 4902 } } },
      "chain.chain-unknown-to-wallet",
    ],
    ["an account that isn't shared", { code: 4100 }, "chain.wallet-locked"],
    [
      "typed data of another chain",
      { code: -32603, message: 'Provided chainId "1" must match the active chainId "31337"' },
      "chain.wallet-wrong-chain",
    ],
    ["a method it hasn't", { code: 4200 }, "chain.wallet-unsupported"],
    [
      "no money",
      { code: -32000, message: "insufficient funds for gas * price + value" },
      "chain.insufficient-funds",
    ],
    ["no money as ethers puts it", { code: "INSUFFICIENT_FUNDS" }, "chain.insufficient-funds"],
    ["a used nonce", { code: "NONCE_EXPIRED" }, "chain.nonce-used"],
    ["a fetch that failed", new TypeError("Failed to fetch"), "chain.rpc-unreachable"],
    [
      "a fetch that failed in Node",
      new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }),
      "chain.rpc-unreachable",
    ],
    ["a time limit", new DOMException("late", "TimeoutError"), "chain.rpc-timeout"],
    ["an abort", new DOMException("stop", "AbortError"), "chain.cancelled"],
    ["too many questions", { code: -32005, message: "rate limit exceeded" }, "chain.rpc-busy"],
    ["a nonsense answer", makeError("bad", "BAD_DATA", { value: 1 }), "chain.rpc-nonsense"],
    ["a wallet's own fault", { code: -32603, message: "Internal error" }, "chain.wallet-failed"],
    ["a string", "boom", "chain.wallet-failed"],
    ["nothing at all", undefined, "chain.wallet-failed"],
    ["ours already", new ChainError("chain.rpc-disagree"), "chain.rpc-disagree"],
    [
      "ours inside another",
      new Error("x", { cause: new ChainError("chain.not-deployed") }),
      "chain.not-deployed",
    ],
  ];

  test.each(cases)("%s", (_, thrown, code) => {
    expect(toChainError(thrown)).toMatchObject({ code });
  });

  test("the same number from an RPC is not taken for a wallet's", () => {
    for (const code of [-32_002, 4902, 4100, -32_601]) {
      expect(toChainError({ code }, "rpc")).toMatchObject({ code: "chain.rpc-failed" });
    }
  });

  test("keeps the cause, and cuts long messages in the details", () => {
    const thrown = { code: -32603, message: "x".repeat(5_000) };
    const error = toChainError(thrown);
    expect(error.cause).toBe(thrown);
    expect(String(error.details.message).length).toBeLessThanOrEqual(300);
  });

  test("survives objects that bite", () => {
    const biting = Object.defineProperty({}, "code", {
      get() {
        throw new Error("no");
      },
    });
    const loop: Record<string, unknown> = {};
    loop.error = loop;
    for (const thrown of [biting, loop, { data: toUtf8Bytes("x") }]) {
      expect(toChainError(thrown)).toBeInstanceOf(ChainError);
    }
  });
});
