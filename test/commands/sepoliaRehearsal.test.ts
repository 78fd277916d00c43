import { Contract, JsonRpcProvider } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contractInterfaces } from "../../frontend/src/chain/contractInterfaces.ts";
import { type ContractName, contractNames } from "../../frontend/src/chain/contractNames.ts";
import { parseDeployment } from "../../frontend/src/chain/deployment.ts";
import { findKnownChain, sepoliaChainId } from "../../frontend/src/chain/knownChains.ts";
import { renderDeployments } from "../../scripts/generate.ts";
import {
  type SepoliaRehearsal,
  startSepoliaRehearsal,
} from "../../scripts/testing/rehearseSepolia.ts";

describe("deploying to Sepolia by the documented command", () => {
  let rehearsal: SepoliaRehearsal;
  let provider: JsonRpcProvider;

  beforeAll(async () => {
    rehearsal = await startSepoliaRehearsal();
    provider = new JsonRpcProvider(rehearsal.rpcUrl);
  }, 300_000);

  afterAll(async () => {
    provider?.destroy();
    await rehearsal?.stop();
  });

  const contractAt = (name: ContractName) =>
    new Contract(rehearsal.deployment.addresses[name], contractInterfaces[name], provider);

  it("records the chain as the app knows it", () => {
    const known = findKnownChain(sepoliaChainId);

    expect(rehearsal.deployment.chainId).toBe(sepoliaChainId);
    expect(rehearsal.deployment.name).toBe(known?.name);
    expect(rehearsal.deployment.explorer).toBe(known?.explorer);
    expect(() => parseDeployment(rehearsal.deployment)).not.toThrow();
  });

  it("records seven addresses that hold the contracts", async () => {
    for (const name of contractNames) {
      const code = await provider.getCode(rehearsal.deployment.addresses[name]);
      expect(code.length, name).toBeGreaterThan(2);
    }
    const { Patients, HealthRecords } = rehearsal.deployment.addresses;
    expect([...(await contractAt("PatientRelay").getFunction("targets")())]).toEqual([
      Patients,
      HealthRecords,
    ]);
  });

  it("records the block before which nothing of ours happened", async () => {
    const { deploymentBlock, addresses } = rehearsal.deployment;

    expect(deploymentBlock).toBeGreaterThan(0);
    const all = await provider.getLogs({ address: Object.values(addresses), fromBlock: 0 });
    expect(all.length).toBeGreaterThan(0);
    for (const log of all) expect(log.blockNumber).toBeGreaterThanOrEqual(deploymentBlock);
    const first = await provider.getBlock(deploymentBlock);
    expect(first?.transactions.length).toBeGreaterThan(0);
  });

  it("makes the deployer the admin where the parameters name nobody", async () => {
    expect(await contractAt("Authorities").getFunction("defaultAdmin")()).toBe(rehearsal.deployer);
    expect(await contractAt("Authorities").getFunction("defaultAdminDelay")()).toBe(172_800n);
    expect(await contractAt("Providers").getFunction("WALLET_REPLACEMENT_DELAY")()).toBe(
      1_209_600n,
    );
  });

  it("is what the app's generated file would hold", async () => {
    const text = renderDeployments([rehearsal.deployment]);
    const json = text.slice(text.indexOf("= [") + 2, text.lastIndexOf(";"));

    expect((JSON.parse(json) as unknown[]).map(parseDeployment)).toEqual([rehearsal.deployment]);
  });

  it("deploys nothing the second time", async () => {
    const before = await provider.getTransactionCount(rehearsal.deployer);

    expect(await rehearsal.deployAgain()).toContain("Nothing new to deploy");
    expect(await provider.getTransactionCount(rehearsal.deployer)).toBe(before);
  }, 120_000);
});
