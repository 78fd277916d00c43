import { expect } from "chai";
import { VoidSigner, ZeroAddress, ZeroHash } from "ethers";
import {
  DAY,
  digest,
  grantOrder,
  mask,
  newRecord,
  Power,
  packEpochs,
  Right,
  sheetSwap,
} from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import { firstSheet, grantedScene, nextSwap, secondSheet, thirdSheet } from "./scene.ts";

const { loadFixture } = networkHelpers;

/**
 * The doctor and the hospital read drawers 1 to 3, the laboratory only writes drawer 5, and drawer
 * 1 holds five records, drawer 4 one.
 */
async function readingScene() {
  const scene = await grantedScene();
  const { healthRecords, patient, hospital, laboratory } = scene;
  const asPatient = healthRecords.connect(patient.wallet);
  await asPatient.grantMany(
    patient.number,
    [
      grantOrder(scene, hospital),
      grantOrder(scene, laboratory, { readMask: 0, writeMask: mask(5) }),
    ],
    nextSwap,
  );
  await asPatient.addRecords(patient.number, [
    ...Array.from({ length: 5 }, (_, index) => newRecord({ manifest: digest(`record ${index}`) })),
    newRecord({ compartment: 4 }),
  ]);
  return { ...scene, recordBlock: await ethers.provider.getBlockNumber() };
}

describe("HealthRecords: who has access", () => {
  it("is the provider, and the current staff of a hospital, within the grant", async () => {
    const { healthRecords, patient, doctor, hospital, staffDoctor, laboratory } =
      await loadFixture(readingScene);
    const can = (
      provider: number,
      actor: { wallet: { address: string } },
      drawer: number,
      right: number,
    ) => healthRecords.hasAccess(patient.number, provider, actor.wallet.address, drawer, right);

    expect(await can(doctor.number, doctor, 1, Right.read)).to.equal(true);
    expect(await can(doctor.number, doctor, 3, Right.read)).to.equal(true);
    expect(await can(doctor.number, doctor, 1, Right.write)).to.equal(true);
    expect(await can(doctor.number, doctor, 2, Right.write)).to.equal(false);
    expect(await can(doctor.number, doctor, 4, Right.read)).to.equal(false);
    expect(await can(doctor.number, doctor, 16, Right.read)).to.equal(false);
    expect(await can(hospital.number, hospital, 1, Right.read)).to.equal(true);
    expect(await can(hospital.number, staffDoctor, 1, Right.read)).to.equal(true);
    expect(await can(hospital.number, doctor, 1, Right.read)).to.equal(false);
    expect(await can(doctor.number, staffDoctor, 1, Right.read)).to.equal(false);
    expect(await can(laboratory.number, laboratory, 5, Right.write)).to.equal(true);
    expect(await can(laboratory.number, laboratory, 5, Right.read)).to.equal(false);
  });

  it("is nobody for a provider that doesn't exist, and never the zero address", async () => {
    const { healthRecords, patient } = await loadFixture(readingScene);

    for (const provider of [0, 99]) {
      expect(
        await healthRecords.hasAccess(patient.number, provider, ZeroAddress, 1, Right.read),
      ).to.equal(false);
    }
  });

  it("ends with the grant, to the second", async () => {
    const { healthRecords, patient, doctor, now } = await loadFixture(readingScene);
    const can = () =>
      healthRecords.hasAccess(patient.number, doctor.number, doctor.wallet, 1, Right.read);

    await networkHelpers.time.increaseTo(now + 30 * DAY - 1);
    expect(await can()).to.equal(true);
    await networkHelpers.time.increaseTo(now + 30 * DAY);
    expect(await can()).to.equal(false);
  });

  it("ends while the provider is suspended, when its verification ends, or it leaves", async () => {
    const { healthRecords, providers, staff, authority, patient, doctor, hospital, staffDoctor } =
      await loadFixture(readingScene);
    const can = () =>
      healthRecords.hasAccess(patient.number, doctor.number, doctor.wallet, 1, Right.read);
    const staffCan = () =>
      healthRecords.hasAccess(patient.number, hospital.number, staffDoctor.wallet, 1, Right.read);

    await providers.connect(authority.wallet).suspend(doctor.number);
    expect(await can()).to.equal(false);
    await providers.connect(authority.wallet).reinstate(doctor.number);
    expect(await can()).to.equal(true);
    await providers.connect(authority.wallet).revoke(doctor.number);
    expect(await can()).to.equal(false);
    expect(await staffCan()).to.equal(true);
    await staff.connect(staffDoctor.wallet).remove(hospital.number, staffDoctor.number);
    expect(await staffCan()).to.equal(false);
  });
});

