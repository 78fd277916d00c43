import { z } from "zod";
import type { Address } from "../domain/brand.ts";
import type { ContractCall, Hex } from "./calls.ts";
import type { Deployment } from "./deployment.ts";
import { ChainError, isChainError } from "./errors.ts";
import { decodeLog, logSchema } from "./events.ts";
import { pause } from "./pause.ts";
import type { Rpc } from "./rpc.ts";
import { toChainError } from "./toChainError.ts";
import type { MinedTransaction } from "./transaction.ts";

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((hex) => BigInt(hex));
const hash = z.string().regex(/^0x[0-9a-f]{64}$/i);

const receiptSchema = z.object({
  transactionHash: hash,
  blockNumber: quantity,
  gasUsed: quantity,
  effectiveGasPrice: quantity.optional(),
  status: quantity,
  logs: z.array(logSchema).max(10_000),
});
const transactionSchema = z.object({
  hash,
  from: z.string(),
  to: z.string().nullable(),
  nonce: quantity,
  input: z.string(),
});
const blockSchema = z.object({ transactions: z.array(transactionSchema) });

export interface AwaitMinedOptions {
  /** The longest pause between two looks. */
  readonly pollMs?: number | undefined;
  /** Seen by nobody for so long: dropped. */
  readonly droppedAfterMs?: number | undefined;
  /** Still not recorded after so long: chain.transaction-slow. */
  readonly slowAfterMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until a sent transaction is in a block. Follows it when the person speeds it up in the
 * wallet (same contents, another hash). Throws chain.transaction-failed or the decoded revert,
 * -replaced, -dropped, -slow, chain.rpc-...
 */
export async function awaitMined(
  rpc: Rpc,
  deployment: Deployment,
  sender: Address,
  call: ContractCall,
  sent: Hex,
  options: AwaitMinedOptions = {},
): Promise<MinedTransaction> {
  const pollMs = options.pollMs ?? 2_000;
  const started = Date.now();
  const firstBlock = await blockNumber(rpc);
  let nonce: bigint | undefined;
  let failures = 0;
  let pauseMs = 50;
  let unseenSince = Date.now();
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const receipt = await findReceipt(rpc, sent);
      if (receipt !== undefined) return await settle(rpc, deployment, sender, call, receipt);
      const pending = await ask(rpc, transactionSchema.nullable(), "eth_getTransactionByHash", [
        sent,
      ]);
      if (pending !== null) {
        nonce = pending.nonce;
        unseenSince = Date.now();
      }
      if (nonce !== undefined && (await nonceOf(rpc, sender)) > nonce) {
        const other = await findByNonce(rpc, sender, nonce, firstBlock);
        const receiptOfOther = other && (await findReceipt(rpc, other.hash as Hex));
        const sameContents =
          other?.to?.toLowerCase() === call.to.toLowerCase() && other.input === call.data;
        if (receiptOfOther && (other?.hash === sent || sameContents)) {
          return await settle(rpc, deployment, sender, call, receiptOfOther);
        }
        if (other !== undefined) {
          throw new ChainError("chain.transaction-replaced", {
            details: { sent, replacedBy: other.hash },
          });
        }
      }
      failures = 0;
    } catch (error) {
      // One hiccup of the RPC is no reason to lose sight of a transaction that is under way.
      const hiccup = isChainError(error, "chain.rpc-unreachable", "chain.rpc-timeout");
      failures += 1;
      if (!hiccup || failures > 5) throw error;
    }
    if (Date.now() - unseenSince > (options.droppedAfterMs ?? 180_000)) {
      throw new ChainError("chain.transaction-dropped", { details: { sent } });
    }
    if (Date.now() - started > (options.slowAfterMs ?? 1_800_000)) {
      throw new ChainError("chain.transaction-slow", { details: { sent } });
    }
    await pause(pauseMs, options.signal);
    pauseMs = Math.min(pauseMs * 1.5, pollMs);
  }
}

type Receipt = z.output<typeof receiptSchema>;

async function settle(
  rpc: Rpc,
  deployment: Deployment,
  sender: Address,
  call: ContractCall,
  receipt: Receipt,
): Promise<MinedTransaction> {
  if (receipt.status === 0n) {
    const transaction = { from: sender, to: call.to, data: call.data };
    const block = `0x${receipt.blockNumber.toString(16)}`;
    // Asked again, the contract says why. The fee is spent either way, so the reason is a cause.
    const reason = await rpc.send("eth_call", [transaction, block]).then(
      () => undefined,
      (error: unknown) => toChainError(error, "rpc"),
    );
    throw new ChainError("chain.transaction-failed", {
      details: { hash: receipt.transactionHash, reason: reason?.code ?? "" },
      cause: reason,
    });
  }
  return {
    hash: receipt.transactionHash as Hex,
    block: Number(receipt.blockNumber),
    gasUsed: receipt.gasUsed,
    feeWei: receipt.gasUsed * (receipt.effectiveGasPrice ?? 0n),
    events: receipt.logs
      .map((log) => decodeLog(deployment, log))
      .filter((event) => event !== undefined),
  };
}

async function findReceipt(rpc: Rpc, sent: Hex): Promise<Receipt | undefined> {
  const schema = receiptSchema.nullable();
  return (await ask(rpc, schema, "eth_getTransactionReceipt", [sent])) ?? undefined;
}

function nonceOf(rpc: Rpc, account: Address): Promise<bigint> {
  return ask(rpc, quantity, "eth_getTransactionCount", [account, "latest"]);
}

async function blockNumber(rpc: Rpc): Promise<number> {
  return Number(await ask(rpc, quantity, "eth_blockNumber", []));
}

/** The transaction that took this nonce, in the blocks since `firstBlock` (and a few before). */
async function findByNonce(rpc: Rpc, sender: Address, nonce: bigint, firstBlock: number) {
  const last = await blockNumber(rpc);
  const first = Math.max(0, firstBlock - 5, last - 200);
  for (let number = last; number >= first; number -= 1) {
    const tag = `0x${number.toString(16)}`;
    const block = await ask(rpc, blockSchema.nullable(), "eth_getBlockByNumber", [tag, true]);
    const found = block?.transactions.find(
      (other) => other.from.toLowerCase() === sender.toLowerCase() && other.nonce === nonce,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

async function ask<T>(
  rpc: Rpc,
  schema: z.ZodType<T>,
  method: string,
  params: readonly unknown[],
): Promise<T> {
  let answer: unknown;
  try {
    answer = await rpc.send(method, params);
  } catch (error) {
    throw toChainError(error, "rpc");
  }
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    throw new ChainError("chain.rpc-nonsense", { details: { method }, cause: parsed.error });
  }
  return parsed.data;
}
