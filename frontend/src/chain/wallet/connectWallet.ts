import { z } from "zod";
import type { Address } from "../../domain/brand.ts";
import { findAddress } from "../caip.ts";
import { ChainError } from "../errors.ts";
import { unlessAborted } from "../pause.ts";
import type { Cancellable } from "../rpc.ts";
import { toChainError } from "../toChainError.ts";
import type { Eip1193Provider } from "./eip1193.ts";

const accounts = z.array(z.string()).max(1_000);

/** The accounts that the wallet shares with this page already; opens nothing. Locked: none. */
export async function findConnectedAccounts(wallet: Eip1193Provider): Promise<Address[]> {
  return readAccounts(await ask(wallet, "eth_accounts"));
}

/**
 * Asks the person to connect; the first account is the one in use. Throws chain.rejected,
 * chain.wallet-pending (a question is open already), chain.wallet-locked, chain.wallet-timeout,
 * chain.cancelled: a closed window leaves the question open, so always offer to cancel.
 */
export async function connectWallet(
  wallet: Eip1193Provider,
  options: Cancellable & { readonly timeoutMs?: number } = {},
): Promise<[Address, ...Address[]]> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 300_000);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  let answer: unknown;
  try {
    answer = await unlessAborted(ask(wallet, "eth_requestAccounts"), signal);
  } catch (error) {
    if (options.signal?.aborted === true) throw new ChainError("chain.cancelled", { cause: error });
    if (timeout.aborted) throw new ChainError("chain.wallet-timeout", { cause: error });
    throw error;
  }
  const [first, ...others] = readAccounts(answer);
  if (first === undefined) throw new ChainError("chain.wallet-locked");
  return [first, ...others];
}

async function ask(wallet: Eip1193Provider, method: string): Promise<unknown> {
  try {
    return await wallet.request({ method });
  } catch (error) {
    throw toChainError(error);
  }
}

function readAccounts(answer: unknown): Address[] {
  const parsed = accounts.safeParse(answer);
  if (!parsed.success) throw new ChainError("chain.wallet-failed", { cause: parsed.error });
  return parsed.data.map((text) => {
    const address = findAddress(text.toLowerCase());
    if (address === undefined) throw new ChainError("chain.wallet-failed");
    return address;
  });
}
