import { expect } from "chai";
import {
  patientOrderDomain,
  patientOrderTypes,
} from "../../../frontend/src/chain/generated/signedMessages.ts";
import { castSystem, DAY, digest, grantOrder, newRecord, Power, sheetSwap } from "../cast.ts";
import { networkHelpers } from "../chain.ts";
import { orderCases } from "./orderCases.ts";
import { authorize, domainOf, orderTypes } from "./orders.ts";

describe("PatientRelay: carrying orders out", () => {
  for (const { name, fields, prepare, send } of orderCases) {
    it(`carries out ${name} for its signer, whoever sends it`, async () => {
      const cast = await networkHelpers.loadFixture(castSystem);
      const { patientRelay, patient, sponsor } = cast;
      await prepare(cast);
      const own = fields(cast);
      const auth = await authorize(cast, patient.wallet, name, own);

      await expect(send(cast, own, auth))
        .to.emit(patientRelay, "OrderRelayed")
        .withArgs(patient.wallet.address, sponsor.address, 0);
      expect(await patientRelay.nonces(patient.wallet)).to.equal(1);
    });
  }

  it("registers the signer's chart, not the sender's", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patients, patientRelay, stranger, sponsor } = cast;
    const fields = { commitment: digest("details"), keyDocument: digest("keys") };
    const auth = await authorize(cast, stranger, "RegisterPatient", fields);
    const asSponsor = patientRelay.connect(sponsor);

    const id = await asSponsor.register.staticCall(fields.commitment, fields.keyDocument, auth);
    await expect(asSponsor.register(fields.commitment, fields.keyDocument, auth))
      .to.emit(patients, "PatientRegistered")
      .withArgs(BigInt(id) & 0xffff_ffffn, stranger.address, id, fields.keyDocument);
    expect(await patients.patientsOf(stranger)).to.deep.equal([BigInt(id) & 0xffff_ffffn]);
    expect(await patients.patientsOf(sponsor)).to.deep.equal([]);
  });

  it("hands over a delegate's powers", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patients, patientRelay, patient, stranger, sponsor, now } = cast;
    const fields = {
      patient: patient.number,
      delegate: stranger.address,
      powers: Power.grant,
      until: now + DAY,
    };
    const auth = await authorize(cast, patient.wallet, "SetDelegate", fields);

    await expect(
      patientRelay
        .connect(sponsor)
        .setDelegate(patient.number, stranger, Power.grant, now + DAY, auth),
    )
      .to.emit(patients, "PatientDelegateSet")
      .withArgs(patient.number, stranger.address, Power.grant, now + DAY);
  });

  it("adds records and grants in the name of a delegate who signed", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patientRelay, healthRecords, patient, delegate, doctor, sponsor } = cast;
    const records = [newRecord()];
    await patientRelay
      .connect(sponsor)
      .addRecords(
        patient.number,
        records,
        await authorize(cast, delegate, "AddRecords", { patient: patient.number, records }),
      );
    expect(
      (await healthRecords.connect(patient.wallet).recordCounts(patient.number, 0))[1],
    ).to.equal(1);

    const order = grantOrder(cast, doctor);
    const sheet = sheetSwap(digest("sheet"));
    const auth = await authorize(cast, delegate, "GrantAccess", {
      patient: patient.number,
      order,
      sheet,
    });
    await patientRelay.connect(sponsor).grant(patient.number, order, sheet, auth);
    const access = await healthRecords
      .connect(patient.wallet)
      .accessOf(patient.number, doctor.number, false);
    expect(access.live).to.equal(true);
  });

  it("passes on the refusal of the contract behind it, and keeps the nonce", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { patients, patientRelay, patient, stranger } = cast;
    for (const orderCase of orderCases) {
      if (orderCase.name === "RegisterPatient" || orderCase.name === "SetDelegate") continue;
      const fields = orderCase.fields(cast);
      const auth = await authorize(cast, stranger, orderCase.name, fields);
      await expect(
        orderCase.send(cast, fields, auth),
        orderCase.name,
      ).to.be.revertedWithCustomError(patients, "PatientsNotAllowed");
    }

    const fields = {
      patient: patient.number,
      delegate: stranger.address,
      powers: Power.grant,
      until: cast.now + DAY,
    };
    const auth = await authorize(cast, stranger, "SetDelegate", fields);
    await expect(
      patientRelay.setDelegate(patient.number, stranger, Power.grant, cast.now + DAY, auth),
    )
      .to.be.revertedWithCustomError(patients, "PatientsNotController")
      .withArgs(patient.number, stranger.address);
    expect(await patientRelay.nonces(stranger)).to.equal(0);
  });

  it("is the only one whose word about a signer counts", async () => {
    const { patients, patient, stranger, now } = await networkHelpers.loadFixture(castSystem);
    const { data } = await patients.setDelegate.populateTransaction(
      patient.number,
      stranger,
      Power.all,
      now + DAY,
    );

    await expect(
      stranger.sendTransaction({
        to: await patients.getAddress(),
        data: `${data}${patient.wallet.address.slice(2)}`,
      }),
    )
      .to.be.revertedWithCustomError(patients, "PatientsNotController")
      .withArgs(patient.number, stranger.address);
  });

  it("says its domain (EIP-5267)", async () => {
    const cast = await networkHelpers.loadFixture(castSystem);
    const { name, version, chainId, verifyingContract } = await domainOf(cast);

    const domain = await cast.patientRelay.eip712Domain();
    expect([domain.name, domain.version, domain.chainId, domain.verifyingContract]).to.deep.equal([
      name,
      version,
      chainId,
      verifyingContract,
    ]);
  });

  it("means by its messages what the app signs", () => {
    expect(patientOrderTypes).to.deep.equal(orderTypes);
    expect(patientOrderDomain).to.deep.equal({ name: "Health Records", version: "1" });
  });
});
