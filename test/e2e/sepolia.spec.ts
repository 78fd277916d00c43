// Rehearses Sepolia with the app: a node of its own with Sepolia's chain id, deployed to by the
// README's own command, and a build of the app that has that deployment recorded. Nothing that is
// committed changes: the build gets the record in memory.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { Wallet } from "ethers";
import { build, preview } from "vite";
import type { Deployment } from "../../frontend/src/chain/deployment.ts";
import { renderDeployments } from "../../scripts/generate.ts";
import { startIpfsNode } from "../../scripts/ipfs-node/startIpfsNode.ts";
import { startSepoliaRehearsal } from "../../scripts/testing/rehearseSepolia.ts";
import { BrowserWallet } from "./support/browserWallet.ts";
import { textFile } from "./support/medicalFiles.ts";
import { Person } from "./support/person.ts";
import { askRpc } from "./support/system.ts";

const configFile = fileURLToPath(new URL("../../frontend/vite.config.ts", import.meta.url));

interface Sepolia {
  readonly appUrl: string;
  readonly ipfsRpcUrl: string;
  readonly deployment: Deployment;
  rpc(method: string, params: readonly unknown[]): Promise<unknown>;
}

const test = base.extend<{ sepolia: Sepolia }>({
  sepolia: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from a pattern.
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), "health-records-sepolia-"));
      const started: (() => Promise<unknown>)[] = [
        () => rm(folder, { recursive: true, force: true }),
      ];
      try {
        const rehearsal = await startSepoliaRehearsal();
        started.push(() => rehearsal.stop());
        const { deployment } = rehearsal;
        const outDir = path.join(folder, "app");
        await build({
          configFile,
          logLevel: "error",
          build: { outDir, emptyOutDir: true },
          plugins: [
            {
              name: "recorded-deployment",
              enforce: "pre",
              load: (id) =>
                id.endsWith("/chain/generated/deployments.ts")
                  ? renderDeployments([deployment])
                  : undefined,
            },
          ],
        });
        const server = await preview({
          configFile,
          logLevel: "warn",
          build: { outDir },
          preview: { host: "127.0.0.1", port: 0 },
        });
        started.push(() => server.close());
        const address = server.httpServer.address();
        if (address === null || typeof address === "string") throw new Error("no port");
        const appUrl = `http://localhost:${address.port}/`;
        const ipfs = await startIpfsNode({
          directory: path.join(folder, "ipfs"),
          port: 0,
          allowedOrigins: [new URL(appUrl).origin],
        });
        started.push(() => ipfs.close());
        await use({
          appUrl,
          ipfsRpcUrl: ipfs.rpcUrl,
          deployment,
          rpc: (method, params) => askRpc(rehearsal.rpcUrl, method, params),
        });
      } finally {
        for (const stop of started.reverse()) await stop();
      }
    },
    { timeout: 240_000 },
  ],
});

test("with Sepolia's deployment recorded, a patient registers and adds a record with MetaMask", async ({
  sepolia,
  page,
}) => {
  const { deployment } = sepolia;
  const { address, privateKey } = Wallet.createRandom();
  await sepolia.rpc("hardhat_setBalance", [address, "0x8ac7230489e80000"]);
  const wallet = await BrowserWallet.install(page, {
    key: privateKey,
    rpcUrl: deployment.rpcUrls[0] ?? "",
    chainId: deployment.chainId,
    behaviour: { chainId: 1, knownChains: [1, deployment.chainId] },
  });
  const person = new Person(page, wallet);
  await page.goto(`${sepolia.appUrl}#/settings/storage`);
  await page.getByLabel("Address of the IPFS node").fill(sepolia.ipfsRpcUrl);
  await person.button("Save the address").click();
  await expect(person.text("Saved.")).toBeVisible();

  await person.goTo("/welcome");
  // Demo wallets belong to the practice chain.
  await expect(person.text("Try it as")).toHaveCount(0);
  await person.connectMetaMask();
  await person.setUpAsPatient("Amina Diallo", "1954-03-02");
  expect(wallet.questions).toContain("wallet_switchEthereumChain");
  await person.addRecords([textFile("letter.txt", "On a chain that others share")]);
  await person.goTo("/records");
  await person.link("letter").click();
  await expect(person.text("On a chain that others share")).toBeVisible();
  const head = `0x${deployment.deploymentBlock.toString(16)}`;
  const logs = await sepolia.rpc("eth_getLogs", [
    { fromBlock: head, address: deployment.addresses.HealthRecords },
  ]);
  expect(logs).not.toEqual([]);
});
