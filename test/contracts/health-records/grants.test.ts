import { expect } from "chai";
import { ZeroHash } from "ethers";
import {
  castSystem,
  DAY,
  digest,
  grantOrder,
  mask,
  Power,
  Purpose,
  packEpochs,
  Right,
  sheetSwap,
  terms,
} from "../cast.ts";
import { connection, ethers, networkHelpers } from "../chain.ts";
import { firstSheet, grantedScene, nextSwap, secondSheet, termsOf, thirdSheet } from "./scene.ts";

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

describe("HealthRecords: granting without a request", () => {
  it("lets the provider in, lists the pair on both sides and replaces the sheet", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, doctor } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    const order = grantOrder(scene, doctor);

    await expect(asPatient.grant(patient.number, order, sheetSwap(firstSheet)))
      .to.emit(healthRecords, "AccessGranted")
      .withArgs(
        patient.number,
        doctor.number,
        termsOf(order),
        1,
        false,
        0,
        patient.wallet.address,
        firstSheet,
        0,
      );
    const access = await asPatient.accessOf(patient.number, doctor.number, false);
    expect(access).to.deep.equal([
      patient.number,
      doctor.number,
      termsOf(order),
      1,
      true,
      [0, 0, 0, 0],
      0,
      false,
      true,
      await ethers.provider.getBlockNumber(),
    ]);
    expect(await asPatient.doctorsOf(patient.number, 0, 10)).to.deep.equal([[access], 1n]);
    expect(
      await healthRecords.connect(doctor.wallet).patientsOf(doctor.number, 0, 10),
    ).to.deep.equal([[access], 1n]);
    expect(await asPatient.shareSheet(patient.number, 0)).to.equal(firstSheet);
  });

  it("answers an open request, and says so", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, patient, laboratory, requestBlock } = scene;
    const order = grantOrder(scene, laboratory);

    await expect(
      healthRecords.connect(patient.wallet).grant(patient.number, order, sheetSwap(firstSheet)),
    )
      .to.emit(healthRecords, "AccessGranted")
      .withArgs(
        patient.number,
        laboratory.number,
        termsOf(order),
        1,
        true,
        0,
        patient.wallet.address,
        firstSheet,
        requestBlock,
      );
    const access = await healthRecords
      .connect(patient.wallet)
      .accessOf(patient.number, laboratory.number, false);
    expect([access.pending, access.request]).to.deep.equal([false, [0, 0, 0, 0]]);
  });

  it("clears a lapsed request without calling it answered", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, patient, laboratory, requestBlock, now } = scene;
    await networkHelpers.time.increaseTo(now + 11 * DAY);
    const order = grantOrder(scene, laboratory);

    await expect(
      healthRecords.connect(patient.wallet).grant(patient.number, order, sheetSwap(firstSheet)),
    )
      .to.emit(healthRecords, "AccessGranted")
      .withArgs(
        patient.number,
        laboratory.number,
        termsOf(order),
        1,
        false,
        0,
        patient.wallet.address,
        firstSheet,
        requestBlock,
      );
  });

  it("widens without moving an epoch", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, doctor, delegate, grantBlock } = scene;
    const order = grantOrder(scene, doctor, {
      readMask: mask(1, 2, 3, 15),
      purpose: Purpose.emergency,
    });

    await expect(healthRecords.connect(delegate).grant(patient.number, order, nextSwap))
      .to.emit(healthRecords, "AccessGranted")
      .withArgs(
        patient.number,
        doctor.number,
        termsOf(order),
        1,
        false,
        0,
        delegate.address,
        secondSheet,
        grantBlock,
      );
    const { epochs } = await healthRecords.connect(patient.wallet).epochsOf(patient.number, 0);
    expect(epochs).to.equal(packEpochs());
  });

  it("moves the epochs of what a change takes away, lapsed or not", async () => {
    for (const lapsed of [false, true]) {
      const scene = await loadFixture(grantedScene);
      const { healthRecords, patient, doctor, grantBlock, now } = scene;
      if (lapsed) await networkHelpers.time.increaseTo(now + 31 * DAY);
      const order = grantOrder(scene, doctor, {
        readMask: mask(2, 7),
        expiresAt: now + 60 * DAY,
        epochs: packEpochs(),
      });

      await expect(healthRecords.connect(patient.wallet).grant(patient.number, order, nextSwap))
        .to.emit(healthRecords, "AccessGranted")
        .withArgs(
          patient.number,
          doctor.number,
          termsOf(order),
          1,
          false,
          mask(1, 3),
          patient.wallet.address,
          secondSheet,
          grantBlock,
        );
      const { epochs } = await healthRecords.connect(patient.wallet).epochsOf(patient.number, 0);
      expect(epochs).to.equal(packEpochs({ 1: 2, 3: 2 }));
    }
  });

  it("refuses what is already so", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, doctor } = scene;

    await expect(
      healthRecords
        .connect(patient.wallet)
        .grant(patient.number, grantOrder(scene, doctor), nextSwap),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAlreadySet")
      .withArgs(patient.number, doctor.number);
  });

  it("refuses epochs other than the current ones, in the new scope and in the old", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, doctor } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    const scoped = (epochs: bigint) => grantOrder(scene, doctor, { readMask: mask(1, 5), epochs });

    // 3 is in the old scope only, 5 in the new one only.
    for (const [compartment, given] of [
      [1, 2],
      [3, 4],
      [5, 4095],
    ] as const) {
      await expect(
        asPatient.grant(patient.number, scoped(packEpochs({ [compartment]: given })), nextSwap),
      )
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleEpoch")
        .withArgs(patient.number, compartment, given, 1);
    }
    await expect(asPatient.grant(patient.number, scoped(packEpochs({}, 2)), nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleGeneration")
      .withArgs(patient.number, 2, 1);
    await asPatient.grant(patient.number, scoped(packEpochs({ 0: 9, 4: 9, 15: 9 })), nextSwap);
  });

  it("refuses another version of the provider's keys", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, providers, patient, doctor } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    const grant = (keyVersion: number) =>
      asPatient.grant(
        patient.number,
        grantOrder(scene, doctor, { keyVersion }),
        sheetSwap(firstSheet),
      );

    await expect(grant(2))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleKeyVersion")
      .withArgs(doctor.number, 2, 1);
    await providers
      .connect(doctor.wallet)
      .replaceKeyDocument(doctor.number, doctor.keyDocument, digest("new keys"));
    await expect(grant(1))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleKeyVersion")
      .withArgs(doctor.number, 1, 2);
    await grant(2);
  });

  it("refuses a sheet that isn't the one it expects, an empty one and the same one", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, pharmacy } = scene;
    const grant = (next: string, expected: string) =>
      healthRecords
        .connect(patient.wallet)
        .grant(patient.number, grantOrder(scene, pharmacy), sheetSwap(next, expected));

    await expect(grant(secondSheet, ZeroHash))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsStaleSheet")
      .withArgs(patient.number, ZeroHash, firstSheet);
    await expect(grant(ZeroHash, firstSheet)).to.be.revertedWithCustomError(
      healthRecords,
      "HealthRecordsEmptyDigest",
    );
    await expect(grant(firstSheet, firstSheet))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsSheetUnchanged")
      .withArgs(patient.number);
  });

  it("refuses empty terms, no purpose and an expiry that is past", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, doctor, now } = scene;
    const grant = (overrides: Parameters<typeof grantOrder>[2]) =>
      healthRecords
        .connect(patient.wallet)
        .grant(patient.number, grantOrder(scene, doctor, overrides), sheetSwap(firstSheet));

    for (const overrides of [{ readMask: 0, writeMask: 0 }, { purpose: Purpose.none }]) {
      await expect(grant(overrides)).to.be.revertedWithCustomError(
        healthRecords,
        "HealthRecordsInvalidTerms",
      );
    }
    await expect(grant({ expiresAt: now }))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidExpiry")
      .withArgs(now);
    await grant({ readMask: 0, expiresAt: 0xffff_ffff });
  });

  it("refuses a storage operator, nobody, and a provider that isn't verified", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, providers, authority, patient, operator, doctor } = scene;
    const grant = (provider: { number: number }) =>
      healthRecords
        .connect(patient.wallet)
        .grant(
          patient.number,
          grantOrder(scene, { ...doctor, ...provider }),
          sheetSwap(firstSheet),
        );

    for (const number of [operator.number, 0, 99, 0xffff_ffff]) {
      await expect(grant({ number }))
        .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidProvider")
        .withArgs(number);
    }
    await providers.connect(authority.wallet).revoke(doctor.number);
    await expect(grant(doctor))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsProviderNotVerified")
      .withArgs(doctor.number);
  });

  it("refuses everybody but the patient's side", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patients, patient, secondPatient, doctor } = scene;

    for (const wallet of [secondPatient.wallet, doctor.wallet]) {
      await expect(
        healthRecords
          .connect(wallet)
          .grant(patient.number, grantOrder(scene, doctor), sheetSwap(firstSheet)),
      )
        .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
        .withArgs(patient.number, wallet.address, 2);
    }
  });
});

