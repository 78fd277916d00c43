import { expect } from "chai";
import { TypedDataEncoder, ZeroAddress } from "ethers";
import { type Cast, castSystem, digest } from "../cast.ts";
import { connection, ethers, networkHelpers } from "../chain.ts";
import {
  packReceipt,
  type ReceiptFields,
  receiptDomain,
  receiptTypes,
  signReceipt,
} from "./signReceipt.ts";

const { loadFixture } = networkHelpers;
const window = 160;

async function plainScene() {
  return await castSystem(connection);
}

function receiptOf(cast: Cast, overrides: Partial<ReceiptFields> = {}): ReceiptFields {
  return {
    patient: cast.patient.number,
    provider: cast.doctor.number,
    doctor: 0,
    sequence: 1,
    openedFrom: cast.now - 600,
    openedUntil: cast.now,
    count: 4,
    root: digest("Merkle root"),
    records: "0x010000010001020005",
    ...overrides,
  };
}

type Signing = Parameters<typeof signReceipt>[1];

/** Signed by the doctor where nobody else is named, sent by the sponsor. */
async function log(cast: Cast, receipt: ReceiptFields, signer: Signing = cast.doctor.wallet) {
  const signed = await signReceipt(cast.system, signer, receipt);
  return await cast.receipts
    .connect(cast.sponsor)
    .log(signed.head, signed.root, signed.records, signed.signature);
}

describe("Receipts: logging", () => {
  it("logs what the provider signed, whoever sends it", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, patient, doctor } = cast;
    const receipt = receiptOf(cast);
    const { head } = packReceipt(receipt, "0x");

    await expect(log(cast, receipt))
      .to.emit(receipts, "ReceiptLogged")
      .withArgs(
        patient.number,
        doctor.number,
        doctor.wallet.address,
        head,
        receipt.root,
        receipt.records,
        0,
      );
    const block = await ethers.provider.getBlockNumber();
    expect(await receipts.lastOf(patient.number, doctor.wallet)).to.deep.equal([1n, BigInt(block)]);
    const next = receiptOf(cast, { sequence: 2 });
    await expect(log(cast, next))
      .to.emit(receipts, "ReceiptLogged")
      .withArgs(
        patient.number,
        doctor.number,
        doctor.wallet.address,
        packReceipt(next, "0x").head,
        next.root,
        next.records,
        block,
      );
  });

  it("passes on no bits of the head that nobody signed", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, patient, doctor } = cast;
    const receipt = receiptOf(cast);
    const signed = await signReceipt(cast.system, doctor.wallet, receipt);
    const head = BigInt(signed.head);

    await expect(
      receipts
        .connect(cast.sponsor)
        .log(head | (0xbeefn << 240n), signed.root, signed.records, signed.signature),
    )
      .to.emit(receipts, "ReceiptLogged")
      .withArgs(
        patient.number,
        doctor.number,
        doctor.wallet.address,
        head,
        receipt.root,
        receipt.records,
        0,
      );
  });

  it("shows the digest that wallets compute", async () => {
    const cast = await loadFixture(plainScene);
    const receipt = receiptOf(cast, { doctor: 3, sequence: 0xffff_ffff });

    expect(await cast.receipts.digestOf(receipt)).to.equal(
      TypedDataEncoder.hash(receiptDomain(cast.system), receiptTypes, receipt),
    );
  });

  it("logs a doctor's receipt on the hospital's behalf while on its staff", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, staff, patient, hospital, staffDoctor } = cast;
    const receipt = receiptOf(cast, { provider: hospital.number, doctor: staffDoctor.number });

    await expect(log(cast, receipt, staffDoctor.wallet))
      .to.emit(receipts, "ReceiptLogged")
      .withArgs(
        patient.number,
        hospital.number,
        staffDoctor.wallet.address,
        packReceipt(receipt, "0x").head,
        receipt.root,
        receipt.records,
        0,
      );
    await staff.connect(hospital.wallet).remove(hospital.number, staffDoctor.number);
    await expect(log(cast, { ...receipt, sequence: 2 }, staffDoctor.wallet))
      .to.be.revertedWithCustomError(receipts, "ReceiptsBadSignature")
      .withArgs(hospital.number, staffDoctor.number);
  });

  it("logs a receipt after the grant ended and the provider was suspended", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, providers, authority, doctor } = cast;
    await providers.connect(authority.wallet).suspend(doctor.number);

    await expect(log(cast, receiptOf(cast))).to.emit(receipts, "ReceiptLogged");
  });

  it("logs several in one transaction, of several signers", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, patient, doctor, pharmacy, sponsor } = cast;
    const signed = [
      await signReceipt(cast.system, doctor.wallet, receiptOf(cast)),
      await signReceipt(cast.system, doctor.wallet, receiptOf(cast, { sequence: 2 })),
      await signReceipt(
        cast.system,
        pharmacy.wallet,
        receiptOf(cast, { provider: pharmacy.number }),
      ),
    ];

    await receipts.connect(sponsor).logMany(signed);
    const block = BigInt(await ethers.provider.getBlockNumber());
    expect(await receipts.lastOf(patient.number, doctor.wallet)).to.deep.equal([2n, block]);
    expect(await receipts.lastOf(patient.number, pharmacy.wallet)).to.deep.equal([1n, block]);
    await expect(receipts.connect(sponsor).logMany([])).to.be.revertedWithCustomError(
      receipts,
      "ReceiptsEmpty",
    );
  });

  it("takes the signature of a smart account, and refuses its stranger's", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, providers, authority, doctor, stranger, verifiedUntil } = cast;
    const wallet = await ethers.deployContract("ContractWallet", [stranger]);
    const profile = digest("profile of a smart account");
    const apply = providers.interface.encodeFunctionData("applyForVerification", [
      1,
      authority.number,
      profile,
      digest("keys"),
      digest("evidence"),
    ]);
    await wallet.connect(stranger).getFunction("send")(await providers.getAddress(), apply);
    const address = await wallet.getAddress();
    const number = Number(await providers.numberOf(address));
    await providers.connect(authority.wallet).verify(number, address, 1, profile, verifiedUntil);
    const receipt = receiptOf(cast, { provider: number });

    await expect(log(cast, receipt, doctor.wallet))
      .to.be.revertedWithCustomError(receipts, "ReceiptsBadSignature")
      .withArgs(number, 0);
    await expect(log(cast, receipt, stranger)).to.emit(receipts, "ReceiptLogged");
    expect(await receipts.isLogged(receipt.patient, address, 1)).to.equal(true);
  });
});

