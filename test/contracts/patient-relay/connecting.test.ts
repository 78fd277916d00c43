import { expect } from "chai";
import { ZeroAddress } from "ethers";
import type { PatientRelay } from "../../../types/ethers-contracts/index.ts";
import { type Cast, castSystem } from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import { orderCases } from "./orderCases.ts";
import { authorize } from "./orders.ts";

async function deployRelay({ sponsor }: Cast): Promise<PatientRelay> {
  const relay = await ethers.deployContract("PatientRelay", [sponsor]);
  return relay.connect(sponsor) as unknown as PatientRelay;
}

describe("PatientRelay: connecting", () => {
  it("is done once, by whoever the deployment names", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patients, healthRecords, stranger, sponsor } = cast;
    const [patientsAddress, healthRecordsAddress] = await Promise.all([
      patients.getAddress(),
      healthRecords.getAddress(),
    ]);
    const relay = await deployRelay(cast);
    expect(await relay.targets()).to.deep.equal([ZeroAddress, ZeroAddress]);

    const [deployer] = await ethers.getSigners();
    for (const account of [stranger, deployer ?? stranger]) {
      await expect(relay.connect(account).connectTo(patientsAddress, healthRecordsAddress))
        .to.be.revertedWithCustomError(relay, "PatientRelayNotDeployer")
        .withArgs(account.address);
    }
    await expect(relay.connect(sponsor).connectTo(patientsAddress, healthRecordsAddress))
      .to.emit(relay, "RelayConnected")
      .withArgs(patientsAddress, healthRecordsAddress);
    expect(await relay.targets()).to.deep.equal([patientsAddress, healthRecordsAddress]);
    await expect(
      relay.connect(sponsor).connectTo(patientsAddress, healthRecordsAddress),
    ).to.be.revertedWithCustomError(relay, "PatientRelayAlreadyConnected");
  });

  it("refuses a target without code, and the same one twice", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const relay = await deployRelay(cast);
    const contract = await cast.patients.getAddress();

    for (const [patients, healthRecords, refused] of [
      [ZeroAddress, contract, ZeroAddress],
      [cast.stranger.address, contract, cast.stranger.address],
      [contract, ZeroAddress, ZeroAddress],
      [contract, cast.stranger.address, cast.stranger.address],
      [contract, contract, contract],
    ] as const) {
      await expect(relay.connect(cast.sponsor).connectTo(patients, healthRecords))
        .to.be.revertedWithCustomError(relay, "PatientRelayInvalidTarget")
        .withArgs(refused);
    }
  });

  it("comes before any order", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const unconnected = { ...cast, patientRelay: await deployRelay(cast) };

    for (const { name, fields, send } of orderCases) {
      const auth = await authorize(unconnected, cast.patient.wallet, name, fields(cast));
      await expect(send(unconnected, fields(cast), auth), name).to.be.revertedWithCustomError(
        unconnected.patientRelay,
        "PatientRelayNotConnected",
      );
    }
  });
});
