import type { ContractTransactionResponse } from "ethers";
import type { Providers } from "../../../types/ethers-contracts/index.ts";
import type { ProviderActor } from "../cast.ts";

/** The block of a provider's last event: what the next one names as `previousBlock`. */
export async function lastEventBlockOf(
  providers: Providers,
  provider: ProviderActor,
): Promise<bigint> {
  return (await providers.providerByNumber(provider.number)).lastEventBlock;
}

/** The block that a transaction was mined in. */
export async function blockOf(sent: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("not mined");
  return receipt.blockNumber;
}
