import { expect } from "chai";
import { ZeroHash } from "ethers";
import { type Cast, castSystem, DAY, digest, grantOrder, Kind, mask, sheetSwap } from "../cast.ts";
import { connection, ethers, networkHelpers } from "../chain.ts";
import { firstSheet } from "./scene.ts";

const { loadFixture } = networkHelpers;
const envelope = digest("envelope");

/** The hospital may read; nothing is handed over yet. */
async function hospitalScene() {
  const cast = await castSystem(connection);
  const { healthRecords, patient, hospital } = cast;
  await healthRecords
    .connect(patient.wallet)
    .grant(patient.number, grantOrder(cast, hospital), sheetSwap(firstSheet));
  return { ...cast, grantBlock: await ethers.provider.getBlockNumber() };
}

function handOver({ healthRecords, patient, hospital, staffDoctor }: Cast, sealed = envelope) {
  return healthRecords
    .connect(hospital.wallet)
    .handOver(patient.number, hospital.number, staffDoctor.number, sealed);
}

describe("HealthRecords: handing a patient's keys to a doctor of the staff", () => {
  it("notes the envelope, and replaces it", async () => {
    const scene = await loadFixture(hospitalScene);
    const { healthRecords, patient, hospital, staffDoctor, grantBlock } = scene;
    const read = () =>
      healthRecords.connect(staffDoctor.wallet).handoversOf(patient.number, hospital.number, true);
    expect(await read()).to.deep.equal([]);

    await expect(handOver(scene))
      .to.emit(healthRecords, "KeysHandedOver")
      .withArgs(patient.number, hospital.number, staffDoctor.number, envelope, grantBlock);
    expect(await read()).to.deep.equal([[staffDoctor.number, envelope, true]]);
    await expect(handOver(scene, digest("another")))
      .to.emit(healthRecords, "KeysHandedOver")
      .withArgs(
        patient.number,
        hospital.number,
        staffDoctor.number,
        digest("another"),
        grantBlock + 1,
      );
    expect(await read()).to.deep.equal([[staffDoctor.number, digest("another"), true]]);
  });

  it("shows a doctor who left as no longer current", async () => {
    const scene = await loadFixture(hospitalScene);
    const { healthRecords, staff, patient, hospital, staffDoctor } = scene;
    await handOver(scene);
    await staff.connect(hospital.wallet).remove(hospital.number, staffDoctor.number);

    expect(
      await healthRecords
        .connect(patient.wallet)
        .handoversOf(patient.number, hospital.number, false),
    ).to.deep.equal([[staffDoctor.number, envelope, false]]);
  });

  it("refuses without a live grant that reads", async () => {
    const scene = await loadFixture(hospitalScene);
    const { healthRecords, patient, secondPatient, hospital, staffDoctor, now } = scene;
    const asHospital = healthRecords.connect(hospital.wallet);

    await expect(
      asHospital.handOver(secondPatient.number, hospital.number, staffDoctor.number, envelope),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoGrant")
      .withArgs(secondPatient.number, hospital.number);
    await healthRecords
      .connect(secondPatient.wallet)
      .grant(
        secondPatient.number,
        grantOrder(scene, hospital, { readMask: 0, writeMask: mask(1) }),
        sheetSwap(firstSheet),
      );
    await expect(
      asHospital.handOver(secondPatient.number, hospital.number, staffDoctor.number, envelope),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoGrant")
      .withArgs(secondPatient.number, hospital.number);
    await networkHelpers.time.increaseTo(now + 30 * DAY);
    await expect(handOver(scene))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoGrant")
      .withArgs(patient.number, hospital.number);
  });

  it("refuses a doctor who isn't on the staff, an empty envelope and the same again", async () => {
    const scene = await loadFixture(hospitalScene);
    const { healthRecords, patient, hospital, doctor } = scene;

    await expect(
      healthRecords
        .connect(hospital.wallet)
        .handOver(patient.number, hospital.number, doctor.number, envelope),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNotStaff")
      .withArgs(hospital.number, doctor.number);
    await expect(handOver(scene, ZeroHash)).to.be.revertedWithCustomError(
      healthRecords,
      "HealthRecordsEmptyDigest",
    );
    await handOver(scene);
    await expect(handOver(scene))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAlreadySet")
      .withArgs(patient.number, hospital.number);
  });

  it("is for the records office alone, while the hospital is verified", async () => {
    const scene = await loadFixture(hospitalScene);
    const { healthRecords, providers, authority, patient, hospital, staffDoctor } = scene;

    await expect(
      healthRecords
        .connect(staffDoctor.wallet)
        .handOver(patient.number, hospital.number, staffDoctor.number, envelope),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNotProvider")
      .withArgs(hospital.number, staffDoctor.wallet.address);
    await providers.connect(authority.wallet).suspend(hospital.number);
    await expect(handOver(scene))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsProviderNotVerified")
      .withArgs(hospital.number);
  });

  it("keeps 64 doctors and forgets none of them, departed or not", async () => {
    const scene = await loadFixture(hospitalScene);
    const { healthRecords, providers, staff, authority, patient, hospital, verifiedUntil } = scene;
    const asHospital = healthRecords.connect(hospital.wallet);
    const hired: number[] = [];
    for (let index = 0; index < 65; index++) {
      const wallet = ethers.Wallet.createRandom(ethers.provider);
      await networkHelpers.setBalance(wallet.address, 10n ** 18n);
      const profile = digest(`profile ${index}`);
      await providers
        .connect(wallet)
        .applyForVerification(
          Kind.doctor,
          authority.number,
          profile,
          digest("keys"),
          digest("evidence"),
        );
      const number = Number(await providers.numberOf(wallet.address));
      await providers
        .connect(authority.wallet)
        .verify(number, wallet.address, Kind.doctor, profile, verifiedUntil);
      await staff.connect(hospital.wallet).add(hospital.number, number);
      hired.push(number);
    }
    for (const doctor of hired.slice(0, 64)) {
      await asHospital.handOver(patient.number, hospital.number, doctor, digest(`for ${doctor}`));
    }
    const extra = hired[64] ?? 0;

    await expect(asHospital.handOver(patient.number, hospital.number, extra, envelope))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsTooManyHandovers")
      .withArgs(patient.number, hospital.number, 64);
    const [first = 0, gone = 0] = hired;
    await staff.connect(hospital.wallet).remove(hospital.number, gone);
    await expect(
      asHospital.handOver(patient.number, hospital.number, extra, envelope),
    ).to.be.revertedWithCustomError(healthRecords, "HealthRecordsTooManyHandovers");
    await asHospital.handOver(patient.number, hospital.number, first, envelope);
    const handovers = await healthRecords
      .connect(patient.wallet)
      .handoversOf(patient.number, hospital.number, false);
    expect(handovers.length).to.equal(64);
    expect(handovers[0]).to.deep.equal([first, envelope, true]);
    expect(handovers[1]).to.deep.equal([gone, digest(`for ${gone}`), false]);
  });
});
