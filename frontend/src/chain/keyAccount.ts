import type { BaseWallet } from "ethers";
import { z } from "zod";
import { toAddress } from "./caip.ts";
import type { Hex } from "./calls.ts";
import { ChainError } from "./errors.ts";
import { readFeePrices } from "./feePrices.ts";
import type { Rpc } from "./rpc.ts";
import type { WalletAccount } from "./walletAccount.ts";

const quantity = z.string().regex(/^0x[0-9a-f]{1,16}$/i);
const hash = z.string().regex(/^0x[0-9a-f]{64}$/i);

/**
 * An account whose key is at hand: scripts, tests and the local chain's demo wallets. Signs here
 * and sends the raw transaction; one at a time, so that nonces never collide.
 */
export function keyAccount(wallet: BaseWallet, rpc: Rpc, chainId: number): WalletAccount {
  const address = toAddress(wallet.address);
  let previous: Promise<unknown> = Promise.resolve();

  async function signAndSend(to: string, data: Hex, gasLimit: bigint): Promise<Hex> {
    const nonce = quantity.safeParse(
      await rpc.send("eth_getTransactionCount", [address, "pending"]),
    );
    if (!nonce.success) throw new ChainError("chain.rpc-nonsense");
    const prices = await readFeePrices(rpc);
    const raw = await wallet.signTransaction({
      type: 2,
      chainId,
      nonce: Number(nonce.data),
      to,
      data,
      gasLimit,
      maxFeePerGas: prices.most,
      maxPriorityFeePerGas: prices.priority,
    });
    const sent = hash.safeParse(await rpc.send("eth_sendRawTransaction", [raw]));
    if (!sent.success) throw new ChainError("chain.rpc-nonsense");
    return sent.data as Hex;
  }

  return {
    address,
    sendTransaction({ to, data, gasLimit }) {
      const next = previous.then(() => signAndSend(to, data, gasLimit));
      previous = next.catch(() => undefined);
      return next;
    },
    async signTypedData({ domain, types, message }) {
      return (await wallet.signTypedData(domain, types, message)) as Hex;
    },
  };
}
