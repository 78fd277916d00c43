// A chain of one's own on loopback: Hardhat's simulated network behind JSON-RPC, with our contracts
// deployed. It forgets everything when it stops.
import { network } from "hardhat";
import type { Deployment } from "../../frontend/src/chain/deployment.ts";
import { findKnownChain, localChainId } from "../../frontend/src/chain/knownChains.ts";
import { deploySystem, type SystemParameters } from "../deploy/deploySystem.ts";

export interface LocalChain {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  /** Changes with every fresh chain: what a browser kept of an earlier one is not this one's. */
  readonly instance: string;
  close(): Promise<void>;
}

/** `port` 0 = any free port. Rejects with Node's own error when the port is taken. */
export async function startChain(options: {
  port: number;
  parameters?: SystemParameters;
}): Promise<LocalChain> {
  const server = await network.createServer({ network: "node" }, "127.0.0.1", options.port);
  const { address, port } = await server.listen();
  const rpcUrl = `http://${address}:${port}`;
  try {
    const connection = await network.create({ network: "local", override: { url: rpcUrl } });
    const system = await deploySystem(connection, options.parameters);
    const block = await connection.ethers.provider.getBlock(system.deploymentBlock);
    await connection.close();
    const known = findKnownChain(localChainId);
    if (known === undefined || block === null) {
      throw new Error("the local chain did not keep what was deployed on it");
    }
    return {
      rpcUrl,
      deployment: {
        ...system,
        name: known.name,
        coin: known.coin,
        rpcUrls: [rpcUrl],
      },
      instance: (block.hash ?? "").slice(2, 18),
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
