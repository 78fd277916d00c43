import { expect } from "chai";
import { ZeroAddress } from "ethers";
import hre, { network } from "hardhat";
import { contractNames } from "../../frontend/src/chain/contractNames.ts";
import { deploySystem } from "../../scripts/deploy/deploySystem.ts";
import { adminDelay, castSystem, walletReplacementDelay } from "./cast.ts";
import { ethers, networkHelpers } from "./chain.ts";

describe("deployment", () => {
  it("puts seven contracts with code at seven addresses", async () => {
    const { system } = await networkHelpers.loadFixture(castSystem);

    const addresses = contractNames.map((name) => system.addresses[name]);
    expect(new Set(addresses).size).to.equal(7);
    for (const address of addresses) {
      const code = await ethers.provider.getCode(address);
      expect(code.length).to.be.greaterThan(2);
      // Code that measures coverage is larger.
      const limit = hre.globalOptions.coverage ? Number.POSITIVE_INFINITY : 24_576;
      expect((code.length - 2) / 2, address).to.be.at.most(limit);
    }
  });

  it("says the chain and the first block that can hold an event", async () => {
    // On a chain where something else happened before.
    const connection = await network.create();
    await connection.networkHelpers.mine(3);
    const { provider } = connection.ethers;
    const { chainId, deploymentBlock } = await deploySystem(connection);

    expect(chainId).to.equal(31_337);
    expect(deploymentBlock).to.equal(4);
    expect((await provider.getLogs({ fromBlock: 0, toBlock: 3 })).length).to.equal(0);
    expect((await provider.getBlock(4))?.transactions.length).to.be.greaterThan(0);
  });

  it("connects the relay to the patients and the health records", async () => {
    const { patientRelay, system } = await networkHelpers.loadFixture(castSystem);

    expect(await patientRelay.targets()).to.deep.equal([
      system.addresses.Patients,
      system.addresses.HealthRecords,
    ]);
  });

  it("makes patients and health records trust this relay and nobody else", async () => {
    const { patients, healthRecords, system, stranger } =
      await networkHelpers.loadFixture(castSystem);

    for (const contract of [patients, healthRecords]) {
      expect(await contract.trustedForwarder()).to.equal(system.addresses.PatientRelay);
      expect(await contract.isTrustedForwarder(stranger)).to.equal(false);
    }
  });

  it("takes the admin, the delays and the first authorities from the parameters", async () => {
    const { authorities, providers, admin, authority, foreignAuthority } =
      await networkHelpers.loadFixture(castSystem);

    expect(await authorities.defaultAdmin()).to.equal(admin.address);
    expect(await authorities.defaultAdminDelay()).to.equal(adminDelay);
    expect(await providers.WALLET_REPLACEMENT_DELAY()).to.equal(walletReplacementDelay);
    for (const one of [authority, foreignAuthority]) {
      expect(await authorities.authorityByNumber(one.number)).to.deep.equal([
        one.wallet.address,
        one.jurisdiction,
        1,
        true,
        one.profile,
        one.keyDocument,
      ]);
    }
  });

  it("gives nobody but the admin a role", async () => {
    const { authorities, stranger } = await networkHelpers.loadFixture(castSystem);
    const [deployer] = await ethers.getSigners();

    const role = await authorities.DEFAULT_ADMIN_ROLE();
    for (const account of [deployer?.address ?? ZeroAddress, stranger.address]) {
      expect(await authorities.hasRole(role, account)).to.equal(false);
    }
  });
});
