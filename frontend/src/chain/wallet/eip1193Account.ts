import { TypedDataEncoder } from "ethers";
import { z } from "zod";
import type { Address } from "../../domain/brand.ts";
import type { Hex } from "../calls.ts";
import { ChainError } from "../errors.ts";
import { toChainError } from "../toChainError.ts";
import type { WalletAccount } from "../walletAccount.ts";
import { findConnectedAccounts } from "./connectWallet.ts";
import type { Eip1193Provider } from "./eip1193.ts";
import { readWalletChainId } from "./ensureChain.ts";

const hash = z.string().regex(/^0x[0-9a-f]{64}$/i);
const signature = z.string().regex(/^0x([0-9a-f]{2}){1,20000}$/i);

/**
 * One account of a browser wallet on one chain. Before each question it makes sure that the
 * wallet is still on that chain (EIP-712 is refused elsewhere with -32603, and a transaction
 * would go to the wrong chain) and still shares that account. Throws ChainError.
 */
export function eip1193Account(
  wallet: Eip1193Provider,
  address: Address,
  chainId: number,
): WalletAccount {
  async function checkWallet(): Promise<void> {
    const [actual, accounts] = await Promise.all([
      readWalletChainId(wallet),
      findConnectedAccounts(wallet),
    ]);
    if (accounts.length === 0) throw new ChainError("chain.wallet-locked");
    if (!accounts.includes(address)) throw new ChainError("chain.wallet-wrong-account");
    if (actual !== chainId) {
      throw new ChainError("chain.wallet-wrong-chain", { details: { expected: chainId, actual } });
    }
  }

  async function ask(
    schema: z.ZodType<string>,
    method: string,
    params: readonly unknown[],
  ): Promise<Hex> {
    await checkWallet();
    let answer: unknown;
    try {
      answer = await wallet.request({ method, params });
    } catch (error) {
      throw toChainError(error);
    }
    const parsed = schema.safeParse(answer);
    if (!parsed.success) throw new ChainError("chain.wallet-failed", { cause: parsed.error });
    return parsed.data as Hex;
  }

  return {
    address,
    sendTransaction({ to, data, gasLimit }) {
      const gas = `0x${gasLimit.toString(16)}`;
      // No prices: the wallet knows better, and shows them to the person.
      return ask(hash, "eth_sendTransaction", [{ from: address, to, data, gas, value: "0x0" }]);
    },
    signTypedData({ domain, types, message }) {
      const payload = TypedDataEncoder.getPayload(domain, types, message);
      return ask(signature, "eth_signTypedData_v4", [address, JSON.stringify(payload)]);
    },
  };
}
