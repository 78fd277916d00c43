// The whole system on one computer, everything on loopback: web app, chain, IPFS node, cast. What
// `npm start` runs and what the end-to-end tests use.
import type { IpfsNode } from "../ipfs-node/startIpfsNode.ts";
import { startIpfsNode } from "../ipfs-node/startIpfsNode.ts";
import { type CastMember, castParameters, seedCast } from "./seedCast.ts";
import { type AppServer, buildApp, serveApp } from "./serveApp.ts";
import { type LocalChain, startChain } from "./startChain.ts";

export interface SystemOptions {
  readonly ports: { readonly app: number; readonly chain: number; readonly ipfs: number };
  /** Where the IPFS node keeps its blocks. */
  readonly ipfsDirectory: string;
  /** A taken port: an error, or the next free one. */
  readonly strictPorts: boolean;
  /** Verified doctor, hospital and authority, ready to use; without it the chain is bare. */
  readonly withCast: boolean;
  /** One line per step, for a person who waits. */
  readonly onStep?: (line: string) => void;
}

export interface System {
  readonly appUrl: string;
  readonly chain: LocalChain;
  readonly ipfs: IpfsNode;
  readonly cast: readonly CastMember[];
  close(): Promise<void>;
}

/** Closes what it had started when a later step fails. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const step = (line: string) => options.onStep?.(line);
  const running: { close(): Promise<void> }[] = [];
  const closeAll = async () => {
    for (const part of running.reverse()) {
      await part.close();
    }
  };
  try {
    step("Building the web app");
    await buildApp();

    let local: unknown;
    const app: AppServer = await serveApp({
      port: options.ports.app,
      strictPort: options.strictPorts,
      localJson: () => local,
    });
    running.push(app);
    const { port } = new URL(app.url);

    step("Starting the IPFS node");
    const ipfs = await startIpfsNode({
      directory: options.ipfsDirectory,
      port: options.ports.ipfs,
      allowedOrigins: [`http://localhost:${port}`, `http://127.0.0.1:${port}`],
    });
    running.push(ipfs);

    step("Starting the chain and deploying the contracts");
    const { chain, cast } = await startChainWithCast(options, ipfs.rpcUrl, step);
    running.push(chain);

    local = {
      deployment: chain.deployment,
      instance: chain.instance,
      ipfs: { rpcUrl: ipfs.rpcUrl },
      cast,
    };
    return { appUrl: app.url, chain, ipfs, cast, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function startChainWithCast(
  options: SystemOptions,
  ipfsRpcUrl: string,
  step: (line: string) => void,
): Promise<{ chain: LocalChain; cast: readonly CastMember[] }> {
  if (!options.withCast) {
    return { chain: await startChain({ port: options.ports.chain }), cast: [] };
  }
  const parameters = await castParameters(ipfsRpcUrl);
  const chain = await startChain({ port: options.ports.chain, parameters });
  try {
    step("Setting up the cast: an authority, a doctor, a hospital");
    return { chain, cast: await seedCast(chain, ipfsRpcUrl) };
  } catch (error) {
    await chain.close();
    throw error;
  }
}
