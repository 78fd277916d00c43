import type { NetworkConnection } from "hardhat/types/network";

/** What the computed Sepolia column needs to know about a transaction. */
export interface Effects {
  /** Storage slots whose value at the end differs from the one before. */
  readonly changedSlots: number;
  /** Contracts called by contracts, each counted once; precompiles aren't contracts. */
  readonly calledContracts: number;
}

interface Step {
  readonly op: string;
  readonly depth: number;
  readonly stack: readonly string[];
}

const firstContract = 0x1_00n; // precompiles lie below
/** Below the gas, on the stack of a call. */
const calleeFromTop = 1;

/**
 * Reads a transaction's trace step by step. A slot that is written more than once counts once; one
 * that is written back to what it was doesn't occur in these contracts and would be counted, too.
 */
export async function countEffects(
  connection: NetworkConnection<string>,
  transactionHash: string,
  target: string,
): Promise<Effects> {
  const trace = (await connection.provider.request({
    method: "debug_traceTransaction",
    params: [transactionHash, { disableMemory: true, disableStorage: true }],
  })) as { readonly structLogs: readonly Step[] };

  const slots = new Set<string>();
  const called = new Set<bigint>();
  const running: bigint[] = [BigInt(target)];
  for (const { op, depth, stack } of trace.structLogs) {
    running.length = depth; // a call that returned
    const at = (fromTop: number) => BigInt(toHex(stack[stack.length - 1 - fromTop]));
    if (op === "SSTORE") slots.add(`${running[depth - 1]}:${at(0)}`);
    if (op === "CALL" || op === "STATICCALL") {
      const callee = at(calleeFromTop);
      running[depth] = callee;
      if (callee >= firstContract) called.add(callee);
    }
    // None of these contracts uses it; a slot would be booked to the wrong one.
    if (op === "DELEGATECALL") throw new Error(`delegatecall to ${at(calleeFromTop)}`);
  }
  return { changedSlots: slots.size, calledContracts: called.size };
}

function toHex(word: string | undefined): string {
  if (word === undefined) throw new Error("the trace's stack is shorter than its operation needs");
  return word.startsWith("0x") ? word : `0x${word}`;
}
