import { expect } from "chai";
import { castSystem, DAY, digest, grantOrder, Power, packEpochs, sheetSwap } from "../cast.ts";
import { networkHelpers } from "../chain.ts";
import { orderCases } from "./orderCases.ts";
import { authorize } from "./orders.ts";

describe("PatientRelay: taking signed orders back", () => {
  for (const { name, fields, prepare, send } of orderCases) {
    it(`makes a held ${name} worthless`, async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, patient } = cast;
      await prepare(cast);
      const auth = await authorize(cast, patient.wallet, name, fields(cast));

      await expect(patientRelay.connect(patient.wallet).cancelOrders())
        .to.emit(patientRelay, "OrdersCancelled")
        .withArgs(patient.wallet.address, 0);
      await expect(send(cast, fields(cast), auth))
        .to.be.revertedWithCustomError(patientRelay, "InvalidAccountNonce")
        .withArgs(patient.wallet.address, 1);
    });
  }

  it("is each signer's own affair: nobody cancels for another", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patientRelay, patient, stranger, sponsor } = cast;
    const until = cast.now + DAY;
    const fields = {
      patient: patient.number,
      delegate: stranger.address,
      powers: Power.grant,
      until,
    };
    const auth = await authorize(cast, patient.wallet, "SetDelegate", fields);

    await patientRelay.connect(sponsor).cancelOrders();
    expect(await patientRelay.nonces(patient.wallet)).to.equal(0);
    await patientRelay
      .connect(sponsor)
      .setDelegate(patient.number, stranger, Power.grant, until, auth);
  });

  it("keeps a removed delegate removed, and a short grant short", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patientRelay, patients, healthRecords, patient, doctor, stranger, sponsor, now } = cast;
    const asPatient = healthRecords.connect(patient.wallet);
    const until = now + 300 * DAY;
    const delegation = {
      patient: patient.number,
      delegate: stranger.address,
      powers: Power.all,
      until,
    };
    const renewal = { patient: patient.number, provider: doctor.number, expiresAt: until };
    await asPatient.grant(patient.number, grantOrder(cast, doctor), sheetSwap(digest("1")));
    const heldDelegation = await authorize(cast, patient.wallet, "SetDelegate", delegation);
    const heldRenewal = await authorize(cast, patient.wallet, "RenewAccess", renewal);
    await patients.connect(patient.wallet).setDelegate(patient.number, stranger, Power.all, until);
    await patients.connect(patient.wallet).removeDelegate(patient.number, stranger);
    await asPatient.revoke(
      patient.number,
      doctor.number,
      packEpochs(),
      sheetSwap(digest("2"), digest("1")),
    );
    const short = grantOrder(cast, doctor, {
      expiresAt: now + DAY,
      epochs: packEpochs({ 1: 2, 2: 2, 3: 2 }),
    });
    await asPatient.grant(patient.number, short, sheetSwap(digest("3"), digest("2")));

    await patientRelay.connect(patient.wallet).cancelOrders();
    const asSponsor = patientRelay.connect(sponsor);
    await expect(
      asSponsor.setDelegate(patient.number, stranger, Power.all, until, heldDelegation),
    ).to.be.revertedWithCustomError(patientRelay, "InvalidAccountNonce");
    await expect(
      asSponsor.renew(patient.number, doctor.number, until, heldRenewal),
    ).to.be.revertedWithCustomError(patientRelay, "InvalidAccountNonce");
    expect(await patients.isPatientSide(patient.number, stranger)).to.equal(false);
  });
});
