import { z } from "zod";
import type { Address } from "../../domain/brand.ts";
import { findAddress } from "../caip.ts";
import type { Eip1193Provider } from "./eip1193.ts";

export interface WalletListener {
  /** `undefined`: the wallet was locked or disconnected. */
  onAccount(account: Address | undefined): void;
  onChain(chainId: number): void;
}

const accounts = z.array(z.string());
const chainIds = z.union([z.string().regex(/^0x[0-9a-f]{1,14}$/i), z.int().positive()]);

/** Calls back when the person changes account or chain in the wallet. Returns what ends that. */
export function watchWallet(wallet: Eip1193Provider, listener: WalletListener): () => void {
  const onAccounts = (value: unknown) => {
    const parsed = accounts.safeParse(value);
    if (parsed.success) listener.onAccount(findAddress(parsed.data[0]?.toLowerCase() ?? ""));
  };
  const onChain = (value: unknown) => {
    const parsed = chainIds.safeParse(value);
    if (parsed.success) listener.onChain(Number(parsed.data));
  };
  wallet.on?.("accountsChanged", onAccounts);
  wallet.on?.("chainChanged", onChain);
  return () => {
    wallet.removeListener?.("accountsChanged", onAccounts);
    wallet.removeListener?.("chainChanged", onChain);
  };
}