describe("HealthRecords: granting to several", () => {
  it("sets every grant and moves each epoch once", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, doctor, pharmacy, hospital, grantBlock } = scene;
    const asPatient = healthRecords.connect(patient.wallet);
    await asPatient.grant(patient.number, grantOrder(scene, pharmacy), nextSwap);
    const pharmacyBlock = await ethers.provider.getBlockNumber();
    const narrowed = grantOrder(scene, doctor, { readMask: mask(1) });
    const alsoNarrowed = grantOrder(scene, pharmacy, { readMask: mask(2) });
    const fresh = grantOrder(scene, hospital);
    const by = patient.wallet.address;

    await expect(
      asPatient.grantMany(
        patient.number,
        [narrowed, alsoNarrowed, fresh],
        sheetSwap(thirdSheet, secondSheet),
      ),
    )
      .to.emit(healthRecords, "AccessGranted")
      .withArgs(
        patient.number,
        doctor.number,
        termsOf(narrowed),
        1,
        false,
        mask(2, 3),
        by,
        thirdSheet,
        grantBlock,
      )
      .and.to.emit(healthRecords, "AccessGranted")
      .withArgs(
        patient.number,
        pharmacy.number,
        termsOf(alsoNarrowed),
        1,
        false,
        mask(1),
        by,
        thirdSheet,
        pharmacyBlock,
      )
      .and.to.emit(healthRecords, "AccessGranted")
      .withArgs(patient.number, hospital.number, termsOf(fresh), 1, false, 0, by, thirdSheet, 0);
    const { epochs } = await asPatient.epochsOf(patient.number, 0);
    expect(epochs).to.equal(packEpochs({ 1: 2, 2: 2, 3: 2 }));
  });

  it("chains two orders for one provider within the block", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, doctor } = scene;
    const wide = grantOrder(scene, doctor, { readMask: mask(1, 2) });
    const narrow = grantOrder(scene, doctor, { readMask: mask(1) });
    const block = (await ethers.provider.getBlockNumber()) + 1;

    await expect(
      healthRecords
        .connect(patient.wallet)
        .grantMany(patient.number, [wide, narrow], sheetSwap(firstSheet)),
    )
      .to.emit(healthRecords, "AccessGranted")
      .withArgs(
        patient.number,
        doctor.number,
        termsOf(narrow),
        1,
        false,
        mask(2),
        patient.wallet.address,
        firstSheet,
        block,
      );
  });

  it("refuses an empty list, and keeps nothing when one order fails", async () => {
    const scene = await loadFixture(plainScene);
    const { healthRecords, patient, doctor, operator } = scene;
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(
      asPatient.grantMany(patient.number, [], sheetSwap(firstSheet)),
    ).to.be.revertedWithCustomError(healthRecords, "HealthRecordsNothingToGrant");
    await expect(
      asPatient.grantMany(
        patient.number,
        [grantOrder(scene, doctor), grantOrder(scene, operator)],
        sheetSwap(firstSheet),
      ),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidProvider")
      .withArgs(operator.number);
    expect((await asPatient.doctorsOf(patient.number, 0, 1)).total).to.equal(0);
  });
});