describe("HealthRecords: reading records", () => {
  it("pages through a compartment, oldest first", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(readingScene);
    const asDoctor = healthRecords.connect(doctor.wallet);
    const read = async (from: number, limit: number) => {
      const { page, total } = await asDoctor.recordsIn(
        patient.number,
        doctor.number,
        1,
        from,
        limit,
      );
      expect(total).to.equal(5);
      return page.map(({ ref, manifest }) => [ref, manifest]);
    };
    const entry = (index: number) => [BigInt((1 << 16) | index), digest(`record ${index}`)];

    expect(await read(0, 2)).to.deep.equal([entry(0), entry(1)]);
    expect(await read(3, 1000)).to.deep.equal([entry(3), entry(4)]);
    expect(await read(5, 10)).to.deep.equal([]);
    expect(await read(2 ** 40, 10)).to.deep.equal([]);
    expect(await read(0, 0)).to.deep.equal([]);
  });

  it("counts only what the caller may read", async () => {
    const { healthRecords, patient, doctor, laboratory } = await loadFixture(readingScene);
    const counts = async (wallet: typeof doctor.wallet, provider: number) =>
      (await healthRecords.connect(wallet).recordCounts(patient.number, provider)).map(Number);
    const expected = (overrides: Record<number, number>) =>
      Array.from({ length: 16 }, (_, index) => overrides[index] ?? 0);

    expect(await counts(patient.wallet, 0)).to.deep.equal(expected({ 1: 5, 4: 1 }));
    expect(await counts(doctor.wallet, doctor.number)).to.deep.equal(expected({ 1: 5 }));
    expect(await counts(laboratory.wallet, laboratory.number)).to.deep.equal(expected({}));
  });

  it("lets the staff of a hospital read for it", async () => {
    const { healthRecords, patient, hospital, staffDoctor } = await loadFixture(readingScene);

    const { total } = await healthRecords
      .connect(staffDoctor.wallet)
      .recordsIn(patient.number, hospital.number, 1, 0, 1);
    expect(total).to.equal(5);
  });

  it("refuses a compartment outside the grant, and one that doesn't exist", async () => {
    const { healthRecords, patient, doctor, laboratory } = await loadFixture(readingScene);

    for (const [provider, compartment] of [
      [doctor, 4],
      [laboratory, 5],
    ] as const) {
      await expect(
        healthRecords
          .connect(provider.wallet)
          .recordsIn(patient.number, provider.number, compartment, 0, 1),
      )
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
        .withArgs(patient.number, provider.wallet.address);
    }
    for (const read of [
      () => healthRecords.connect(patient.wallet).recordsIn(patient.number, 0, 16, 0, 1),
      () => healthRecords.connect(patient.wallet).readersOf(patient.number, 0, 16),
    ]) {
      await expect(read())
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidCompartment")
        .withArgs(16);
    }
  });

  it("refuses pages of more than 1,000 records, or 500 pairs", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(readingScene);
    const asPatient = healthRecords.connect(patient.wallet);

    for (const [read, maximum] of [
      [(limit: number) => asPatient.recordsIn(patient.number, 0, 1, 0, limit), 1000],
      [(limit: number) => asPatient.doctorsOf(patient.number, 0, limit), 500],
      [(limit: number) => asPatient.hospitalsOf(patient.number, 0, limit), 500],
      [
        (limit: number) => healthRecords.connect(doctor.wallet).patientsOf(doctor.number, 0, limit),
        500,
      ],
    ] as const) {
      await expect(read(maximum + 1))
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsPageTooLarge")
        .withArgs(maximum + 1, maximum);
      await read(maximum);
    }
  });
});

