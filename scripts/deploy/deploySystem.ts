// Deploys the seven contracts by the Ignition module, in process or on a local node over HTTP, and
// says where they are. Public chains are deployed to by `npx hardhat ignition deploy` (README).
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { getAddress } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { type ContractName, contractNames } from "../../frontend/src/chain/contractNames.ts";
import type { Deployment } from "../../frontend/src/chain/deployment.ts";
import { localChainId } from "../../frontend/src/chain/knownChains.ts";
import type { Address } from "../../frontend/src/domain/brand.ts";
import HealthRecordsModule from "../../ignition/modules/HealthRecords.ts";

/** An authority to appoint while deploying. */
export interface Appointment {
  readonly wallet: string;
  /** ISO 3166-1 numeric. */
  readonly jurisdiction: number;
  /** `0x` + 64 hex digits: SHA-256 of the public profile. */
  readonly profile: string;
  /** The same of the key document; zeros while there is none. */
  readonly keyDocument: string;
}

/** What the Ignition module leaves open; its defaults hold for what is left out. */
export interface SystemParameters {
  readonly admin?: string;
  /** Seconds. */
  readonly adminDelay?: number;
  /** Seconds. */
  readonly walletReplacementDelay?: number;
  readonly authorities?: readonly Appointment[];
}

/** The part of a Deployment that deploying decides. */
export type DeployedSystem = Pick<Deployment, "chainId" | "addresses" | "deploymentBlock">;

const journals = new URL("../../ignition/deployments/", import.meta.url);

/** Deploys everything to the chain of this connection. Throws Hardhat's own errors. */
export async function deploySystem(
  connection: NetworkConnection<string>,
  parameters: SystemParameters = {},
): Promise<DeployedSystem> {
  const { ethers, ignition } = connection;
  const { chainId } = await ethers.provider.getNetwork();
  const before = await ethers.provider.getBlockNumber();
  // A local chain forgets everything when it stops; Ignition's journal of it doesn't, and would hand
  // out addresses without code. So over HTTP each deployment has a journal of its own for as long as
  // it takes (several may run at once). In process, Ignition keeps none.
  const keepsJournal = connection.networkConfig.type === "http" && chainId === BigInt(localChainId);
  const deploymentId = `local-${randomUUID()}`;
  const deployed = await ignition
    .deploy(HealthRecordsModule, {
      ...(keepsJournal ? { deploymentId } : {}),
      parameters: {
        HealthRecords: {
          ...parameters,
          authorities: (parameters.authorities ?? []).map((appointment) => ({ ...appointment })),
        },
      },
    })
    .finally(() =>
      keepsJournal
        ? rm(new URL(deploymentId, journals), { recursive: true, force: true })
        : undefined,
    );
  const addressOf = async (name: ContractName) => {
    const key = `${name[0]?.toLowerCase()}${name.slice(1)}` as keyof typeof deployed;
    return [name, getAddress(await deployed[key].getAddress()) as Address] as const;
  };
  const entries = await Promise.all(contractNames.map(addressOf));
  return {
    chainId: Number(chainId),
    addresses: Object.fromEntries(entries) as Record<ContractName, Address>,
    deploymentBlock: before + 1,
  };
}
