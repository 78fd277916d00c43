// Rehearses a deployment to Sepolia: a Hardhat node in a process of its own, on loopback, with
// Sepolia's chain id, deployed to by the very command that the README gives. It works on a copy of
// the sources in a temporary folder, so that a real deployment's records are never touched.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Wallet } from "ethers";
import type { Deployment } from "../../frontend/src/chain/deployment.ts";
import { sepoliaChainId } from "../../frontend/src/chain/knownChains.ts";
import { readDeployments } from "../generate.ts";

/** What the README tells people to type after `npx hardhat`. */
export const deployCommand = [
  "ignition",
  "deploy",
  "ignition/modules/HealthRecords.ts",
  "--network",
  "sepolia",
  "--parameters",
  "ignition/parameters/sepolia.json",
] as const;

export interface SepoliaRehearsal {
  readonly rpcUrl: string;
  /** Who deployed, and is the admin. */
  readonly deployer: string;
  /** As recorded, with the rehearsal's own address in place of Sepolia's. */
  readonly deployment: Deployment;
  /** Types the command again; resolves to what it said. */
  deployAgain(): Promise<string>;
  /** Stops the node and removes the copy, records and all. */
  stop(): Promise<void>;
}

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
const sources = ["contracts", "ignition/modules", "ignition/parameters", "hardhat.config.ts"];
// Spare the compiler where it has run already.
const products = ["package.json", "artifacts", "cache"];
const nodeStartsWithinMs = 120_000;
// Ignition waits for five confirmations on a public chain: blocks have to keep coming.
const blockTimeMs = 200;

/** Rejects with what the node or the command said when either fails. */
export async function startSepoliaRehearsal(): Promise<SepoliaRehearsal> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "sepolia-rehearsal-")));
  let node: ChildProcess | undefined;
  const stop = async () => {
    if (node !== undefined) await end(node);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const name of [...sources, ...products.filter((one) => existsSync(pathOf(one)))]) {
      await cp(pathOf(name), path.join(folder, name), { recursive: true });
    }
    await symlink(pathOf("node_modules"), path.join(folder, "node_modules"), "junction");

    node = hardhat(folder, [
      ...["node", "--hostname", "127.0.0.1", "--port", "0"],
      ...["--chain-id", String(sepoliaChainId)],
    ]);
    const rpcUrl = await startedAt(node);
    const deployer = Wallet.createRandom();
    await ask(rpcUrl, "hardhat_setBalance", [deployer.address, "0x56bc75e2d63100000"]);
    await ask(rpcUrl, "evm_setIntervalMining", [blockTimeMs]);
    const deploy = () =>
      ended(
        hardhat(folder, deployCommand, {
          SEPOLIA_RPC_URL: rpcUrl,
          SEPOLIA_PRIVATE_KEY: deployer.privateKey,
          // Instead of the person who is asked "Confirm deploy to network sepolia?".
          HARDHAT_IGNITION_CONFIRM_DEPLOYMENT: "true",
        }),
      );
    await deploy();

    const [recorded] = readDeployments(path.join(folder, "ignition", "deployments"));
    if (recorded === undefined) throw new Error("the deployment left no records");
    return {
      rpcUrl,
      deployer: deployer.address,
      deployment: { ...recorded, rpcUrls: [rpcUrl] },
      deployAgain: deploy,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function pathOf(name: string): string {
  return path.join(projectRoot, name);
}

function hardhat(
  cwd: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): ChildProcess {
  const cli = path.join(projectRoot, "node_modules", "hardhat", "dist", "src", "cli.js");
  return spawn(process.execPath, [cli, ...args], {
    cwd,
    env: { ...process.env, ...environment, FORCE_COLOR: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Resolves to the address that the node says it listens on. */
async function startedAt(node: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(
      () => reject(new Error(`the node didn't start: ${said}`)),
      nodeStartsWithinMs,
    );
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /JSON-RPC server at (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    node.stdout?.on("data", listen);
    node.stderr?.on("data", listen);
    node.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the node ended with ${code}: ${said}`));
    });
  });
}

/** Resolves to everything a command said, once it has succeeded. */
async function ended(command: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
    };
    command.stdout?.on("data", listen);
    command.stderr?.on("data", listen);
    command.once("error", reject);
    command.once("close", (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`hardhat ended with ${code}: ${said}`));
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}

async function ask(rpcUrl: string, method: string, params: readonly unknown[]): Promise<void> {
  const response = await fetch(rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const answer = (await response.json()) as { error?: { message: string } };
  if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
}