describe("HealthRecords: guards", () => {
  it("shows sheet, epochs and blocks to the patient's side and to whoever has a live grant", async () => {
    const scene = await loadFixture(readingScene);
    const { healthRecords, patient, delegate, doctor, laboratory, hospital, staffDoctor } = scene;

    for (const [wallet, provider] of [
      [patient.wallet, 0],
      [delegate, 0],
      [doctor.wallet, doctor.number],
      [laboratory.wallet, laboratory.number],
      [staffDoctor.wallet, hospital.number],
    ] as const) {
      const asReader = healthRecords.connect(wallet);
      expect(await asReader.shareSheet(patient.number, provider)).to.equal(secondSheet);
      expect(await asReader.epochsOf(patient.number, provider)).to.deep.equal([
        packEpochs(),
        0n,
        BigInt(scene.recordBlock),
      ]);
    }
  });

  it("refuses the patient's reads to everybody else", async () => {
    const { healthRecords, patient, doctor, stranger } = await loadFixture(readingScene);

    for (const signer of [doctor.wallet, stranger, new VoidSigner(ZeroAddress, ethers.provider)]) {
      const as = healthRecords.connect(signer);
      for (const read of [
        () => as.recordsIn(patient.number, 0, 1, 0, 1),
        () => as.recordCounts(patient.number, 0),
        () => as.shareSheet(patient.number, 0),
        () => as.epochsOf(patient.number, 0),
        () => as.readersOf(patient.number, 0, 1),
        () => as.accessOf(patient.number, doctor.number, false),
        () => as.doctorsOf(patient.number, 0, 1),
        () => as.hospitalsOf(patient.number, 0, 1),
        () => as.handoversOf(patient.number, doctor.number, false),
      ]) {
        await expect(read())
          .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
          .withArgs(patient.number, signer.address);
      }
    }
  });

  it("refuses what a chart holds to a provider without a live grant", async () => {
    const scene = await loadFixture(readingScene);
    const { healthRecords, providers, authority, patient, doctor, hospital, pharmacy } = scene;
    const { laboratory, stranger, now } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.revoke(
      patient.number,
      doctor.number,
      packEpochs(),
      sheetSwap(thirdSheet, secondSheet),
    );
    await providers.connect(authority.wallet).suspend(hospital.number);
    await asPatient.renew(patient.number, laboratory.number, now + DAY);
    await networkHelpers.time.increaseTo(now + DAY);

    for (const [signer, provider] of [
      [doctor.wallet, doctor.number],
      [hospital.wallet, hospital.number],
      [laboratory.wallet, laboratory.number],
      [pharmacy.wallet, pharmacy.number],
      [stranger, doctor.number],
      [patient.wallet, doctor.number],
      [new VoidSigner(ZeroAddress, ethers.provider), 99],
    ] as const) {
      const as = healthRecords.connect(signer);
      for (const read of [
        () => as.recordsIn(patient.number, provider, 1, 0, 1),
        () => as.recordCounts(patient.number, provider),
        () => as.shareSheet(patient.number, provider),
        () => as.epochsOf(patient.number, provider),
        () => as.readersOf(patient.number, provider, 1),
      ]) {
        await expect(read())
          .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
          .withArgs(patient.number, signer.address);
      }
    }
  });

  it("shows a pair to the provider and its staff, whatever became of the grant", async () => {
    const scene = await loadFixture(readingScene);
    const { healthRecords, providers, authority, patient, hospital, staffDoctor } = scene;
    await providers.connect(authority.wallet).suspend(hospital.number);

    for (const wallet of [hospital.wallet, staffDoctor.wallet]) {
      const access = await healthRecords
        .connect(wallet)
        .accessOf(patient.number, hospital.number, true);
      expect([access.live, access.verifiedNow, access.terms.readMask]).to.deep.equal([
        false,
        false,
        BigInt(mask(1, 2, 3)),
      ]);
    }
  });

  it("refuses a provider's reads to everybody else", async () => {
    const { healthRecords, patient, doctor, staffDoctor, hospital } =
      await loadFixture(readingScene);

    for (const [signer, provider] of [
      [patient.wallet, doctor.number],
      [staffDoctor.wallet, doctor.number],
      [doctor.wallet, hospital.number],
      [new VoidSigner(ZeroAddress, ethers.provider), 99],
    ] as const) {
      const as = healthRecords.connect(signer);
      for (const read of [
        () => as.accessOf(patient.number, provider, true),
        () => as.patientsOf(provider, 0, 1),
        () => as.handoversOf(patient.number, provider, true),
      ]) {
        await expect(read())
          .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNotProvider")
          .withArgs(provider, signer.address);
      }
    }
  });

  it("names the live readers of a compartment, to whoever may read or write there", async () => {
    const scene = await loadFixture(readingScene);
    const { healthRecords, providers, authority, patient, doctor, hospital, laboratory } = scene;
    const readers = async (wallet: typeof doctor.wallet, provider: number, drawer: number) =>
      (await healthRecords.connect(wallet).readersOf(patient.number, provider, drawer)).map(Number);

    expect(await readers(patient.wallet, 0, 1)).to.deep.equal([doctor.number, hospital.number]);
    expect(await readers(patient.wallet, 0, 5)).to.deep.equal([]);
    expect(await readers(doctor.wallet, doctor.number, 1)).to.have.lengthOf(2);
    expect(await readers(laboratory.wallet, laboratory.number, 5)).to.deep.equal([]);
    await expect(
      healthRecords.connect(laboratory.wallet).readersOf(patient.number, laboratory.number, 1),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
      .withArgs(patient.number, laboratory.wallet.address);
    await providers.connect(authority.wallet).suspend(doctor.number);
    expect(await readers(patient.wallet, 0, 1)).to.deep.equal([hospital.number]);
  });

  it("lets no power be needed to read for the patient, and no ended delegate read", async () => {
    const { healthRecords, patients, patient, stranger, now } = await loadFixture(readingScene);
    await patients
      .connect(patient.wallet)
      .setDelegate(patient.number, stranger, Power.deny, now + DAY);
    const read = () => healthRecords.connect(stranger).shareSheet(patient.number, 0);

    expect(await read()).to.equal(secondSheet);
    await networkHelpers.time.increaseTo(now + DAY);
    await expect(read())
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
      .withArgs(patient.number, stranger.address);
  });

  it("shows an untouched chart as it is: no sheet, first epochs, no events", async () => {
    const { healthRecords, secondPatient } = await loadFixture(readingScene);
    const asPatient = healthRecords.connect(secondPatient.wallet);

    expect(await asPatient.shareSheet(secondPatient.number, 0)).to.equal(ZeroHash);
    expect(await asPatient.epochsOf(secondPatient.number, 0)).to.deep.equal([packEpochs(), 0n, 0n]);
    expect(await asPatient.readersOf(secondPatient.number, 0, 0)).to.deep.equal([]);
    expect(firstSheet).not.to.equal(ZeroHash);
  });
});
