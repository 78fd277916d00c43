import { expect } from "chai";
import {
  castSystem,
  DAY,
  digest,
  grantOrder,
  HOUR,
  mask,
  Purpose,
  sheetSwap,
  terms,
} from "../cast.ts";
import { connection, ethers, networkHelpers } from "../chain.ts";
import { ceilToHour, termsOf } from "./scene.ts";

const { loadFixture } = networkHelpers;

async function plainScene() {
  return await castSystem(connection);
}

/** The laboratory has asked for drawers 1 to 3. */
async function requestedScene() {
  const cast = await castSystem(connection);
  const { healthRecords, patient, laboratory, now } = cast;
  await healthRecords
    .connect(laboratory.wallet)
    .request(patient.number, laboratory.number, 0, terms(cast), now + 10 * DAY);
  return { ...cast, requestBlock: await ethers.provider.getBlockNumber() };
}

describe("HealthRecords: requesting", () => {
  it("opens a request, its times in whole hours, and lists the pair on both sides", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, laboratory, now } = scene;
    const asked = terms(scene);
    const kept = { ...asked, expiresAt: ceilToHour(now + 30 * DAY) };

    await expect(
      healthRecords
        .connect(laboratory.wallet)
        .request(patient.number, laboratory.number, 0, asked, now + 10 * DAY),
    )
      .to.emit(healthRecords, "AccessRequested")
      .withArgs(patient.number, laboratory.number, 0, termsOf(kept), ceilToHour(now + 10 * DAY), 0);
    const access = await healthRecords
      .connect(patient.wallet)
      .accessOf(patient.number, laboratory.number, false);
    expect(access).to.deep.equal([
      patient.number,
      laboratory.number,
      [0, 0, 0, 0],
      0,
      false,
      termsOf(kept),
      ceilToHour(now + 10 * DAY),
      true,
      true,
      await ethers.provider.getBlockNumber(),
    ]);
    const ofPatient = await healthRecords
      .connect(patient.wallet)
      .hospitalsOf(patient.number, 0, 10);
    const ofProvider = await healthRecords
      .connect(laboratory.wallet)
      .patientsOf(laboratory.number, 0, 10);
    expect(ofPatient).to.deep.equal([[access], 1n]);
    expect(ofProvider).to.deep.equal([[access], 1n]);
  });

  it("lets a doctor of the staff ask on the hospital's behalf", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, hospital, staffDoctor, now } = scene;
    const asked = terms(scene, { expiresAt: ceilToHour(now) + 100 * HOUR });
    const lapsesAt = ceilToHour(now) + HOUR;

    await expect(
      healthRecords
        .connect(staffDoctor.wallet)
        .request(patient.number, hospital.number, staffDoctor.number, asked, lapsesAt),
    )
      .to.emit(healthRecords, "AccessRequested")
      .withArgs(patient.number, hospital.number, staffDoctor.number, termsOf(asked), lapsesAt, 0);
  });

  it("replaces an open request", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, patient, laboratory, now, requestBlock } = scene;
    const asked = terms(scene, { readMask: mask(5), writeMask: 0, purpose: Purpose.research });

    await expect(
      healthRecords
        .connect(laboratory.wallet)
        .request(patient.number, laboratory.number, 0, asked, now + 20 * DAY),
    )
      .to.emit(healthRecords, "AccessRequested")
      .withArgs(
        patient.number,
        laboratory.number,
        0,
        [mask(5), 0, Purpose.research, ceilToHour(now + 30 * DAY)],
        ceilToHour(now + 20 * DAY),
        requestBlock,
      );
    const { total } = await healthRecords.connect(patient.wallet).hospitalsOf(patient.number, 0, 9);
    expect(total).to.equal(1);
  });

  it("refuses the same request again", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, patient, laboratory, now } = scene;

    await expect(
      healthRecords
        .connect(laboratory.wallet)
        .request(patient.number, laboratory.number, 0, terms(scene), now + 10 * DAY),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAlreadySet")
      .withArgs(patient.number, laboratory.number);
  });

  it("refuses empty terms, a purpose that says nothing and an expiry that is past", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, doctor, now } = scene;
    const ask = (overrides: Parameters<typeof terms>[1]) =>
      healthRecords
        .connect(doctor.wallet)
        .request(patient.number, doctor.number, 0, terms(scene, overrides), now + DAY);

    for (const overrides of [{ readMask: 0, writeMask: 0 }, { purpose: Purpose.none }]) {
      await expect(ask(overrides)).to.be.revertedWithCustomError(
        healthRecords,
        "HealthRecordsInvalidTerms",
      );
    }
    for (const expiresAt of [0, now, 0xffff_ffff]) {
      await expect(ask({ expiresAt }))
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidExpiry")
        .withArgs(expiresAt);
    }
    const lastWish = (2 ** 20 - 1) * HOUR;
    await expect(ask({ expiresAt: lastWish + 1 }))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidExpiry")
      .withArgs(lastWish + 1);
    await ask({ expiresAt: lastWish });
  });

  it("refuses a lapse that is past or more than 90 days ahead", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, doctor, now } = scene;
    const ask = (lapsesAt: number) =>
      healthRecords
        .connect(doctor.wallet)
        .request(patient.number, doctor.number, 0, terms(scene), lapsesAt);
    const next = now + 60;

    for (const lapsesAt of [next, next + 90 * DAY + 1]) {
      await networkHelpers.time.setNextBlockTimestamp(next);
      await expect(ask(lapsesAt))
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidLapse")
        .withArgs(lapsesAt);
      await loadFixture(plainScene);
    }
    await networkHelpers.time.setNextBlockTimestamp(next);
    await ask(next + 90 * DAY);
  });

  it("refuses a lapse beyond what a request can name, in 2089", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, providers, authority, patient, doctor } = scene;
    const last = (2 ** 20 - 1) * HOUR;
    await networkHelpers.time.increaseTo(last - 30 * DAY);
    await providers
      .connect(authority.wallet)
      .verify(doctor.number, doctor.wallet.address, doctor.kind, doctor.profile, last + DAY);
    const ask = (lapsesAt: number) =>
      healthRecords
        .connect(doctor.wallet)
        .request(patient.number, doctor.number, 0, terms(scene, { expiresAt: last }), lapsesAt);

    await expect(ask(last + 1))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidLapse")
      .withArgs(last + 1);
    await ask(last);
    const access = await healthRecords
      .connect(doctor.wallet)
      .accessOf(patient.number, doctor.number, true);
    expect([access.requestLapsesAt, access.request.expiresAt]).to.deep.equal([
      BigInt(last),
      BigInt(last),
    ]);
  });

  it("refuses a chart that doesn't exist", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patients, doctor, now } = scene;

    await expect(
      healthRecords.connect(doctor.wallet).request(7, doctor.number, 0, terms(scene), now + DAY),
    )
      .to.be.revertedWithCustomError(patients, "PatientsUnknown")
      .withArgs(7);
  });

  it("refuses a storage operator", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, operator, now } = scene;

    await expect(
      healthRecords
        .connect(operator.wallet)
        .request(patient.number, operator.number, 0, terms(scene), now + DAY),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidProvider")
      .withArgs(operator.number);
  });

  it("refuses a provider that is not verified, and whoever is not the provider", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, providers, authority, patient, doctor, stranger, now } = scene;
    await expect(
      healthRecords
        .connect(stranger)
        .request(patient.number, doctor.number, 0, terms(scene), now + DAY),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNotProvider")
      .withArgs(doctor.number, stranger.address);
    await providers.connect(authority.wallet).suspend(doctor.number);

    await expect(
      healthRecords
        .connect(doctor.wallet)
        .request(patient.number, doctor.number, 0, terms(scene), now + DAY),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsProviderNotVerified")
      .withArgs(doctor.number);
  });

  it("lapses by itself", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, patient, laboratory, now } = scene;
    const lapsesAt = ceilToHour(now + 10 * DAY);
    const read = async () =>
      await healthRecords
        .connect(laboratory.wallet)
        .accessOf(patient.number, laboratory.number, true);

    await networkHelpers.time.increaseTo(lapsesAt - 1);
    expect((await read()).pending).to.equal(true);
    await networkHelpers.time.increaseTo(lapsesAt);
    expect((await read()).pending).to.equal(false);
    await expect(
      healthRecords
        .connect(patient.wallet)
        .approve(patient.number, grantOrder(scene, laboratory), sheetSwap(digest("sheet"))),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsRequestLapsed")
      .withArgs(patient.number, laboratory.number, lapsesAt);
  });
});

