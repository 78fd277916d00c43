import { expect } from "chai";
import { AbiCoder, keccak256, parseEther, toBeHex, Wallet, ZeroHash } from "ethers";
import { castSystem, digest } from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import { findMapping } from "../storage.ts";

function patientIdFor(controller: string, commitment: string): string {
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(["address", "bytes32"], [controller, commitment]),
  );
}

function numberOf(patientId: string): bigint {
  return BigInt(patientId) & 0xffff_ffffn;
}

describe("Patients: registering", () => {
  it("opens a chart under the id of the caller and their commitment", async () => {
    const { patients, stranger } = await networkHelpers.loadFixture(castSystem);
    const commitment = digest("my details, salted");
    const keyDocument = digest("my keys");
    const id = patientIdFor(stranger.address, commitment);

    await expect(patients.connect(stranger).register(commitment, keyDocument))
      .to.emit(patients, "PatientRegistered")
      .withArgs(numberOf(id), stranger.address, id, keyDocument);

    const expected = [id, keyDocument, 1];
    expect(await patients.patientById(id)).to.deep.equal(expected);
    expect(await patients.patientByNumber(numberOf(id))).to.deep.equal(expected);
    expect(await patients.patientIdOf(numberOf(id))).to.equal(id);
    expect(await patients.patientsOf(stranger)).to.deep.equal([numberOf(id)]);
    expect(await patients.isController(numberOf(id), stranger)).to.equal(true);
  });

  it("gives another wallet with the same commitment another chart", async () => {
    const { patients, patient, stranger } = await networkHelpers.loadFixture(castSystem);

    await patients.connect(stranger).register(patient.commitment, patient.keyDocument);

    const [number] = await patients.patientsOf(stranger);
    expect(number).to.not.equal(patient.number);
    expect(await patients.isController(patient.number, stranger)).to.equal(false);
  });

  it("refuses an empty commitment or key document", async () => {
    const { patients, stranger } = await networkHelpers.loadFixture(castSystem);

    const asStranger = patients.connect(stranger);
    for (const [commitment, keyDocument] of [
      [ZeroHash, digest("keys")],
      [digest("details"), ZeroHash],
    ] as const) {
      await expect(asStranger.register(commitment, keyDocument)).to.be.revertedWithCustomError(
        patients,
        "PatientsEmptyDigest",
      );
    }
  });

  it("refuses the same details from the same wallet twice", async () => {
    const { patients, patient } = await networkHelpers.loadFixture(castSystem);

    await expect(
      patients.connect(patient.wallet).register(patient.commitment, digest("other keys")),
    )
      .to.be.revertedWithCustomError(patients, "PatientsNumberTaken")
      .withArgs(patient.id, patient.number);
  });

  it("refuses an id whose number belongs to somebody else's chart", async () => {
    const { patients, patient, stranger } = await networkHelpers.loadFixture(castSystem);
    const commitment = digest("collides");
    const id = patientIdFor(stranger.address, commitment);
    // A real collision takes 2^32 tries: put somebody else's word where this chart's would go.
    const words = await findMapping(
      patients,
      "uint32",
      patient.number,
      (word) => word >> 32n === BigInt(patient.id) >> 32n,
    );
    await words(numberOf(id)).write(await words(patient.number).read());

    await expect(patients.connect(stranger).register(commitment, digest("keys")))
      .to.be.revertedWithCustomError(patients, "PatientsNumberTaken")
      .withArgs(id, numberOf(id));
  });

  it("refuses an id whose number is zero, which marks a free place", async () => {
    const { patients, stranger } = await networkHelpers.loadFixture(castSystem);
    // Found by trying four billion commitments for this address.
    const controller = await ethers.getImpersonatedSigner(
      "0x1000000000000000000000000000000000000001",
    );
    await stranger.sendTransaction({ to: controller, value: parseEther("1") });
    const commitment = toBeHex(4_285_738_187, 32);
    const id = patientIdFor(controller.address, commitment);
    expect(numberOf(id)).to.equal(0n);

    await expect(patients.connect(controller).register(commitment, digest("keys")))
      .to.be.revertedWithCustomError(patients, "PatientsNumberTaken")
      .withArgs(id, 0);
  });

  it("lets a wallet control eight charts and no more", async () => {
    const { patients, stranger } = await networkHelpers.loadFixture(castSystem);
    const asStranger = patients.connect(stranger);
    const numbers: bigint[] = [];
    for (let chart = 1; chart <= 8; chart++) {
      const commitment = digest(`details ${chart}`);
      await asStranger.register(commitment, digest("keys"));
      numbers.push(numberOf(patientIdFor(stranger.address, commitment)));
    }

    expect(await patients.patientsOf(stranger)).to.deep.equal(numbers);
    for (const number of numbers) {
      expect(await patients.isController(number, stranger)).to.equal(true);
    }
    await expect(asStranger.register(digest("details 9"), digest("keys")))
      .to.be.revertedWithCustomError(patients, "PatientsTooManyCharts")
      .withArgs(stranger.address, 8);
  });

  it("knows nothing of a chart that was never opened", async () => {
    const { patients, patient, stranger } = await networkHelpers.loadFixture(castSystem);
    const unknown = patientIdFor(stranger.address, digest("never registered"));
    const sameNumber = `${digest("other").slice(0, -8)}${patient.id.slice(-8)}`;

    for (const id of [unknown, sameNumber]) {
      await expect(patients.patientById(id))
        .to.be.revertedWithCustomError(patients, "PatientsUnknownId")
        .withArgs(id);
    }
    for (const number of [0n, numberOf(unknown)]) {
      await expect(patients.patientByNumber(number))
        .to.be.revertedWithCustomError(patients, "PatientsUnknown")
        .withArgs(number);
      await expect(patients.patientIdOf(number))
        .to.be.revertedWithCustomError(patients, "PatientsUnknown")
        .withArgs(number);
    }
    expect(await patients.patientsOf(Wallet.createRandom().address)).to.deep.equal([]);
  });

  it("says that nobody controls the chart zero, free places or not", async () => {
    const { patients, patient, stranger } = await networkHelpers.loadFixture(castSystem);

    expect(await patients.isController(0, patient.wallet)).to.equal(false);
    expect(await patients.isController(0, stranger)).to.equal(false);
  });
});
