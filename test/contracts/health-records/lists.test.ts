import { expect } from "chai";
import { castSystem, DAY, grantOrder, packEpochs, sheetSwap, terms } from "../cast.ts";
import { connection, networkHelpers } from "../chain.ts";
import { firstSheet, secondSheet, thirdSheet } from "./scene.ts";

const { loadFixture } = networkHelpers;

/** The patient granted two doctors and four others in turn; the second patient the doctor. */
async function listedScene() {
  const cast = await castSystem(connection);
  const { healthRecords, patient, secondPatient, doctor, staffDoctor } = cast;
  const { hospital, laboratory, pharmacy, researcher } = cast;
  const orders = [hospital, doctor, laboratory, staffDoctor, pharmacy, researcher].map((provider) =>
    grantOrder(cast, provider),
  );
  await healthRecords
    .connect(patient.wallet)
    .grantMany(patient.number, orders, sheetSwap(firstSheet));
  await healthRecords
    .connect(secondPatient.wallet)
    .grant(secondPatient.number, grantOrder(cast, doctor), sheetSwap(firstSheet));
  return cast;
}

describe("HealthRecords: lists", () => {
  it("keep doctors and hospitals apart, newest first, page by page", async () => {
    const scene = await loadFixture(listedScene);
    const { healthRecords, patient, doctor, staffDoctor } = scene;
    const { hospital, laboratory, pharmacy, researcher } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    const numbers = ({ page }: { page: readonly { provider: bigint }[] }) =>
      page.map(({ provider }) => Number(provider));

    const doctors = await asPatient.doctorsOf(patient.number, 0, 10);
    expect(numbers(doctors)).to.deep.equal([staffDoctor.number, doctor.number]);
    expect(doctors.total).to.equal(2);
    const first = await asPatient.hospitalsOf(patient.number, 0, 3);
    expect(numbers(first)).to.deep.equal([researcher.number, pharmacy.number, laboratory.number]);
    expect(first.total).to.equal(4);
    const rest = await asPatient.hospitalsOf(patient.number, laboratory.number, 3);
    expect(numbers(rest)).to.deep.equal([hospital.number]);
    expect(rest.total).to.equal(4);
    expect(numbers(await asPatient.hospitalsOf(patient.number, hospital.number, 3))).to.deep.equal(
      [],
    );
    expect(numbers(await asPatient.doctorsOf(patient.number, 0, 0))).to.deep.equal([]);
  });

  it("show every provider its patients, newest first, page by page", async () => {
    const { healthRecords, patient, secondPatient, doctor } = await loadFixture(listedScene);
    const asDoctor = healthRecords.connect(doctor.wallet);
    const read = async (cursor: number, limit: number) => {
      const { page, total } = await asDoctor.patientsOf(doctor.number, cursor, limit);
      expect(total).to.equal(2);
      return page.map((access) => Number(access.patient));
    };

    expect(await read(0, 10)).to.deep.equal([secondPatient.number, patient.number]);
    expect(await read(0, 1)).to.deep.equal([secondPatient.number]);
    expect(await read(secondPatient.number, 1)).to.deep.equal([patient.number]);
    expect(await read(patient.number, 1)).to.deep.equal([]);
  });

  it("show a hospital's patients to its staff", async () => {
    const { healthRecords, patient, hospital, staffDoctor } = await loadFixture(listedScene);

    const { page } = await healthRecords
      .connect(staffDoctor.wallet)
      .patientsOf(hospital.number, 0, 10);
    expect(page.map((access) => Number(access.patient))).to.deep.equal([patient.number]);
  });

  it("refuse a cursor that isn't on them", async () => {
    const scene = await loadFixture(listedScene);
    const { healthRecords, patient, doctor, hospital, organization, secondPatient } = scene;
    const asPatient = healthRecords.connect(patient.wallet);

    for (const [read, cursor] of [
      [() => asPatient.doctorsOf(patient.number, hospital.number, 1), hospital.number],
      [() => asPatient.hospitalsOf(patient.number, doctor.number, 1), doctor.number],
      [() => asPatient.hospitalsOf(patient.number, organization.number, 1), organization.number],
      [
        () =>
          healthRecords
            .connect(hospital.wallet)
            .patientsOf(hospital.number, secondPatient.number, 1),
        secondPatient.number,
      ],
    ] as const) {
      await expect(read())
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidCursor")
        .withArgs(cursor);
    }
  });

  it("match the grants at every moment, and hold each pair once", async () => {
    const scene = await loadFixture(listedScene);
    const { healthRecords, providers, authority, patient, doctor, staffDoctor, now } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    const states = async () => {
      const { page } = await asPatient.doctorsOf(patient.number, 0, 10);
      return page.map(({ provider, live, pending, verifiedNow }) => [
        Number(provider),
        live,
        pending,
        verifiedNow,
      ]);
    };
    const both = (one: boolean[], other: boolean[]) => [
      [staffDoctor.number, ...one],
      [doctor.number, ...other],
    ];

    expect(await states()).to.deep.equal(both([true, false, true], [true, false, true]));
    await providers.connect(authority.wallet).suspend(staffDoctor.number);
    expect(await states()).to.deep.equal(both([false, false, false], [true, false, true]));
    await providers.connect(authority.wallet).reinstate(staffDoctor.number);
    await asPatient.revoke(
      patient.number,
      doctor.number,
      packEpochs(),
      sheetSwap(secondSheet, firstSheet),
    );
    expect(await states()).to.deep.equal(both([true, false, true], [false, false, true]));
    await healthRecords
      .connect(doctor.wallet)
      .request(patient.number, doctor.number, 0, terms(scene), now + 10 * DAY);
    expect(await states()).to.deep.equal(both([true, false, true], [false, true, true]));
    await asPatient.approve(
      patient.number,
      grantOrder(scene, doctor, { epochs: packEpochs({ 1: 2, 2: 2, 3: 2 }) }),
      sheetSwap(thirdSheet, secondSheet),
    );
    expect(await states()).to.deep.equal(both([true, false, true], [true, false, true]));
    await networkHelpers.time.increaseTo(now + 30 * DAY);
    expect(await states()).to.deep.equal(both([false, false, true], [false, false, true]));
  });
});
