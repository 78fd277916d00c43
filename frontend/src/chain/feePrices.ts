import { z } from "zod";
import { ChainError } from "./errors.ts";
import type { Rpc } from "./rpc.ts";
import { toChainError } from "./toChainError.ts";

/** Wei for one unit of gas (EIP-1559). */
export interface FeePrices {
  /** What the next block most likely takes. */
  readonly expected: bigint;
  /** What to offer at most, so that the transaction survives some full blocks. */
  readonly most: bigint;
  /** The part of it that goes to the block's builder. */
  readonly priority: bigint;
}

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,32}$/i)
  .transform((hex) => BigInt(hex));
const blockSchema = z.object({ baseFeePerGas: quantity.optional() });

/** Throws chain.rpc-... */
export async function readFeePrices(rpc: Rpc): Promise<FeePrices> {
  try {
    const block = blockSchema.safeParse(await rpc.send("eth_getBlockByNumber", ["latest", false]));
    if (!block.success) throw new ChainError("chain.rpc-nonsense", { cause: block.error });
    const base = block.data.baseFeePerGas;
    if (base === undefined) {
      const price = quantity.safeParse(await rpc.send("eth_gasPrice", []));
      if (!price.success) throw new ChainError("chain.rpc-nonsense", { cause: price.error });
      return { expected: price.data, most: price.data, priority: price.data };
    }
    const priority = await readPriority(rpc);
    return { expected: base + priority, most: base * 2n + priority, priority };
  } catch (error) {
    throw toChainError(error, "rpc");
  }
}

async function readPriority(rpc: Rpc): Promise<bigint> {
  const oneGwei = 1_000_000_000n;
  try {
    const answer = quantity.safeParse(await rpc.send("eth_maxPriorityFeePerGas", []));
    return answer.success ? answer.data : oneGwei;
  } catch {
    return oneGwei; // not every RPC has this method
  }
}
