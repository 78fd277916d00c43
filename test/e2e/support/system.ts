// The fixture of every end-to-end test: one running system per worker, a page per person.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import { Wallet } from "ethers";
import type { Deployment } from "../../../frontend/src/chain/deployment.ts";
import { BrowserWallet, type BrowserWalletBehaviour } from "./browserWallet.ts";
import { filmScreen, showNothing, showToCamera } from "./camera.ts";
import { Person } from "./person.ts";

export interface RunningSystem {
  readonly appUrl: string;
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  readonly ipfsRpcUrl: string;
  /** One JSON-RPC question to the local chain (also evm_increaseTime and the like). */
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>;
}

interface Fixtures {
  /** A browser of its own without any session. */
  newPage(): Promise<Page>;
  /** Opens the app in a browser of this demo person's own, and connects their demo wallet. */
  openAs(demoName: string): Promise<Person>;
  /** The same for a demo person that `npm start` has set up, unlocked. */
  openProvider(demoName: string): Promise<Person>;
  /** Opens the app in a browser with MetaMask in it; a new funded account unless a key is given. */
  openWithMetaMask(options?: {
    key?: string;
    behaviour?: BrowserWalletBehaviour;
    route?: string;
  }): Promise<Person & { readonly wallet: BrowserWallet }>;
  /** A newcomer with MetaMask and a chart. */
  newPatient(name: string): Promise<Person & { readonly wallet: BrowserWallet }>;
  /** What the fake camera sees from now on. */
  camera: { show(text: string): Promise<void>; film(code: Locator): Promise<void> };
}

interface WorkerFixtures {
  /** Tests that change the clock or the cast for good name a system of their own. */
  systemName: string;
  system: RunningSystem;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  systemName: ["shared", { option: true, scope: "worker" }],
  system: [
    // biome-ignore lint/correctness/noUnusedFunctionParameters: a new name is a new worker.
    async ({ systemName }, use) => {
      const { system, stop } = await startProcess();
      await use(system);
      await stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  newPage: async ({ browser, system }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ permissions: ["camera"] });
      contexts.push(context);
      const page = await context.newPage();
      // Where an earlier test moved the chain's clock, new browsers live in the same time.
      const block = (await system.rpc("eth_getBlockByNumber", ["latest", false])) as {
        timestamp: string;
      };
      const time = Number(block.timestamp) * 1000;
      if (time > Date.now() + 3_600_000) await page.clock.install({ time });
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  openAs: async ({ system, newPage }, use) => {
    await use(async (demoName) => {
      const page = await newPage();
      await page.goto(system.appUrl);
      const person = new Person(page);
      await person.choose(demoName);
      return person;
    });
  },
  openProvider: async ({ openAs }, use) => {
    await use(async (demoName) => {
      const person = await openAs(demoName);
      await person.continueAsDemo();
      return person;
    });
  },
  openWithMetaMask: async ({ system, newPage }, use) => {
    await use(async ({ key, behaviour, route } = {}) => {
      const page = await newPage();
      const wallet = await BrowserWallet.install(page, {
        key: key ?? (await fundedKey(system)),
        rpcUrl: system.rpcUrl,
        chainId: system.deployment.chainId,
        ...(behaviour === undefined ? {} : { behaviour }),
      });
      await page.goto(`${system.appUrl}${route === undefined ? "" : `#${route}`}`);
      return Object.assign(new Person(page, wallet), { wallet });
    });
  },
  newPatient: async ({ openWithMetaMask }, use) => {
    await use(async (name) => {
      const person = await openWithMetaMask();
      await person.connectMetaMask();
      await person.setUpAsPatient(name, "1954-03-02");
      return person;
    });
  },
  camera: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from a pattern.
    async ({}, use, testInfo) => {
      const file = String(testInfo.project.metadata.cameraFile);
      await showNothing(file);
      await use({
        show: (text) => showToCamera(file, text),
        film: (code) => filmScreen(file, code),
      });
    },
    { auto: true },
  ],
});

export { expect };

/** A new account with some of the local chain's coins. */
export async function fundedKey(system: Pick<RunningSystem, "rpc">): Promise<string> {
  const { address, privateKey } = Wallet.createRandom();
  await system.rpc("hardhat_setBalance", [address, "0x8ac7230489e80000"]);
  return privateKey;
}

async function startProcess(): Promise<{ system: RunningSystem; stop: () => Promise<void> }> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL("./serveSystem.ts", import.meta.url))],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const description = await new Promise<Omit<RunningSystem, "rpc">>((resolve, reject) => {
    lines.on("line", (line) => {
      if (line.startsWith("{")) resolve(JSON.parse(line));
    });
    child.once("exit", (code) => reject(new Error(`the system ended with code ${code}`)));
    child.once("error", reject);
  });
  return {
    system: {
      ...description,
      rpc: (method, params = []) => askRpc(description.rpcUrl, method, params),
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

/** One JSON-RPC question. */
export async function askRpc(
  url: string,
  method: string,
  params: readonly unknown[],
): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as {
    result?: unknown;
    error?: { message: string };
  };
  if (error !== undefined) throw new Error(`${method}: ${error.message}`);
  return result;
}
