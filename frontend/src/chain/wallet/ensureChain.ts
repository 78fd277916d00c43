import { z } from "zod";
import type { Deployment } from "../deployment.ts";
import { ChainError, isChainError } from "../errors.ts";
import { unlessAborted } from "../pause.ts";
import type { Cancellable } from "../rpc.ts";
import { toChainError } from "../toChainError.ts";
import type { Eip1193Provider } from "./eip1193.ts";

const quantity = z.string().regex(/^0x[0-9a-f]{1,14}$/i);

/** The chain that the wallet is on. */
export async function readWalletChainId(wallet: Eip1193Provider): Promise<number> {
  const answer = await ask(wallet, "eth_chainId", []);
  // Some wallets answer with a number.
  if (typeof answer === "number" && Number.isSafeInteger(answer)) return answer;
  const parsed = quantity.safeParse(answer);
  if (!parsed.success) throw new ChainError("chain.wallet-failed", { cause: parsed.error });
  return Number(parsed.data);
}

/**
 * Gets the wallet onto the deployment's chain: switches, or adds it where the wallet doesn't know
 * it (4902; mobile says -32603). The person confirms in the wallet. Throws chain.rejected,
 * chain.wallet-pending, chain.wallet-wrong-chain (still elsewhere), chain.cancelled.
 */
export async function ensureChain(
  wallet: Eip1193Provider,
  deployment: Deployment,
  options: Cancellable = {},
): Promise<void> {
  if ((await readWalletChainId(wallet)) === deployment.chainId) return;
  try {
    await unlessAborted(switchOrAdd(wallet, deployment), options.signal);
  } catch (error) {
    if (options.signal?.aborted === true) throw new ChainError("chain.cancelled", { cause: error });
    throw error;
  }
  const actual = await readWalletChainId(wallet);
  if (actual !== deployment.chainId) {
    const details = { expected: deployment.chainId, actual };
    throw new ChainError("chain.wallet-wrong-chain", { details });
  }
}

async function switchOrAdd(wallet: Eip1193Provider, deployment: Deployment): Promise<void> {
  const chainId = `0x${deployment.chainId.toString(16)}`;
  try {
    await ask(wallet, "wallet_switchEthereumChain", [{ chainId }]);
    return;
  } catch (error) {
    if (!isUnknownChain(error)) throw error;
  }
  await ask(wallet, "wallet_addEthereumChain", [
    {
      chainId,
      chainName: deployment.name,
      nativeCurrency: deployment.coin,
      rpcUrls: deployment.rpcUrls,
      ...(deployment.explorer === undefined ? {} : { blockExplorerUrls: [deployment.explorer] }),
    },
  ]);
  // Some wallets add a chain without switching to it.
  if ((await readWalletChainId(wallet)) !== deployment.chainId) {
    await ask(wallet, "wallet_switchEthereumChain", [{ chainId }]);
  }
}

/** MetaMask says 4902, its mobile app -32603 (internal error) and nothing else to go by. */
function isUnknownChain(error: unknown): boolean {
  if (isChainError(error, "chain.chain-unknown-to-wallet")) return true;
  return isChainError(error) && error.details.code === -32_603;
}

async function ask(
  wallet: Eip1193Provider,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  try {
    return await wallet.request({ method, params });
  } catch (error) {
    throw toChainError(error);
  }
}