describe("HealthRecords: ending a request", () => {
  it("lets the provider withdraw it, verified or not", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, providers, authority, patient, laboratory, requestBlock } = scene;
    await providers.connect(authority.wallet).suspend(laboratory.number);

    await expect(
      healthRecords.connect(laboratory.wallet).withdraw(patient.number, laboratory.number, 0),
    )
      .to.emit(healthRecords, "RequestWithdrawn")
      .withArgs(patient.number, laboratory.number, requestBlock);
    const access = await healthRecords
      .connect(patient.wallet)
      .accessOf(patient.number, laboratory.number, false);
    expect([access.request, access.requestLapsesAt, access.pending]).to.deep.equal([
      [0, 0, 0, 0],
      0n,
      false,
    ]);
  });

  it("lets the staff withdraw for the hospital, and nobody else", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, hospital, staffDoctor, doctor, now } = scene;
    await healthRecords
      .connect(hospital.wallet)
      .request(patient.number, hospital.number, 0, terms(scene), now + DAY);
    const block = await ethers.provider.getBlockNumber();

    await expect(
      healthRecords.connect(doctor.wallet).withdraw(patient.number, hospital.number, doctor.number),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNotProvider")
      .withArgs(hospital.number, doctor.wallet.address);
    await expect(
      healthRecords
        .connect(staffDoctor.wallet)
        .withdraw(patient.number, hospital.number, staffDoctor.number),
    )
      .to.emit(healthRecords, "RequestWithdrawn")
      .withArgs(patient.number, hospital.number, block);
  });

  it("lets the patient's side deny it, even lapsed", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, patient, delegate, laboratory, now, requestBlock } = scene;
    await networkHelpers.time.increaseTo(now + 11 * DAY);

    await expect(healthRecords.connect(delegate).deny(patient.number, laboratory.number))
      .to.emit(healthRecords, "RequestDenied")
      .withArgs(patient.number, laboratory.number, delegate.address, requestBlock);
  });

  it("refuses to deny or withdraw what was not asked", async () => {
    const { healthRecords, patient, laboratory } = await loadFixture(plainScene);

    await expect(healthRecords.connect(patient.wallet).deny(patient.number, laboratory.number))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoRequest")
      .withArgs(patient.number, laboratory.number);
    await expect(
      healthRecords.connect(laboratory.wallet).withdraw(patient.number, laboratory.number, 0),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoRequest")
      .withArgs(patient.number, laboratory.number);
  });

  it("lets nobody but the patient's side deny", async () => {
    const { healthRecords, patients, patient, laboratory } = await loadFixture(requestedScene);

    await expect(healthRecords.connect(laboratory.wallet).deny(patient.number, laboratory.number))
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, laboratory.wallet.address, 4);
  });

  it("keeps a live grant as it is while a change is asked for and denied", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, doctor, now } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.grant(patient.number, grantOrder(scene, doctor), sheetSwap(digest("sheet")));
    await healthRecords
      .connect(doctor.wallet)
      .request(patient.number, doctor.number, 0, terms(scene, { readMask: 0xffff }), now + DAY);

    const during = await asPatient.accessOf(patient.number, doctor.number, false);
    expect([during.live, during.pending, during.terms.readMask]).to.deep.equal([
      true,
      true,
      BigInt(mask(1, 2, 3)),
    ]);
    await asPatient.deny(patient.number, doctor.number);
    const after = await asPatient.accessOf(patient.number, doctor.number, false);
    expect([after.live, after.pending, after.terms]).to.deep.equal([true, false, during.terms]);
  });
});