describe("HealthRecords: approving a request", () => {
  it("grants less than asked", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, patient, laboratory, requestBlock } = scene;
    const order = grantOrder(scene, laboratory, { readMask: mask(1), writeMask: 0 });

    await expect(
      healthRecords.connect(patient.wallet).approve(patient.number, order, sheetSwap(firstSheet)),
    )
      .to.emit(healthRecords, "AccessGranted")
      .withArgs(
        patient.number,
        laboratory.number,
        termsOf(order),
        1,
        true,
        0,
        patient.wallet.address,
        firstSheet,
        requestBlock,
      );
    const can = (compartment: number, right: number) =>
      healthRecords.hasAccess(
        patient.number,
        laboratory.number,
        laboratory.wallet,
        compartment,
        right,
      );
    expect([
      await can(1, Right.read),
      await can(2, Right.read),
      await can(1, Right.write),
    ]).to.deep.equal([true, false, false]);
  });

  it("refuses where nothing was asked, or what was asked was answered", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, patient, laboratory, doctor } = scene;
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(
      asPatient.approve(patient.number, grantOrder(scene, doctor), sheetSwap(firstSheet)),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoRequest")
      .withArgs(patient.number, doctor.number);
    await asPatient.approve(patient.number, grantOrder(scene, laboratory), sheetSwap(firstSheet));
    await expect(asPatient.approve(patient.number, grantOrder(scene, laboratory), nextSwap))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoRequest")
      .withArgs(patient.number, laboratory.number);
  });

  it("refuses a provider that was suspended after it asked", async () => {
    const scene = await loadFixture(requestedScene);
    const { healthRecords, providers, authority, patient, laboratory } = scene;
    await providers.connect(authority.wallet).suspend(laboratory.number);

    await expect(
      healthRecords
        .connect(patient.wallet)
        .approve(patient.number, grantOrder(scene, laboratory), sheetSwap(firstSheet)),
    )
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsProviderNotVerified")
      .withArgs(laboratory.number);
  });
});

