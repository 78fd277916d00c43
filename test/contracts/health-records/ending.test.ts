import { expect } from "chai";
import { ZeroHash } from "ethers";
import { DAY, grantOrder, mask, newRecord, packEpochs, Right, sheetSwap } from "../cast.ts";
import { ethers, networkHelpers } from "../chain.ts";
import {
  firstSheet,
  grantedScene,
  nextSwap,
  secondSheet,
  stateWords,
  thirdSheet,
  writeStateWord,
} from "./scene.ts";

const { loadFixture } = networkHelpers;

/** The pharmacy reads drawers 3 and 4, too. */
async function twoGrantsScene() {
  const scene = await grantedScene();
  const { healthRecords, patient, pharmacy } = scene;
  await healthRecords
    .connect(patient.wallet)
    .grant(patient.number, grantOrder(scene, pharmacy, { readMask: mask(3, 4) }), nextSwap);
  return { ...scene, pharmacyBlock: await ethers.provider.getBlockNumber() };
}

describe("HealthRecords: revoking", () => {
  it("ends the grant, moves the epochs it read and replaces the sheet", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, doctor, delegate, grantBlock } = scene;

    await expect(
      healthRecords.connect(delegate).revoke(patient.number, doctor.number, packEpochs(), nextSwap),
    )
      .to.emit(healthRecords, "AccessRevoked")
      .withArgs(
        patient.number,
        doctor.number,
        mask(1, 2, 3),
        delegate.address,
        secondSheet,
        grantBlock,
      );
    const asPatient = healthRecords.connect(patient.wallet);
    const access = await asPatient.accessOf(patient.number, doctor.number, false);
    expect([access.terms, access.keyVersion, access.live]).to.deep.equal([[0, 0, 0, 0], 0n, false]);
    expect(await asPatient.epochsOf(patient.number, 0)).to.deep.equal([
      packEpochs({ 1: 2, 2: 2, 3: 2 }),
      0n,
      0n,
    ]);
    expect(await asPatient.shareSheet(patient.number, 0)).to.equal(secondSheet);
    for (const right of [Right.read, Right.write]) {
      expect(
        await healthRecords.hasAccess(patient.number, doctor.number, doctor.wallet, 1, right),
      ).to.equal(false);
    }
  });

  it("ends a lapsed grant, and one of a suspended provider", async () => {
    for (const suspended of [false, true]) {
      const scene = await loadFixture(grantedScene);
      const { healthRecords, providers, authority, patient, doctor, grantBlock, now } = scene;
      if (suspended) await providers.connect(authority.wallet).suspend(doctor.number);
      else await networkHelpers.time.increaseTo(now + 31 * DAY);

      await expect(
        healthRecords
          .connect(patient.wallet)
          .revoke(patient.number, doctor.number, packEpochs(), nextSwap),
      )
        .to.emit(healthRecords, "AccessRevoked")
        .withArgs(
          patient.number,
          doctor.number,
          mask(1, 2, 3),
          patient.wallet.address,
          secondSheet,
          grantBlock,
        );
    }
  });

  it("moves no epoch where the grant only wrote", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, laboratory } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.grant(
      patient.number,
      grantOrder(scene, laboratory, { readMask: 0, writeMask: mask(9) }),
      nextSwap,
    );
    const granted = await ethers.provider.getBlockNumber();

    await expect(
      asPatient.revoke(
        patient.number,
        laboratory.number,
        packEpochs({ 9: 77 }),
        sheetSwap(thirdSheet, secondSheet),
      ),
    )
      .to.emit(healthRecords, "AccessRevoked")
      .withArgs(patient.number, laboratory.number, 0, patient.wallet.address, thirdSheet, granted);
    expect((await asPatient.epochsOf(patient.number, 0)).epochs).to.equal(packEpochs());
  });

  it("refuses where nothing is granted", async () => {
    const { healthRecords, patient, doctor, pharmacy } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(asPatient.revoke(patient.number, pharmacy.number, packEpochs(), nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoGrant")
      .withArgs(patient.number, pharmacy.number);
    await asPatient.revoke(patient.number, doctor.number, packEpochs(), nextSwap);
    await expect(
      asPatient.revoke(
        patient.number,
        doctor.number,
        packEpochs({ 1: 2, 2: 2, 3: 2 }),
        sheetSwap(thirdSheet, secondSheet),
      ),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoGrant")
      .withArgs(patient.number, doctor.number);
  });

  it("refuses epochs, a generation and a sheet that are over", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(asPatient.revoke(patient.number, doctor.number, packEpochs({ 2: 5 }), nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleEpoch")
      .withArgs(patient.number, 2, 5, 1);
    await expect(asPatient.revoke(patient.number, doctor.number, packEpochs({}, 3), nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleGeneration")
      .withArgs(patient.number, 3, 1);
    await expect(
      asPatient.revoke(
        patient.number,
        doctor.number,
        packEpochs(),
        sheetSwap(thirdSheet, secondSheet),
      ),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleSheet")
      .withArgs(patient.number, secondSheet, firstSheet);
  });

  it("refuses everybody but the patient's side, the provider included", async () => {
    const { healthRecords, patients, patient, doctor } = await loadFixture(grantedScene);

    await expect(
      healthRecords
        .connect(doctor.wallet)
        .revoke(patient.number, doctor.number, packEpochs(), nextSwap),
    )
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, doctor.wallet.address, 8);
  });

  it("makes a grant that was sealed before it revert instead of sealing to an old key", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, doctor, pharmacy } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.revoke(patient.number, doctor.number, packEpochs(), nextSwap);

    await expect(asPatient.grant(patient.number, grantOrder(scene, pharmacy), nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleSheet")
      .withArgs(patient.number, firstSheet, secondSheet);
    await expect(
      asPatient.grant(
        patient.number,
        grantOrder(scene, pharmacy),
        sheetSwap(thirdSheet, secondSheet),
      ),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleEpoch")
      .withArgs(patient.number, 1, 1, 2);
  });

  it("names the compartment at its last epoch, not one that stays", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient } = scene;
    const epochs = packEpochs({ 2: 4095, 5: 4095 });
    await writeStateWord(scene, stateWords.chart, epochs - packEpochs());

    await expect(
      healthRecords
        .connect(patient.wallet)
        .moveEpochs(patient.number, mask(3, 5), epochs, nextSwap),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsEpochExhausted")
      .withArgs(patient.number, 5);
  });

  it("stops at the last epoch of a compartment", async () => {
    for (const compartment of [3, 15]) {
      const scene = await loadFixture(grantedScene);
      const { healthRecords, patient, doctor } = scene;
      const asPatient = healthRecords.connect(patient.wallet);
      await asPatient.grant(
        patient.number,
        grantOrder(scene, doctor, { readMask: 0xffff }),
        nextSwap,
      );
      const lastEpoch = packEpochs({ [compartment]: 4095 });
      await writeStateWord(scene, stateWords.chart, lastEpoch - packEpochs());

      await expect(
        asPatient.revoke(
          patient.number,
          doctor.number,
          lastEpoch,
          sheetSwap(thirdSheet, secondSheet),
        ),
      )
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsEpochExhausted")
        .withArgs(patient.number, compartment);
    }
  });
});

describe("HealthRecords: revoking several", () => {
  it("moves each epoch once, and says of each event which it moved", async () => {
    const scene = await loadFixture(twoGrantsScene);
    const { healthRecords, patient, doctor, pharmacy, grantBlock, pharmacyBlock } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    const by = patient.wallet.address;

    await expect(
      asPatient.revokeMany(
        patient.number,
        [doctor.number, pharmacy.number],
        packEpochs(),
        sheetSwap(thirdSheet, secondSheet),
      ),
    )
      .to.emit(healthRecords, "AccessRevoked")
      .withArgs(patient.number, doctor.number, mask(1, 2, 3), by, thirdSheet, grantBlock)
      .and.to.emit(healthRecords, "AccessRevoked")
      .withArgs(patient.number, pharmacy.number, mask(4), by, thirdSheet, pharmacyBlock);
    expect((await asPatient.epochsOf(patient.number, 0)).epochs).to.equal(
      packEpochs({ 1: 2, 2: 2, 3: 2, 4: 2 }),
    );
  });

  it("refuses an empty list, and the same provider twice", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(
      asPatient.revokeMany(patient.number, [], packEpochs(), nextSwap),
    ).to.be.revertedWithCustomError(healthRecords, "HealthRecordsNothingToRevoke");
    await expect(
      asPatient.revokeMany(patient.number, [doctor.number, doctor.number], packEpochs(), nextSwap),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoGrant")
      .withArgs(patient.number, doctor.number);
  });
});

describe("HealthRecords: moving epochs on", () => {
  it("moves the named compartments, and nobody's grant", async () => {
    const { healthRecords, patient, delegate, doctor } = await loadFixture(grantedScene);

    await expect(
      healthRecords
        .connect(delegate)
        .moveEpochs(patient.number, mask(0, 1, 15), packEpochs({ 2: 9 }), nextSwap),
    )
      .to.emit(healthRecords, "EpochsMoved")
      .withArgs(patient.number, mask(0, 1, 15), delegate.address, secondSheet, 0);
    const asDoctor = healthRecords.connect(doctor.wallet);
    expect(await asDoctor.epochsOf(patient.number, doctor.number)).to.deep.equal([
      packEpochs({ 0: 2, 1: 2, 15: 2 }),
      BigInt(await ethers.provider.getBlockNumber()),
      0n,
    ]);
    expect((await asDoctor.accessOf(patient.number, doctor.number, true)).live).to.equal(true);
  });

  it("refuses an empty mask, epochs that are over, and whoever lacks the power", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patients, patient, doctor } = scene;
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(
      asPatient.moveEpochs(patient.number, 0, packEpochs(), nextSwap),
    ).to.be.revertedWithCustomError(healthRecords, "HealthRecordsNothingToMove");
    await expect(asPatient.moveEpochs(patient.number, mask(6), packEpochs({ 6: 2 }), nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleEpoch")
      .withArgs(patient.number, 6, 2, 1);
    await expect(
      healthRecords
        .connect(doctor.wallet)
        .moveEpochs(patient.number, mask(6), packEpochs(), nextSwap),
    )
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, doctor.wallet.address, 8);
  });
});

describe("HealthRecords: a new generation", () => {
  it("starts every epoch at 1 again", async () => {
    const { healthRecords, patient, doctor } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.revoke(patient.number, doctor.number, packEpochs(), nextSwap);

    await expect(asPatient.startGeneration(patient.number, 1, sheetSwap(thirdSheet, secondSheet)))
      .to.emit(healthRecords, "GenerationStarted")
      .withArgs(patient.number, 2, patient.wallet.address, thirdSheet, 0);
    const block = await ethers.provider.getBlockNumber();
    expect(await asPatient.epochsOf(patient.number, 0)).to.deep.equal([
      packEpochs({}, 2),
      BigInt(block),
      0n,
    ]);
    await expect(
      asPatient.moveEpochs(
        patient.number,
        mask(0),
        packEpochs({}, 2),
        sheetSwap(firstSheet, thirdSheet),
      ),
    )
      .to.emit(healthRecords, "EpochsMoved")
      .withArgs(patient.number, mask(0), patient.wallet.address, firstSheet, block);
  });

  it("refuses a generation other than the current one, and stops at the last", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient } = scene;
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(asPatient.startGeneration(patient.number, 2, nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleGeneration")
      .withArgs(patient.number, 2, 1);
    await writeStateWord(scene, stateWords.chart, packEpochs({}, 65_535) - packEpochs());
    await expect(asPatient.startGeneration(patient.number, 65_535, nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsGenerationExhausted")
      .withArgs(patient.number);
  });

  it("needs the power over the keys", async () => {
    const { healthRecords, patients, patient, stranger, verifiedUntil } =
      await loadFixture(grantedScene);
    await patients
      .connect(patient.wallet)
      .setDelegate(patient.number, stranger, 63 - 16, verifiedUntil);

    await expect(healthRecords.connect(stranger).startGeneration(patient.number, 1, nextSwap))
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, stranger.address, 16);
  });
});

describe("HealthRecords: the share sheet alone", () => {
  it("is replaced by compare-and-set, and changes nothing else", async () => {
    const { healthRecords, patient, delegate } = await loadFixture(grantedScene);
    const asDelegate = healthRecords.connect(delegate);

    await expect(asDelegate.replaceShareSheet(patient.number, nextSwap))
      .to.emit(healthRecords, "ShareSheetReplaced")
      .withArgs(patient.number, delegate.address, secondSheet, 0);
    const block = await ethers.provider.getBlockNumber();
    await expect(asDelegate.replaceShareSheet(patient.number, sheetSwap(thirdSheet, secondSheet)))
      .to.emit(healthRecords, "ShareSheetReplaced")
      .withArgs(patient.number, delegate.address, thirdSheet, block);
    expect((await asDelegate.epochsOf(patient.number, 0)).epochs).to.equal(packEpochs());
  });

  it("refuses a sheet that is over, an empty one, the same one, and whoever lacks the power", async () => {
    const { healthRecords, patients, patient, stranger } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(asPatient.replaceShareSheet(patient.number, sheetSwap(secondSheet)))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleSheet")
      .withArgs(patient.number, ZeroHash, firstSheet);
    await expect(
      asPatient.replaceShareSheet(patient.number, sheetSwap(ZeroHash, firstSheet)),
    ).to.be.revertedWithCustomError(healthRecords, "HealthRecordsEmptyDigest");
    await expect(asPatient.replaceShareSheet(patient.number, sheetSwap(firstSheet, firstSheet)))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsSheetUnchanged")
      .withArgs(patient.number);
    await expect(healthRecords.connect(stranger).replaceShareSheet(patient.number, nextSwap))
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, stranger.address, 8);
  });

  it("leaves records where they are when the keys move", async () => {
    const { healthRecords, patient } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.addRecords(patient.number, [newRecord()]);
    await asPatient.startGeneration(patient.number, 1, nextSwap);

    expect((await asPatient.recordsIn(patient.number, 0, 1, 0, 5)).total).to.equal(1);
  });
});
