import { expect } from "chai";
import { VoidSigner, ZeroAddress, ZeroHash } from "ethers";
import { DAY, digest, grantOrder, mask, newRecord, sheetSwap } from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import {
  grantedScene,
  nextSwap,
  secondSheet,
  stateWords,
  thirdSheet,
  writeStateWord,
} from "./scene.ts";

const { loadFixture } = networkHelpers;
const ref = (compartment: number, index: number) => (compartment << 16) | index;

describe("HealthRecords: adding records by the patient's side", () => {
  it("adds one entry and says so", async () => {
    const { healthRecords, patient } = await loadFixture(grantedScene);
    const manifest = digest("first");

    await expect(
      healthRecords.connect(patient.wallet).addRecords(patient.number, [newRecord({ manifest })]),
    )
      .to.emit(healthRecords, "RecordAdded")
      .withArgs(patient.number, 0, 0, patient.wallet.address, ref(1, 0), 1, manifest, false, 0, 0);
    const { page, total } = await healthRecords
      .connect(patient.wallet)
      .recordsIn(patient.number, 0, 1, 0, 10);
    expect(page).to.deep.equal([[ref(1, 0), manifest]]);
    expect(total).to.equal(1);
  });

  it("adds many in one transaction, numbered within each compartment", async () => {
    const { healthRecords, patient, delegate } = await loadFixture(grantedScene);
    const asDelegate = healthRecords.connect(delegate);
    await asDelegate.addRecords(patient.number, [newRecord()]);
    const before = await ethers.provider.getBlockNumber();

    await expect(
      asDelegate.addRecords(patient.number, [
        newRecord({ manifest: digest("a") }),
        newRecord({ manifest: digest("b"), compartment: 15, epoch: 0 }),
        newRecord({ manifest: digest("c"), amends: true, supersedes: ref(1, 1) }),
      ]),
    )
      .to.emit(healthRecords, "RecordAdded")
      .withArgs(patient.number, 0, 0, delegate.address, ref(1, 1), 1, digest("a"), false, 0, before)
      .and.to.emit(healthRecords, "RecordAdded")
      .withArgs(
        patient.number,
        0,
        0,
        delegate.address,
        ref(15, 0),
        0,
        digest("b"),
        false,
        0,
        before + 1,
      )
      .and.to.emit(healthRecords, "RecordAdded")
      .withArgs(
        patient.number,
        0,
        0,
        delegate.address,
        ref(1, 2),
        1,
        digest("c"),
        true,
        ref(1, 1),
        before + 1,
      );
    const counts = await asDelegate.recordCounts(patient.number, 0);
    expect([...counts]).to.deep.equal([0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1].map(BigInt));
  });

  it("forgets what a record that amends nothing says it supersedes", async () => {
    const { healthRecords, patient } = await loadFixture(grantedScene);

    await expect(
      healthRecords
        .connect(patient.wallet)
        .addRecords(patient.number, [newRecord({ supersedes: 0xffffff })]),
    )
      .to.emit(healthRecords, "RecordAdded")
      .withArgs(
        patient.number,
        0,
        0,
        patient.wallet.address,
        ref(1, 0),
        1,
        digest("manifest"),
        false,
        0,
        0,
      );
  });

  it("refuses an empty list, a compartment that doesn't exist and an empty digest", async () => {
    const { healthRecords, patient } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(asPatient.addRecords(patient.number, [])).to.be.revertedWithCustomError(
      healthRecords,
      "HealthRecordsNothingToAdd",
    );
    await expect(asPatient.addRecords(patient.number, [newRecord({ compartment: 16 })]))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidCompartment")
      .withArgs(16);
    await expect(
      asPatient.addRecords(patient.number, [newRecord({ manifest: ZeroHash })]),
    ).to.be.revertedWithCustomError(healthRecords, "HealthRecordsEmptyDigest");
  });

  it("refuses an epoch that is over or has not come, and takes the current one", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.revoke(patient.number, doctor.number, (1n << 192n) | 0x001001001001n, nextSwap);

    for (const given of [1, 3]) {
      await expect(asPatient.addRecords(patient.number, [newRecord({ epoch: given })]))
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleEpoch")
        .withArgs(patient.number, 1, given, 2);
    }
    await asPatient.addRecords(patient.number, [newRecord({ epoch: 2 }), newRecord({ epoch: 0 })]);
  });

  it("refuses to amend a record that doesn't exist", async () => {
    const { healthRecords, patient } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.addRecords(patient.number, [newRecord()]);

    for (const supersedes of [ref(1, 1), ref(2, 0), ref(16, 0)]) {
      await expect(asPatient.addRecords(patient.number, [newRecord({ amends: true, supersedes })]))
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoSuchRecord")
        .withArgs(patient.number, supersedes);
    }
  });

  it("stops at 16,383 records in a compartment, and leaves the next one alone", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    await writeStateWord(scene, stateWords.counts, 16_382n << 14n);

    await asPatient.addRecords(patient.number, [newRecord()]);
    await expect(asPatient.addRecords(patient.number, [newRecord()]))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsCompartmentFull")
      .withArgs(patient.number, 1);
    const counts = await asPatient.recordCounts(patient.number, 0);
    expect([counts[0], counts[1], counts[2]]).to.deep.equal([0n, 16_383n, 0n]);
  });

  it("is closed to strangers, and to a delegate without the power", async () => {
    const { healthRecords, patients, patient, stranger } = await loadFixture(grantedScene);
    await patients.connect(patient.wallet).setDelegate(patient.number, stranger, 2, 2 ** 32);

    await expect(healthRecords.connect(stranger).addRecords(patient.number, [newRecord()]))
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, stranger.address, 1);
  });
});