describe("Receipts: what is refused", () => {
  it("is a receipt of nothing", async () => {
    const cast = await loadFixture(plainScene);

    for (const overrides of [{ count: 0 }, { records: "0x" }]) {
      await expect(log(cast, receiptOf(cast, overrides))).to.be.revertedWithCustomError(
        cast.receipts,
        "ReceiptsEmpty",
      );
    }
  });

  it("is a list of records that isn't whole, ascending, possible and covered by leaves", async () => {
    const cast = await loadFixture(plainScene);

    for (const records of [
      "0x01",
      "0x01000001",
      "0x010001010000",
      "0x010000010000",
      "0x100000",
      "0x000000000001000002000003000004",
    ]) {
      await expect(log(cast, receiptOf(cast, { records })))
        .to.be.revertedWithCustomError(cast.receipts, "ReceiptsMalformedRecords")
        .withArgs((records.length - 2) / 2);
    }
    await log(cast, receiptOf(cast, { records: "0x0000000fffff" }));
  });

  it("is a period that ends before it starts, or lies in the future", async () => {
    const cast = await loadFixture(plainScene);
    const skew = 600;
    const next = cast.now + 60;

    for (const [openedFrom, openedUntil] of [
      [cast.now, cast.now - 1],
      [cast.now, next + skew + 1],
    ] as const) {
      await networkHelpers.time.setNextBlockTimestamp(next);
      await expect(log(cast, receiptOf(cast, { openedFrom, openedUntil })))
        .to.be.revertedWithCustomError(cast.receipts, "ReceiptsInvalidPeriod")
        .withArgs(openedFrom, openedUntil);
      await loadFixture(plainScene);
    }
    await networkHelpers.time.setNextBlockTimestamp(next);
    await log(cast, receiptOf(cast, { openedFrom: next + skew, openedUntil: next + skew }));
  });

  it("is a provider that doesn't exist", async () => {
    const cast = await loadFixture(plainScene);

    for (const provider of [0, 99]) {
      await expect(log(cast, receiptOf(cast, { provider })))
        .to.be.revertedWithCustomError(cast.receipts, "ReceiptsUnknownProvider")
        .withArgs(provider);
    }
  });

  it("is a signature by anybody else, of anything else, or by nobody", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, doctor, pharmacy, hospital, stranger, system } = cast;
    const receipt = receiptOf(cast);

    await expect(log(cast, receipt, stranger))
      .to.be.revertedWithCustomError(receipts, "ReceiptsBadSignature")
      .withArgs(doctor.number, 0);
    await expect(log(cast, { ...receipt, provider: pharmacy.number }))
      .to.be.revertedWithCustomError(receipts, "ReceiptsBadSignature")
      .withArgs(pharmacy.number, 0);
    await expect(log(cast, { ...receipt, provider: hospital.number, doctor: doctor.number }))
      .to.be.revertedWithCustomError(receipts, "ReceiptsBadSignature")
      .withArgs(hospital.number, doctor.number);
    await expect(log(cast, { ...receipt, provider: hospital.number, doctor: 99 }))
      .to.be.revertedWithCustomError(receipts, "ReceiptsBadSignature")
      .withArgs(hospital.number, 99);
    const { signature } = await signReceipt(system, doctor.wallet, receipt);
    const changed: Partial<ReceiptFields>[] = [
      { patient: cast.secondPatient.number },
      { sequence: 2 },
      { openedFrom: receipt.openedFrom - 1 },
      { openedUntil: receipt.openedUntil - 1 },
      { count: 5 },
      { root: digest("another root") },
      { records: "0x010000" },
    ];
    for (const overrides of changed) {
      const { head, root, records } = packReceipt({ ...receipt, ...overrides }, "0x");
      await expect(receipts.log(head, root, records, signature))
        .to.be.revertedWithCustomError(receipts, "ReceiptsBadSignature")
        .withArgs(doctor.number, 0);
    }
    for (const broken of ["0x", `0x${"00".repeat(65)}`]) {
      const { head, root, records } = packReceipt(receipt, "0x");
      await expect(receipts.log(head, root, records, broken)).to.be.revertedWithCustomError(
        receipts,
        "ReceiptsBadSignature",
      );
    }
  });

  it("is a signature for another chain or another contract", async () => {
    const cast = await loadFixture(plainScene);
    const { system, receipts, doctor } = cast;
    const elsewhere = [
      { ...system, chainId: 1 },
      { ...system, addresses: { ...system.addresses, Receipts: system.addresses.Patients } },
    ];

    for (const other of elsewhere) {
      const signed = await signReceipt(other, doctor.wallet, receiptOf(cast));
      await expect(
        receipts.log(signed.head, signed.root, signed.records, signed.signature),
      ).to.be.revertedWithCustomError(receipts, "ReceiptsBadSignature");
    }
  });
});

