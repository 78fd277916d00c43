// The whole system without a browser: a chain in this process with the contracts on it, the
// embedded IPFS node in a folder of its own, and the same use cases that the app runs.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import type { Deployment } from "../../frontend/src/chain/deployment.ts";
import { knownChains, localChainId } from "../../frontend/src/chain/knownChains.ts";
import { ChainReader } from "../../frontend/src/chain/reader.ts";
import type { Rpc } from "../../frontend/src/chain/rpc.ts";
import { accountOfSigner, type WalletAccount } from "../../frontend/src/chain/walletAccount.ts";
import { ChainWriter } from "../../frontend/src/chain/writer.ts";
import { createCrypto } from "../../frontend/src/crypto/createCrypto.ts";
import { platformRandom } from "../../frontend/src/crypto/random.ts";
import { createIpfsStore } from "../../frontend/src/ipfs/createIpfsStore.ts";
import { type IpfsEndpoint, parseEndpoint } from "../../frontend/src/ipfs/parseEndpoint.ts";
import { createUseCases } from "../../frontend/src/usecases/createUseCases.ts";
import type { LocalStore } from "../../frontend/src/usecases/localStore.ts";
import { memoryLocalStore } from "../../frontend/src/usecases/memoryLocalStore.ts";
import type { Ports } from "../../frontend/src/usecases/ports.ts";
import type { Doorstep } from "../../frontend/src/usecases/useCases.ts";
import { deploySystem, type SystemParameters } from "../deploy/deploySystem.ts";
import { type IpfsNode, startIpfsNode } from "../ipfs-node/startIpfsNode.ts";

type Connection = NetworkConnection<string>;

/** One person at one computer: a wallet, a browser's storage, and the use cases. */
export interface HeadlessPerson {
  readonly account: WalletAccount;
  readonly store: LocalStore;
  readonly ports: Ports;
  readonly doorstep: Doorstep;
}

export interface HeadlessSystem {
  readonly connection: Connection;
  readonly deployment: Deployment;
  readonly rpc: Rpc;
  readonly reader: ChainReader;
  readonly ipfs: IpfsNode;
  readonly ipfsEndpoint: IpfsEndpoint;
  /** Where the IPFS node keeps everything that it has. */
  readonly ipfsFolder: string;
  /** @param index of the chain's funded accounts; 0 deploys, 1 is the admin. */
  person(index: number, overrides?: Partial<Ports>): Promise<HeadlessPerson>;
  /** The chain's clock, Unix seconds. */
  now(): Promise<number>;
  /** Lets the chain's clock go on, and mines a block. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

export async function startHeadlessSystem(
  options: { parameters?: SystemParameters } = {},
): Promise<HeadlessSystem> {
  const folder = await mkdtemp(path.join(tmpdir(), "health-records-"));
  const connection: Connection = await network.create();
  try {
    const ipfs = await startIpfsNode({ directory: folder });
    return await assemble(connection, ipfs, folder, options.parameters);
  } catch (error) {
    await connection.close();
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function assemble(
  connection: Connection,
  ipfs: IpfsNode,
  folder: string,
  parameters: SystemParameters = {},
): Promise<HeadlessSystem> {
  const signers = await connection.ethers.getSigners();
  const system = await deploySystem(connection, {
    admin: signers[1]?.address ?? "",
    ...parameters,
  });
  const known = knownChains.find(({ chainId }) => chainId === localChainId);
  const deployment: Deployment = {
    ...system,
    name: known?.name ?? "in process",
    coin: known?.coin ?? { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: ["http://127.0.0.1:1"],
  };
  const rpc: Rpc = {
    send: (method, params) => connection.provider.request({ method, params: [...params] }),
  };
  const reader = new ChainReader(rpc, deployment);
  const ipfsEndpoint = parseEndpoint(ipfs.rpcUrl);
  let chainTime = await reader.timestampOf();
  return {
    connection,
    deployment,
    rpc,
    reader,
    ipfs,
    ipfsEndpoint,
    ipfsFolder: folder,
    async person(index, overrides = {}) {
      const signer = signers[index];
      if (signer === undefined) throw new Error(`no account ${index} on this chain`);
      const account = await accountOfSigner(signer);
      const store = overrides.store ?? memoryLocalStore();
      const ports: Ports = {
        reader,
        writer: new ChainWriter({ rpc, deployment, account, waiting: { pollMs: 100 } }),
        crypto: createCrypto(platformRandom),
        ipfs: createIpfsStore({ endpoint: ipfsEndpoint }),
        store,
        // People live in the chain's time here, so that a test can let a year pass.
        clock: { now: () => chainTime },
        random: platformRandom,
        ...overrides,
      };
      await readTime();
      return { account, store, ports, doorstep: createUseCases(ports) };
    },
    now: readTime,
    async pass(seconds) {
      await connection.networkHelpers.time.increase(seconds);
      await readTime();
    },
    async close() {
      await ipfs.close();
      await connection.close();
      await rm(folder, { recursive: true, force: true });
    },
  };

  async function readTime(): Promise<number> {
    chainTime = await reader.timestampOf();
    return chainTime;
  }
}
