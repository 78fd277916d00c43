import type { ParamType } from "ethers";
import { z } from "zod";
import type { Address } from "../domain/brand.ts";
import { contractInterfaces } from "./contractInterfaces.ts";
import type { ContractName } from "./contractNames.ts";
import type { Deployment } from "./deployment.ts";
import { ChainError } from "./errors.ts";
import type { Rpc } from "./rpc.ts";
import { toChainError } from "./toChainError.ts";

export interface ContractRead {
  readonly contract: ContractName;
  readonly method: string;
  readonly args: readonly unknown[];
  /** Who asks; the contracts' guarded reads look at it. */
  readonly from?: Address | undefined;
}

const hexData = z.string().regex(/^0x([0-9a-f]{2})*$/i);

/**
 * One `eth_call`, decoded, as plain data: named outputs and structs become objects, small
 * integers numbers, uint256 a bigint. Throws RevertError, chain.not-deployed, chain.rpc-...
 */
export async function callContract(
  rpc: Rpc,
  deployment: Deployment,
  read: ContractRead,
): Promise<unknown> {
  const contract = contractInterfaces[read.contract];
  const to = deployment.addresses[read.contract];
  const transaction = {
    to,
    data: contract.encodeFunctionData(read.method, read.args),
    ...(read.from === undefined ? {} : { from: read.from }),
  };
  let answer: unknown;
  try {
    answer = await rpc.send("eth_call", [transaction, "latest"]);
  } catch (error) {
    throw toChainError(error, "rpc");
  }
  const data = hexData.safeParse(answer);
  if (!data.success) throw nonsense(read);
  if (data.data === "0x") {
    if (await hasNoCode(rpc, to)) {
      throw new ChainError("chain.not-deployed", { details: { contract: read.contract, to } });
    }
    throw nonsense(read);
  }
  return decode(read, data.data);
}

async function hasNoCode(rpc: Rpc, address: Address): Promise<boolean> {
  try {
    return (await rpc.send("eth_getCode", [address, "latest"])) === "0x";
  } catch (error) {
    throw toChainError(error, "rpc");
  }
}

function decode(read: ContractRead, data: string): unknown {
  const contract = contractInterfaces[read.contract];
  const fragment = contract.getFunction(read.method);
  if (fragment === null) throw new RangeError(`no such function: ${read.method}`);
  let values: unknown[];
  try {
    const result = contract.decodeFunctionResult(fragment, data);
    // ethers cuts off what overflows a small integer; encoding again shows it.
    if (contract.encodeFunctionResult(fragment, result) !== data.toLowerCase()) {
      throw nonsense(read);
    }
    values = result.toArray();
  } catch (cause) {
    throw cause instanceof ChainError ? cause : nonsense(read, cause);
  }
  const outputs = fragment.outputs;
  const [only] = outputs;
  if (outputs.length === 1 && only !== undefined) return plainValue(only, values[0]);
  return Object.fromEntries(
    outputs.map((output, index) => [output.name, plainValue(output, values[index])]),
  );
}

/** ethers' decoded value as plain data: small integers are numbers, structs are objects. */
export function plainValue(type: ParamType, value: unknown): unknown {
  const { arrayChildren, components } = type;
  if (arrayChildren !== null) {
    return Array.from(value as Iterable<unknown>, (item) => plainValue(arrayChildren, item));
  }
  if (components !== null) {
    const items = [...(value as Iterable<unknown>)];
    return Object.fromEntries(
      components.map((component, index) => [component.name, plainValue(component, items[index])]),
    );
  }
  if (typeof value !== "bigint") return value;
  const bits = Number(/^u?int(\d+)$/.exec(type.type)?.[1] ?? 256);
  return bits <= 48 ? Number(value) : value;
}

function nonsense(read: ContractRead, cause?: unknown): ChainError {
  const details = { contract: read.contract, method: read.method };
  return new ChainError("chain.rpc-nonsense", { details, cause });
}
