// What can become of a transaction after it was sent: recorded, sped up, replaced, dropped, failed.
import { describe, expect, test } from "vitest";
import { type AwaitMinedOptions, awaitMined } from "../../../frontend/src/chain/awaitMined.ts";
import type { ContractCall, Hex } from "../../../frontend/src/chain/calls.ts";
import { ChainError } from "../../../frontend/src/chain/errors.ts";
import type { Rpc } from "../../../frontend/src/chain/rpc.ts";
import type { Address } from "../../../frontend/src/domain/brand.ts";

const sender = "0x90F79bf6EB2c4f870365E785982E1f101E93b906" as Address;
const sent = `0x${"aa".repeat(32)}` as Hex;
const other = `0x${"bb".repeat(32)}` as Hex;
const call: ContractCall = {
  contract: "Patients",
  method: "register",
  to: `0x${"1".repeat(40)}` as Address,
  data: "0x1234",
};
const deployment = { addresses: {} } as never;
const fast = { pollMs: 5, droppedAfterMs: 2_000, slowAfterMs: 6_000 };

const transaction = (hash: Hex, over: object = {}) => ({
  hash,
  from: sender.toLowerCase(),
  to: call.to,
  nonce: "0x5",
  input: call.data,
  ...over,
});
const receipt = (hash: Hex, status = "0x1") => ({
  transactionHash: hash,
  blockNumber: "0xa",
  gasUsed: "0x64",
  effectiveGasPrice: "0x3",
  status,
  logs: [],
});

/** A chain on which `pending` waits, and after `turns` questions the block `mined` appears. */
function chain(over: {
  pending?: object | null;
  minedAfter?: number;
  mined?: object[];
  receipts?: Record<string, object>;
  more?: Record<string, (params: readonly unknown[]) => unknown>;
}): Rpc {
  let turns = 0;
  return {
    async send(method, params) {
      const special = over.more?.[method];
      if (special !== undefined) return special(params);
      const isMined = turns >= (over.minedAfter ?? 3);
      switch (method) {
        case "eth_blockNumber":
          return isMined ? "0xa" : "0x9";
        case "eth_getTransactionReceipt":
          turns += 1;
          return isMined ? (over.receipts?.[String(params[0])] ?? null) : null;
        case "eth_getTransactionByHash":
          return isMined ? null : (over.pending ?? null);
        case "eth_getTransactionCount":
          return isMined && (over.mined?.length ?? 0) > 0 ? "0x6" : "0x5";
        case "eth_getBlockByNumber":
          return { transactions: params[0] === "0xa" ? (over.mined ?? []) : [] };
        default:
          throw new Error(`not asked for here: ${method}`);
      }
    },
  };
}
const wait = (rpc: Rpc, options: AwaitMinedOptions = fast) =>
  awaitMined(rpc, deployment, sender, call, sent, options);

describe("a sent transaction", () => {
  test("is recorded, with what it used and cost", async () => {
    const rpc = chain({ pending: transaction(sent), receipts: { [sent]: receipt(sent) } });
    expect(await wait(rpc)).toEqual({
      hash: sent,
      block: 10,
      gasUsed: 100n,
      feeWei: 300n,
      events: [],
    });
  });

  test("that the person sped up is followed under its new hash", async () => {
    const rpc = chain({
      pending: transaction(sent),
      mined: [transaction(other)],
      receipts: { [other]: receipt(other) },
    });
    expect(await wait(rpc)).toMatchObject({ hash: other, block: 10 });
  });

  test("that the person cancelled or replaced is chain.transaction-replaced", async () => {
    const cancelled = transaction(other, { to: sender, input: "0x" });
    const rpc = chain({
      pending: transaction(sent),
      mined: [cancelled],
      receipts: { [other]: receipt(other) },
    });
    await expect(wait(rpc)).rejects.toMatchObject({
      code: "chain.transaction-replaced",
      details: { sent, replacedBy: other },
    });
  });

  test("that nobody knows any more is chain.transaction-dropped", async () => {
    await expect(wait(chain({ pending: null, minedAfter: 1e9 }))).rejects.toMatchObject({
      code: "chain.transaction-dropped",
    });
  });

  test("that stays pending is chain.transaction-slow", async () => {
    const rpc = chain({ pending: transaction(sent), minedAfter: 1e9 });
    await expect(wait(rpc)).rejects.toMatchObject({ code: "chain.transaction-slow" });
  });

  test("that failed on chain is chain.transaction-failed, with the contract's reason", async () => {
    const rpc = chain({
      pending: transaction(sent),
      receipts: { [sent]: receipt(sent, "0x0") },
      more: {
        eth_call: () => {
          throw new ChainError("chain.reverted");
        },
      },
    });
    await expect(wait(rpc)).rejects.toMatchObject({
      code: "chain.transaction-failed",
      details: { hash: sent, reason: "chain.reverted" },
    });
  });

  test("isn't lost from sight by a hiccup of the RPC, but by nonsense", async () => {
    let hiccups = 0;
    const good = chain({ pending: transaction(sent), receipts: { [sent]: receipt(sent) } });
    const flaky: Rpc = {
      async send(method, params) {
        if (method === "eth_getTransactionReceipt" && hiccups < 2) {
          hiccups += 1;
          throw new ChainError("chain.rpc-unreachable");
        }
        return good.send(method, params);
      },
    };
    expect(await wait(flaky)).toMatchObject({ hash: sent });
    const nonsense = chain({ more: { eth_getTransactionReceipt: () => "soon" } });
    await expect(wait(nonsense)).rejects.toMatchObject({ code: "chain.rpc-nonsense" });
  });

  test("is waited for no longer once cancelled", async () => {
    const rpc = chain({ pending: transaction(sent), minedAfter: 1e9 });
    const signal = AbortSignal.timeout(20);
    await expect(wait(rpc, { ...fast, signal })).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });
});
