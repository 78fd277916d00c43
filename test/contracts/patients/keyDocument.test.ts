import { expect } from "chai";
import { ZeroHash } from "ethers";
import { castSystem, digest, Power } from "../cast.ts";
import { networkHelpers } from "../chain.ts";
import { findMapping } from "../storage.ts";

const next = digest("new keys");

describe("Patients: replacing the key document", () => {
  it("raises the version by one for the controller", async () => {
    const { patients, patient } = await networkHelpers.loadFixture(castSystem);

    await expect(
      patients
        .connect(patient.wallet)
        .replaceKeyDocument(patient.number, patient.keyDocument, next),
    )
      .to.emit(patients, "PatientKeyDocumentReplaced")
      .withArgs(patient.number, 2, patient.keyDocument, next, patient.wallet.address);

    expect(await patients.patientByNumber(patient.number)).to.deep.equal([patient.id, next, 2]);
  });

  it("lets a delegate with the power for it do it, and no other delegate", async () => {
    const { patients, patient, delegate, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const asDelegate = patients.connect(delegate);

    await patients
      .connect(patient.wallet)
      .setDelegate(patient.number, delegate, Power.all & ~Power.keys, verifiedUntil);
    await expect(asDelegate.replaceKeyDocument(patient.number, patient.keyDocument, next))
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, delegate.address, Power.keys);

    await patients
      .connect(patient.wallet)
      .setDelegate(patient.number, delegate, Power.keys, verifiedUntil);
    await expect(asDelegate.replaceKeyDocument(patient.number, patient.keyDocument, next))
      .to.emit(patients, "PatientKeyDocumentReplaced")
      .withArgs(patient.number, 2, patient.keyDocument, next, delegate.address);
  });

  it("refuses one that was replaced by somebody else meanwhile", async () => {
    const { patients, patient } = await networkHelpers.loadFixture(castSystem);
    const asPatient = patients.connect(patient.wallet);
    await asPatient.replaceKeyDocument(patient.number, patient.keyDocument, next);

    await expect(
      asPatient.replaceKeyDocument(patient.number, patient.keyDocument, digest("other keys")),
    )
      .to.be.revertedWithCustomError(patients, "PatientsKeyDocumentMismatch")
      .withArgs(patient.number, patient.keyDocument, next);
  });

  it("refuses none, and the same again", async () => {
    const { patients, patient } = await networkHelpers.loadFixture(castSystem);
    const asPatient = patients.connect(patient.wallet);

    await expect(
      asPatient.replaceKeyDocument(patient.number, patient.keyDocument, ZeroHash),
    ).to.be.revertedWithCustomError(patients, "PatientsEmptyDigest");
    await expect(
      asPatient.replaceKeyDocument(patient.number, patient.keyDocument, patient.keyDocument),
    )
      .to.be.revertedWithCustomError(patients, "PatientsAlreadySet")
      .withArgs(patient.number);
  });

  it("refuses a chart that doesn't exist", async () => {
    const { patients, patient } = await networkHelpers.loadFixture(castSystem);

    await expect(patients.connect(patient.wallet).replaceKeyDocument(7, ZeroHash, next))
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(7, patient.wallet.address, Power.keys);
  });

  it("stops at the last version instead of spilling into the patient id", async () => {
    const { patients, patient } = await networkHelpers.loadFixture(castSystem);
    const words = await findMapping(
      patients,
      "uint32",
      patient.number,
      (word) => word >> 32n === BigInt(patient.id) >> 32n,
    );
    const word = words(patient.number);
    await word.write((await word.read()) | 0xffffn);

    await expect(
      patients
        .connect(patient.wallet)
        .replaceKeyDocument(patient.number, patient.keyDocument, next),
    )
      .to.be.revertedWithCustomError(patients, "PatientsKeyVersionExhausted")
      .withArgs(patient.number);
    expect(await patients.patientIdOf(patient.number)).to.equal(patient.id);
  });
});