describe("HealthRecords: adding records by a provider", () => {
  it("adds where the grant says write", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(grantedScene);
    const manifest = digest("by the doctor");

    await expect(
      healthRecords
        .connect(doctor.wallet)
        .addRecordsAsProvider(patient.number, doctor.number, 0, [newRecord({ manifest })]),
    )
      .to.emit(healthRecords, "RecordAdded")
      .withArgs(
        patient.number,
        doctor.number,
        0,
        doctor.wallet.address,
        ref(1, 0),
        1,
        manifest,
        false,
        0,
        0,
      );
  });

  it("lets a doctor of the staff add on the hospital's behalf", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, hospital, staffDoctor } = scene;
    await healthRecords
      .connect(patient.wallet)
      .grant(patient.number, grantOrder(scene, hospital), nextSwap);

    await expect(
      healthRecords
        .connect(staffDoctor.wallet)
        .addRecordsAsProvider(patient.number, hospital.number, staffDoctor.number, [newRecord()]),
    )
      .to.emit(healthRecords, "RecordAdded")
      .withArgs(
        patient.number,
        hospital.number,
        staffDoctor.number,
        staffDoctor.wallet.address,
        ref(1, 0),
        1,
        digest("manifest"),
        false,
        0,
        0,
      );
  });

  it("refuses whoever is not the provider, or not on its staff", async () => {
    const { healthRecords, patient, doctor, hospital, stranger } = await loadFixture(grantedScene);

    await expect(
      healthRecords
        .connect(stranger)
        .addRecordsAsProvider(patient.number, doctor.number, 0, [newRecord()]),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNotProvider")
      .withArgs(doctor.number, stranger.address);
    await expect(
      healthRecords
        .connect(doctor.wallet)
        .addRecordsAsProvider(patient.number, hospital.number, doctor.number, [newRecord()]),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNotProvider")
      .withArgs(hospital.number, doctor.wallet.address);
  });

  it("refuses the zero address for a provider that doesn't exist", async () => {
    const { healthRecords, patient } = await loadFixture(grantedScene);

    await expect(
      healthRecords
        .connect(new VoidSigner(ZeroAddress, ethers.provider))
        .addRecordsAsProvider.staticCall(patient.number, 99, 0, [newRecord()]),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNotProvider")
      .withArgs(99, ZeroAddress);
  });

  it("refuses a compartment that the grant doesn't write", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(grantedScene);

    await expect(
      healthRecords
        .connect(doctor.wallet)
        .addRecordsAsProvider(patient.number, doctor.number, 0, [newRecord({ compartment: 2 })]),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
      .withArgs(patient.number, doctor.wallet.address);
  });

  it("refuses to amend a record in a compartment that the grant doesn't write", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(grantedScene);
    await healthRecords
      .connect(patient.wallet)
      .addRecords(patient.number, [newRecord({ compartment: 2 }), newRecord()]);
    const amend = (supersedes: number) =>
      healthRecords
        .connect(doctor.wallet)
        .addRecordsAsProvider(patient.number, doctor.number, 0, [
          newRecord({ amends: true, supersedes }),
        ]);

    await expect(amend(ref(2, 0)))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
      .withArgs(patient.number, doctor.wallet.address);
    await amend(ref(1, 0));
  });

  it("refuses once the grant expired", async () => {
    const { healthRecords, patient, doctor, now } = await loadFixture(grantedScene);
    await networkHelpers.time.increaseTo(now + 30 * DAY);

    await expect(
      healthRecords
        .connect(doctor.wallet)
        .addRecordsAsProvider(patient.number, doctor.number, 0, [newRecord()]),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
      .withArgs(patient.number, doctor.wallet.address);
  });

  it("refuses once the grant was revoked, or without one", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, doctor, pharmacy } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.grant(
      patient.number,
      grantOrder(scene, doctor, { writeMask: mask(4), readMask: mask(1, 2, 3) }),
      nextSwap,
    );

    for (const provider of [doctor, pharmacy]) {
      await expect(
        healthRecords
          .connect(provider.wallet)
          .addRecordsAsProvider(patient.number, provider.number, 0, [newRecord()]),
      )
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
        .withArgs(patient.number, provider.wallet.address);
    }
    await asPatient.revoke(
      patient.number,
      doctor.number,
      (1n << 192n) | 0x001001001001n,
      sheetSwap(thirdSheet, secondSheet),
    );
    await expect(
      healthRecords
        .connect(doctor.wallet)
        .addRecordsAsProvider(patient.number, doctor.number, 0, [newRecord({ compartment: 4 })]),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAccessDenied")
      .withArgs(patient.number, doctor.wallet.address);
  });

  it("refuses a suspended provider, and a doctor whose hospital was suspended", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, providers, authority, patient, doctor, hospital, staffDoctor } = scene;
    await healthRecords
      .connect(patient.wallet)
      .grant(patient.number, grantOrder(scene, hospital), nextSwap);
    await providers.connect(authority.wallet).suspend(doctor.number);
    await providers.connect(authority.wallet).suspend(hospital.number);

    await expect(
      healthRecords
        .connect(doctor.wallet)
        .addRecordsAsProvider(patient.number, doctor.number, 0, [newRecord()]),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsProviderNotVerified")
      .withArgs(doctor.number);
    await expect(
      healthRecords
        .connect(staffDoctor.wallet)
        .addRecordsAsProvider(patient.number, hospital.number, staffDoctor.number, [newRecord()]),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsProviderNotVerified")
      .withArgs(hospital.number);
  });
});
