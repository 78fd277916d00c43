import { type Signer, type TypedDataDomain, TypedDataEncoder, type TypedDataField } from "ethers";
import type { Address } from "../domain/brand.ts";
import { toAddress } from "./caip.ts";
import type { Hex } from "./calls.ts";

/** EIP-712, as ethers takes it. */
export interface TypedData {
  readonly domain: TypedDataDomain;
  readonly types: Record<string, TypedDataField[]>;
  readonly primaryType: string;
  readonly message: Record<string, unknown>;
}

export interface OutgoingTransaction {
  readonly to: Address;
  readonly data: Hex;
  readonly gasLimit: bigint;
}

/**
 * An account that can sign: in a browser wallet (wallet/eip1193Account.ts), a demo wallet, or a
 * key of a test or script (`accountOfSigner`). Failures are whatever the wallet throws.
 */
export interface WalletAccount {
  readonly address: Address;
  /** Resolves with the transaction's hash as soon as it is sent. */
  sendTransaction(transaction: OutgoingTransaction): Promise<Hex>;
  signTypedData(data: TypedData): Promise<Hex>;
}

/** The digest that a signature of this data covers. */
export function digestOfTypedData(data: TypedData): Hex {
  return TypedDataEncoder.hash(data.domain, data.types, data.message) as Hex;
}

/** An ethers Signer with a provider, for tests and scripts. */
export async function accountOfSigner(signer: Signer): Promise<WalletAccount> {
  const address = toAddress(await signer.getAddress());
  return {
    address,
    async sendTransaction({ to, data, gasLimit }) {
      return (await signer.sendTransaction({ to, data, gasLimit })).hash as Hex;
    },
    async signTypedData({ domain, types, message }) {
      return (await signer.signTypedData(domain, types, message)) as Hex;
    },
  };
}
