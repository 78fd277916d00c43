import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Deployment, parseDeployment } from "../../../../frontend/src/chain/deployment.ts";

export interface SpawnedChain {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  close(): Promise<void>;
}

/** A fresh chain with the contracts on it, in a process of its own (see serveChain.ts). */
export async function spawnChain(): Promise<SpawnedChain> {
  const script = fileURLToPath(new URL("serveChain.ts", import.meta.url));
  const child = spawn(process.execPath, [script], {
    cwd: fileURLToPath(new URL("../../../../", import.meta.url)),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = await new Promise<{ rpcUrl: string; deployment: unknown }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      // Hardhat may print something of its own before.
      if (line.startsWith("{")) resolve(JSON.parse(line));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the chain ended with exit code ${code}`)));
  });
  return {
    rpcUrl: ready.rpcUrl,
    deployment: parseDeployment(ready.deployment),
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