describe("HealthRecords: taking away by a change of terms", () => {
  /** The delegate may grant, and nothing else. */
  async function grantingScene() {
    const scene = await grantedScene();
    const { patients, patient, delegate, verifiedUntil } = scene;
    await patients
      .connect(patient.wallet)
      .setDelegate(patient.number, delegate, Power.grant, verifiedUntil);
    return scene;
  }

  it("needs the power to revoke, whatever is taken", async () => {
    const scene = await loadFixture(grantingScene);
    const { healthRecords, patients, patient, doctor, delegate, now } = scene;
    const asDelegate = healthRecords.connect(delegate);
    for (const taking of [
      { readMask: mask(1, 2) },
      { writeMask: 0 },
      { expiresAt: now + DAY },
      { readMask: mask(1, 2, 4) },
    ]) {
      await expect(
        asDelegate.grant(patient.number, grantOrder(scene, doctor, taking), nextSwap),
        JSON.stringify(taking),
      )
        .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
        .withArgs(patient.number, delegate.address, Power.revoke);
    }
    await expect(asDelegate.renew(patient.number, doctor.number, now + DAY))
      .to.be.revertedWithCustomError(patients, "PatientsNotAllowed")
      .withArgs(patient.number, delegate.address, Power.revoke);
  });

  it("leaves adding and prolonging to whoever may grant", async () => {
    const scene = await loadFixture(grantingScene);
    const { healthRecords, patient, doctor, delegate, now } = scene;
    const asDelegate = healthRecords.connect(delegate);

    await asDelegate.renew(patient.number, doctor.number, now + 60 * DAY);
    const wider = grantOrder(scene, doctor, {
      readMask: mask(1, 2, 3, 4),
      expiresAt: now + 90 * DAY,
    });
    await asDelegate.grant(patient.number, wider, nextSwap);
    const access = await healthRecords
      .connect(patient.wallet)
      .accessOf(patient.number, doctor.number, false);
    expect(access.terms).to.deep.equal(termsOf(wider));
  });

  it("takes nothing where the old grant has expired and the new one reads as much", async () => {
    const scene = await loadFixture(grantingScene);
    const { healthRecords, patient, doctor, delegate, now } = scene;
    await networkHelpers.time.increaseTo(now + 31 * DAY);

    const again = grantOrder(scene, doctor, { writeMask: 0, expiresAt: now + 60 * DAY });
    await expect(healthRecords.connect(delegate).grant(patient.number, again, nextSwap)).to.emit(
      healthRecords,
      "AccessGranted",
    );
  });
});

