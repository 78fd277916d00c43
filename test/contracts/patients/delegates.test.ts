import { expect } from "chai";
import { toBeHex, ZeroAddress } from "ethers";
import { type Cast, castSystem, DAY, Power } from "../cast.ts";
import { networkHelpers } from "../chain.ts";

const powers = [Power.addRecords, Power.grant, Power.deny, Power.revoke, Power.keys];

function addressOf(index: number): string {
  return toBeHex(0x1000 + index, 20);
}

/** Fills the patient's places; the cast's delegate has the first. */
async function fillPlaces({ patients, patient, now }: Cast, until = now + 10 * DAY) {
  for (let place = 2; place <= 16; place++) {
    await patients
      .connect(patient.wallet)
      .setDelegate(patient.number, addressOf(place), Power.grant, until);
  }
}

describe("Patients: delegates", () => {
  it("lets someone act until a date for the stated powers and no others", async () => {
    const { patients, patient, stranger, now } = await networkHelpers.loadFixture(castSystem);
    const until = now + 10 * DAY;
    const stated = Power.grant | Power.deny;

    await expect(
      patients.connect(patient.wallet).setDelegate(patient.number, stranger, stated, until),
    )
      .to.emit(patients, "PatientDelegateSet")
      .withArgs(patient.number, stranger.address, stated, until);

    for (const power of powers) {
      expect(await patients.mayAct(patient.number, stranger, power), `power ${power}`).to.equal(
        (stated & power) !== 0,
      );
    }
    expect(await patients.mayAct(patient.number, stranger, stated)).to.equal(true);
    expect(await patients.mayAct(patient.number, stranger, Power.grant | Power.revoke)).to.equal(
      false,
    );
    expect(await patients.mayAct(patient.number, stranger, 0)).to.equal(false);
    expect(await patients.isPatientSide(patient.number, stranger)).to.equal(true);
    expect(await patients.isController(patient.number, stranger)).to.equal(false);
  });

  it("ends the powers by itself at the date", async () => {
    const { patients, patient, stranger, now } = await networkHelpers.loadFixture(castSystem);
    const until = now + DAY;
    await patients
      .connect(patient.wallet)
      .setDelegate(patient.number, stranger, Power.grant, until);

    await networkHelpers.time.increaseTo(until - 1);
    expect(await patients.mayAct(patient.number, stranger, Power.grant)).to.equal(true);
    await networkHelpers.time.increaseTo(until);
    expect(await patients.mayAct(patient.number, stranger, Power.grant)).to.equal(false);
    expect(await patients.isPatientSide(patient.number, stranger)).to.equal(false);
    const listed = await patients.connect(patient.wallet).delegatesOf(patient.number);
    expect(listed[1]).to.deep.equal([stranger.address, Power.grant, until, false]);
  });

  it("acts for this patient only", async () => {
    const { patients, secondPatient, delegate } = await networkHelpers.loadFixture(castSystem);

    expect(await patients.mayAct(secondPatient.number, delegate, Power.grant)).to.equal(false);
    expect(await patients.isPatientSide(secondPatient.number, delegate)).to.equal(false);
  });

  it("changes the terms of a delegate without listing it twice", async () => {
    const { patients, patient, delegate, now } = await networkHelpers.loadFixture(castSystem);

    await expect(
      patients.connect(patient.wallet).setDelegate(patient.number, delegate, Power.deny, now + DAY),
    )
      .to.emit(patients, "PatientDelegateSet")
      .withArgs(patient.number, delegate.address, Power.deny, now + DAY);

    expect(await patients.connect(patient.wallet).delegatesOf(patient.number)).to.deep.equal([
      [delegate.address, Power.deny, now + DAY, true],
    ]);
    expect(await patients.mayAct(patient.number, delegate, Power.grant)).to.equal(false);
  });

  it("refuses the same terms again", async () => {
    const { patients, patient, delegate, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);

    await expect(
      patients
        .connect(patient.wallet)
        .setDelegate(patient.number, delegate, Power.all, verifiedUntil),
    )
      .to.be.revertedWithCustomError(patients, "PatientsAlreadySet")
      .withArgs(patient.number);
  });

  it("never lets a delegate appoint, change or end another", async () => {
    const { patients, patient, delegate, stranger, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const asDelegate = patients.connect(delegate);
    await patients
      .connect(patient.wallet)
      .setDelegate(patient.number, stranger, Power.grant, verifiedUntil);

    for (const attempt of [
      asDelegate.setDelegate(patient.number, stranger, Power.all, verifiedUntil),
      asDelegate.setDelegate(patient.number, delegate, Power.grant, verifiedUntil),
      asDelegate.removeDelegate(patient.number, stranger),
      asDelegate.offerControl(patient.number, delegate),
    ]) {
      await expect(attempt)
        .to.be.revertedWithCustomError(patients, "PatientsNotController")
        .withArgs(patient.number, delegate.address);
    }
  });

  it("refuses nobody and oneself as a delegate", async () => {
    const { patients, patient, verifiedUntil } = await networkHelpers.loadFixture(castSystem);

    for (const account of [ZeroAddress, patient.wallet.address]) {
      await expect(
        patients
          .connect(patient.wallet)
          .setDelegate(patient.number, account, Power.grant, verifiedUntil),
      )
        .to.be.revertedWithCustomError(patients, "PatientsInvalidDelegate")
        .withArgs(account);
    }
  });

  it("refuses no powers and powers that don't exist", async () => {
    const { patients, patient, stranger, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);

    for (const bits of [0, 64, Power.all + 64, 0xffff]) {
      await expect(
        patients.connect(patient.wallet).setDelegate(patient.number, stranger, bits, verifiedUntil),
      )
        .to.be.revertedWithCustomError(patients, "PatientsInvalidPowers")
        .withArgs(bits);
    }
  });

  it("refuses a date that has passed", async () => {
    const { patients, patient, stranger, now } = await networkHelpers.loadFixture(castSystem);
    await networkHelpers.time.setNextBlockTimestamp(now + DAY);

    await expect(
      patients
        .connect(patient.wallet)
        .setDelegate(patient.number, stranger, Power.grant, now + DAY),
    )
      .to.be.revertedWithCustomError(patients, "PatientsInvalidUntil")
      .withArgs(now + DAY);
  });

  it("is ended by the controller or by itself", async () => {
    const { patients, patient, delegate, stranger, verifiedUntil } =
      await networkHelpers.loadFixture(castSystem);
    const asPatient = patients.connect(patient.wallet);
    await asPatient.setDelegate(patient.number, stranger, Power.grant, verifiedUntil);

    await expect(asPatient.removeDelegate(patient.number, delegate))
      .to.emit(patients, "PatientDelegateRemoved")
      .withArgs(patient.number, delegate.address, patient.wallet.address);
    await expect(patients.connect(stranger).removeDelegate(patient.number, stranger))
      .to.emit(patients, "PatientDelegateRemoved")
      .withArgs(patient.number, stranger.address, stranger.address);

    expect(await asPatient.delegatesOf(patient.number)).to.deep.equal([]);
    for (const account of [delegate, stranger]) {
      expect(await patients.mayAct(patient.number, account, Power.grant)).to.equal(false);
    }
  });

  it("refuses to end what isn't there", async () => {
    const { patients, patient, stranger } = await networkHelpers.loadFixture(castSystem);

    for (const account of [patient.wallet, stranger]) {
      await expect(patients.connect(account).removeDelegate(patient.number, stranger))
        .to.be.revertedWithCustomError(patients, "PatientsNotDelegate")
        .withArgs(patient.number, stranger.address);
    }
  });

  it("has sixteen places, and gives one whose date has passed to somebody else", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patients, patient, stranger, verifiedUntil, now } = cast;
    const asPatient = patients.connect(patient.wallet);
    await fillPlaces(cast);

    await expect(asPatient.setDelegate(patient.number, stranger, Power.grant, verifiedUntil))
      .to.be.revertedWithCustomError(patients, "PatientsTooManyDelegates")
      .withArgs(patient.number, 16);
    // Changing one who is there needs no new place.
    await asPatient.setDelegate(patient.number, addressOf(16), Power.grant, now + 5 * DAY);

    await networkHelpers.time.increaseTo(now + 5 * DAY);
    const replaced = asPatient.setDelegate(patient.number, stranger, Power.grant, verifiedUntil);
    await expect(replaced)
      .to.emit(patients, "PatientDelegateRemoved")
      .withArgs(patient.number, addressOf(16), patient.wallet.address);
    await expect(replaced)
      .to.emit(patients, "PatientDelegateSet")
      .withArgs(patient.number, stranger.address, Power.grant, verifiedUntil);
    const listed = await asPatient.delegatesOf(patient.number);
    expect(listed.length).to.equal(16);
    expect(listed.map(({ account }) => account)).to.not.include(addressOf(16));
  });

  it("shows the delegates to the patient's side only", async () => {
    const { patients, patient, delegate, stranger, doctor } =
      await networkHelpers.loadFixture(castSystem);

    for (const account of [patient.wallet, delegate]) {
      const listed = await patients.connect(account).delegatesOf(patient.number);
      expect(listed.map((one) => one.account)).to.deep.equal([delegate.address]);
    }
    for (const account of [stranger, doctor.wallet]) {
      await expect(patients.connect(account).delegatesOf(patient.number))
        .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
        .withArgs(patient.number, account.address, 0);
    }
  });

  it("tells other contracts by reverting", async () => {
    const { patients, patient, delegate, stranger } = await networkHelpers.loadFixture(castSystem);

    for (const account of [patient.wallet, delegate]) {
      await patients.requireMayAct(patient.number, account, Power.grant);
    }
    await expect(patients.requireMayAct(patient.number, stranger, Power.grant))
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, stranger.address, Power.grant);
  });

  it("names its powers and limits", async () => {
    const { patients } = await networkHelpers.loadFixture(castSystem);

    expect(await patients.POWER_ADD_RECORDS()).to.equal(Power.addRecords);
    expect(await patients.POWER_GRANT()).to.equal(Power.grant);
    expect(await patients.POWER_DENY()).to.equal(Power.deny);
    expect(await patients.POWER_REVOKE()).to.equal(Power.revoke);
    expect(await patients.POWER_KEYS()).to.equal(Power.keys);
    expect(await patients.POWER_MANAGING()).to.equal(Power.managing);
    expect(await patients.MAX_CHARTS()).to.equal(8);
    expect(await patients.MAX_DELEGATES()).to.equal(16);
  });
});