describe("Receipts: accepted once", () => {
  it("takes each sequence once, in any order within the window", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, patient, doctor } = cast;
    const logged = (sequence: number) => receipts.isLogged(patient.number, doctor.wallet, sequence);

    for (const sequence of [5, 2, 164, 6]) {
      expect(await logged(sequence)).to.equal(false);
      await log(cast, receiptOf(cast, { sequence }));
      expect(await logged(sequence)).to.equal(true);
      await expect(log(cast, receiptOf(cast, { sequence })))
        .to.be.revertedWithCustomError(receipts, "ReceiptsAlreadyLogged")
        .withArgs(patient.number, doctor.wallet.address, sequence);
    }
    expect((await receipts.lastOf(patient.number, doctor.wallet)).sequence).to.equal(164);
    expect([await logged(5), await logged(7), await logged(163), await logged(165)]).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
  });

  it("refuses what is older than the window, and counts it as logged", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, patient, doctor } = cast;
    await log(cast, receiptOf(cast, { sequence: 1000 }));

    for (const sequence of [0, 1, 1000 - window]) {
      await expect(log(cast, receiptOf(cast, { sequence })))
        .to.be.revertedWithCustomError(receipts, "ReceiptsTooOld")
        .withArgs(patient.number, doctor.wallet.address, sequence);
    }
    expect(await receipts.isLogged(patient.number, doctor.wallet, 1000 - window)).to.equal(true);
    expect(await receipts.isLogged(patient.number, doctor.wallet, 1001 - window)).to.equal(false);
    await log(cast, receiptOf(cast, { sequence: 1001 - window }));
  });

  it("counts from 1: there is no receipt 0", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, patient, doctor } = cast;

    await expect(log(cast, receiptOf(cast, { sequence: 0 })))
      .to.be.revertedWithCustomError(receipts, "ReceiptsTooOld")
      .withArgs(patient.number, doctor.wallet.address, 0);
    expect(await receipts.isLogged(patient.number, doctor.wallet, 0)).to.equal(false);
    expect(await receipts.lastOf(patient.number, ZeroAddress)).to.deep.equal([0n, 0n]);
  });

  it("keeps signers and patients apart, up to the last sequence", async () => {
    const cast = await loadFixture(plainScene);
    const { receipts, patient, secondPatient, doctor, pharmacy } = cast;
    await log(cast, receiptOf(cast, { sequence: 0xffff_ffff }));

    await log(cast, receiptOf(cast, { patient: secondPatient.number }));
    await log(cast, receiptOf(cast, { provider: pharmacy.number }), pharmacy.wallet);
    expect((await receipts.lastOf(patient.number, doctor.wallet)).sequence).to.equal(0xffff_ffff);
    expect((await receipts.lastOf(secondPatient.number, doctor.wallet)).sequence).to.equal(1);
  });
});
