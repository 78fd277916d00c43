import { getAddress } from "ethers";
import type { Address } from "../domain/brand.ts";
import { ChainError } from "./errors.ts";

/** CAIP-10 in the eip155 namespace: `eip155:<chain id>:<address>`. */
export interface Account {
  readonly chainId: number;
  readonly address: Address;
}

/**
 * The checksummed address (EIP-55), or `undefined`. All lower or all upper case passes; a mixed
 * case with a wrong checksum is a typing mistake and doesn't.
 */
export function findAddress(text: string): Address | undefined {
  if (!/^0x[0-9a-f]{40}$/i.test(text)) return undefined;
  try {
    return getAddress(text) as Address;
  } catch {
    return undefined;
  }
}

/** Throws chain.not-an-address. */
export function toAddress(text: string): Address {
  const address = findAddress(text);
  if (address === undefined) throw new ChainError("chain.not-an-address");
  return address;
}

export function formatCaip10(account: Account): string {
  return `eip155:${account.chainId}:${account.address}`;
}

/** CAIP-2: `eip155:<chain id>`. */
export function formatCaip2(chainId: number): string {
  return `eip155:${chainId}`;
}

/** `undefined` for another namespace, a malformed chain id or a mistyped address. */
export function findCaip10(text: string): Account | undefined {
  const match = /^eip155:([1-9]\d{0,15}):(0x[0-9a-fA-F]{40})$/.exec(text);
  const address = findAddress(match?.[2] ?? "");
  const chainId = Number(match?.[1]);
  return address !== undefined && Number.isSafeInteger(chainId) ? { chainId, address } : undefined;
}
