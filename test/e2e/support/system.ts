// The fixture of every end-to-end test: one running system per worker, a page per person.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import type { Deployment } from "../../../frontend/src/chain/deployment.ts";
import { showToCamera } from "./camera.ts";
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
  /** Opens the app in a browser of this person's own. */
  openAs(demoName: string): Promise<Person>;
  /** A browser of its own without any session. */
  newPage(): Promise<Page>;
  /** Draws what the fake camera sees from now on. */
  camera: { show(text: string): Promise<void> };
}

interface WorkerFixtures {
  system: RunningSystem;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  system: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from a pattern.
    async ({}, use) => {
      const { system, stop } = await startProcess();
      await use(system);
      await stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  newPage: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ permissions: ["camera"] });
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
  openAs: async ({ system, newPage }, use) => {
    await use(async (demoName) => {
      const page = await newPage();
      await page.goto(system.appUrl);
      const person = new Person(page, system);
      await person.choose(demoName);
      return person;
    });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from a pattern.
  camera: async ({}, use, testInfo) => {
    const file = String(testInfo.project.metadata.cameraFile);
    await use({ show: (text) => showToCamera(file, text) });
  },
});

export { expect };

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
  let nextId = 1;
  return {
    system: {
      ...description,
      async rpc(method, params = []) {
        const response = await fetch(description.rpcUrl, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ jsonrpc: "2.0", id: nextId++, method, params }),
        });
        const { result, error } = (await response.json()) as {
          result?: unknown;
          error?: { message: string };
        };
        if (error !== undefined) throw new Error(error.message);
        return result;
      },
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