describe("HealthRecords: renewing", () => {
  it("prolongs or shortens a live grant, and changes nothing else", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, patient, doctor, delegate, now, grantBlock } = scene;
    const before = await healthRecords
      .connect(patient.wallet)
      .accessOf(patient.number, doctor.number, false);
    let previousBlock = grantBlock;

    for (const expiresAt of [now + 90 * DAY, now + DAY]) {
      await expect(healthRecords.connect(delegate).renew(patient.number, doctor.number, expiresAt))
        .to.emit(healthRecords, "AccessRenewed")
        .withArgs(patient.number, doctor.number, expiresAt, delegate.address, previousBlock);
      previousBlock = await ethers.provider.getBlockNumber();
      const after = await healthRecords
        .connect(patient.wallet)
        .accessOf(patient.number, doctor.number, false);
      expect(after.terms).to.deep.equal([
        before.terms.readMask,
        before.terms.writeMask,
        before.terms.purpose,
        expiresAt,
      ]);
      expect(after.keyVersion).to.equal(before.keyVersion);
    }
    expect(await healthRecords.connect(patient.wallet).shareSheet(patient.number, 0)).to.equal(
      firstSheet,
    );
  });

  it("refuses an expiry that is past, and the one that is set", async () => {
    const { healthRecords, patient, doctor, now } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(asPatient.renew(patient.number, doctor.number, now))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsInvalidExpiry")
      .withArgs(now);
    await expect(asPatient.renew(patient.number, doctor.number, now + 30 * DAY))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsAlreadySet")
      .withArgs(patient.number, doctor.number);
  });

  it("refuses where nothing was granted, or it has expired", async () => {
    const { healthRecords, patient, doctor, pharmacy, now } = await loadFixture(grantedScene);
    const asPatient = healthRecords.connect(patient.wallet);

    await expect(asPatient.renew(patient.number, pharmacy.number, now + 90 * DAY))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoGrant")
      .withArgs(patient.number, pharmacy.number);
    await networkHelpers.time.increaseTo(now + 30 * DAY);
    await expect(asPatient.renew(patient.number, doctor.number, now + 90 * DAY))
      .to.be.revertedWithCustomError(healthRecords, "HealthRecordsNoGrant")
      .withArgs(patient.number, doctor.number);
  });

  it("doesn't bring a suspended provider back", async () => {
    const scene = await loadFixture(grantedScene);
    const { healthRecords, providers, authority, patient, doctor, now } = scene;
    await providers.connect(authority.wallet).suspend(doctor.number);

    await healthRecords
      .connect(patient.wallet)
      .renew(patient.number, doctor.number, now + 90 * DAY);
    expect(
      await healthRecords.hasAccess(patient.number, doctor.number, doctor.wallet, 1, Right.read),
    ).to.equal(false);
  });
});
