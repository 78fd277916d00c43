// One fixed story on a fresh chain, in which every operation is paid for once in a chart that is
// in use, and the interesting ones also where everything is new. Accounts, salts, dates and
// digests are constants, so that the gas is the same on every run and every machine.
import type { ContractTransactionReceipt, ContractTransactionResponse } from "ethers";
import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Cast,
  castSystem,
  DAY,
  digest,
  mask,
  newRecord,
  type PatientActor,
  type ProviderActor,
  Purpose,
  packEpochs,
} from "../../test/contracts/cast.ts";
import { signReceipt } from "../../test/contracts/receipts/signReceipt.ts";
import type { IHealthRecords, IReceipts } from "../../types/ethers-contracts/index.ts";
import { countEffects, type Effects } from "./countEffects.ts";

/** Unix seconds: 1 January 2027. */
const start = Date.UTC(2027, 0, 1) / 1000;
const expiresAt = start + 30 * DAY;
const lapsesAt = start + 60 * DAY;
const readMask = mask(1, 2, 3);
const writeMask = mask(1);

/** What one operation cost under one price list. */
export interface Cost extends Effects {
  readonly gas: number;
}

/** Runs the story under one of the networks of hardhat.config.ts. Keys are operation names. */
export async function measureCosts(networkName: string): Promise<ReadonlyMap<string, Cost>> {
  const connection = await hre.network.create({
    network: networkName,
    override: { initialDate: new Date(start * 1000) },
  });
  try {
    return await new Story(connection, await castSystem(connection)).tell();
  } finally {
    await connection.close();
  }
}

class Story {
  readonly #connection: NetworkConnection<string>;
  readonly #cast: Cast;
  readonly #costs = new Map<string, Cost>();
  /** The current share sheet of each chart, by patient number; how many there were in all. */
  readonly #sheets = new Map<number, string>();
  #sheetCount = 0;

  constructor(connection: NetworkConnection<string>, cast: Cast) {
    this.#connection = connection;
    this.#cast = cast;
  }

  async tell(): Promise<ReadonlyMap<string, Cost>> {
    const { patients, healthRecords, patient, secondPatient, stranger, doctor } = this.#cast;
    const { staffDoctor, hospital, laboratory, pharmacy } = this.#cast;
    const { number } = patient;
    const asPatient = healthRecords.connect(patient.wallet);

    await this.#measure(
      "register",
      patients
        .connect(stranger)
        .register(digest("salted details of the stranger"), digest("key document")),
    );

    // Everything is new: an empty chart, empty lists, no share sheet.
    await this.#measure("request (first of both)", this.#request(patient, laboratory));
    await this.#measure("grant (first of both)", this.#grant(secondPatient, doctor));
    await this.#measure(
      "add record (first of a drawer)",
      asPatient.addRecords(number, [newRecord()]),
    );

    // From here on, nothing is new but what the operation itself makes.
    await this.#grant(patient, hospital);
    await this.#grant(patient, staffDoctor);
    await this.#measure(
      "add record",
      asPatient.addRecords(number, [newRecord({ manifest: digest("second") })]),
    );
    await this.#measure(
      "add 10 records",
      asPatient.addRecords(
        number,
        Array.from({ length: 10 }, (_, i) => newRecord({ manifest: digest(`one of ten: ${i}`) })),
      ),
    );
    await this.#measure("grant", this.#grant(patient, doctor));
    await this.#measure(
      "add record by provider",
      healthRecords
        .connect(doctor.wallet)
        .addRecordsAsProvider(number, doctor.number, 0, [
          newRecord({ manifest: digest("by the doctor") }),
        ]),
    );
    await this.#measure(
      "add record by staff",
      healthRecords
        .connect(staffDoctor.wallet)
        .addRecordsAsProvider(number, hospital.number, staffDoctor.number, [
          newRecord({ manifest: digest("by the hospital's doctor") }),
        ]),
    );

    await this.#request(secondPatient, pharmacy);
    await this.#measure("request", this.#request(patient, pharmacy));
    await this.#measure("approve", this.#approve(patient, pharmacy));
    await this.#measure("renew", asPatient.renew(number, pharmacy.number, expiresAt + DAY));
    await this.#measure("deny", asPatient.deny(number, laboratory.number));
    await this.#measure(
      "hand over",
      healthRecords
        .connect(hospital.wallet)
        .handOver(number, hospital.number, staffDoctor.number, digest("envelope")),
    );

    await this.#relay();
    await this.#receipts();

    await this.#measure(
      "revoke",
      asPatient.revoke(number, doctor.number, packEpochs(), this.#nextSheet(patient)),
    );
    await this.#measure(
      "replace share sheet",
      asPatient.replaceShareSheet(number, this.#nextSheet(patient)),
    );
    await this.#measure(
      "revoke (first of a chart)",
      healthRecords
        .connect(secondPatient.wallet)
        .revoke(secondPatient.number, doctor.number, packEpochs(), this.#nextSheet(secondPatient)),
    );
    await this.#measure(
      "revoke 3 providers",
      asPatient.revokeMany(
        number,
        [staffDoctor.number, hospital.number, pharmacy.number],
        packEpochs({ 1: 2, 2: 2, 3: 2 }),
        this.#nextSheet(patient),
      ),
    );
    await this.#measure(
      "move epochs",
      asPatient.moveEpochs(
        number,
        readMask,
        packEpochs({ 1: 3, 2: 3, 3: 3 }),
        this.#nextSheet(patient),
      ),
    );
    await this.#measure(
      "grant 3 providers again",
      asPatient.grantMany(
        number,
        [doctor, staffDoctor, laboratory].map((provider) =>
          this.#order(provider, packEpochs({ 1: 4, 2: 4, 3: 4 })),
        ),
        this.#nextSheet(patient),
      ),
    );
    await this.#measure(
      "start generation",
      asPatient.startGeneration(number, 1, this.#nextSheet(patient)),
    );
    return this.#costs;
  }

  async #relay(): Promise<void> {
    const { patient, secondPatient, researcher, organization } = this.#cast;
    await this.#grant(secondPatient, organization);
    await this.#measure(
      "grant by signature (first of the signer)",
      this.#grantBySignature(patient, organization),
    );
    await this.#grant(secondPatient, researcher);
    await this.#measure("grant by signature", this.#grantBySignature(patient, researcher));
  }

  async #receipts(): Promise<void> {
    const { receipts, sponsor } = this.#cast;
    await this.#measure(
      "receipt (first of the signer for a patient)",
      this.#logReceipt(await this.#signReceipt(1)),
    );
    await this.#measure("receipt", this.#logReceipt(await this.#signReceipt(2)));
    const ten = await Promise.all(Array.from({ length: 10 }, (_, i) => this.#signReceipt(3 + i)));
    await this.#measure("10 receipts", receipts.connect(sponsor).logMany(ten));
  }

  #request(patient: PatientActor, provider: ProviderActor): Promise<ContractTransactionResponse> {
    return this.#cast.healthRecords
      .connect(provider.wallet)
      .request(
        patient.number,
        provider.number,
        0,
        { readMask, writeMask, purpose: Purpose.treatment, expiresAt },
        lapsesAt,
      );
  }

  #grant(patient: PatientActor, provider: ProviderActor): Promise<ContractTransactionResponse> {
    return this.#cast.healthRecords
      .connect(patient.wallet)
      .grant(patient.number, this.#order(provider), this.#nextSheet(patient));
  }

  #approve(patient: PatientActor, provider: ProviderActor): Promise<ContractTransactionResponse> {
    return this.#cast.healthRecords
      .connect(patient.wallet)
      .approve(patient.number, this.#order(provider), this.#nextSheet(patient));
  }

  async #grantBySignature(
    patient: PatientActor,
    provider: ProviderActor,
  ): Promise<ContractTransactionResponse> {
    const { patientRelay, sponsor, system } = this.#cast;
    const order = this.#order(provider);
    const sheet = this.#nextSheet(patient);
    const nonce = await patientRelay.nonces(patient.wallet.address);
    const deadline = BigInt(expiresAt);
    const signer = patient.wallet.address;
    const signature = await patient.wallet.signTypedData(
      {
        name: "Health Records",
        version: "1",
        chainId: system.chainId,
        verifyingContract: system.addresses.PatientRelay,
      },
      grantAccessTypes,
      { signer, patient: patient.number, order, sheet, nonce, deadline },
    );
    return patientRelay
      .connect(sponsor)
      .grant(patient.number, order, sheet, { signer, nonce, deadline, signature });
  }

  #logReceipt(receipt: IReceipts.SignedReceiptStruct): Promise<ContractTransactionResponse> {
    return this.#cast.receipts
      .connect(this.#cast.sponsor)
      .log(receipt.head, receipt.root, receipt.records, receipt.signature);
  }

  #signReceipt(sequence: number): Promise<IReceipts.SignedReceiptStruct> {
    const { patient, doctor, system } = this.#cast;
    return signReceipt(system, doctor.wallet, {
      patient: patient.number,
      provider: doctor.number,
      doctor: 0,
      sequence,
      openedFrom: start - 600,
      openedUntil: start,
      count: 3,
      root: digest("Merkle root"),
      records: "0x010000010001010002",
    });
  }

  #order(provider: ProviderActor, epochs = packEpochs()): IHealthRecords.GrantOrderStruct {
    return {
      provider: provider.number,
      keyVersion: 1,
      readMask,
      writeMask,
      purpose: Purpose.treatment,
      expiresAt,
      epochs,
    };
  }

  #nextSheet(patient: PatientActor): IHealthRecords.SheetSwapStruct {
    const expected = this.#sheets.get(patient.number) ?? `0x${"00".repeat(32)}`;
    this.#sheetCount += 1;
    const next = digest(`share sheet ${this.#sheetCount}`);
    this.#sheets.set(patient.number, next);
    return { expected, next };
  }

  async #measure(operation: string, sending: Promise<ContractTransactionResponse>): Promise<void> {
    const transaction = await sending;
    const receipt: ContractTransactionReceipt | null = await transaction.wait();
    if (receipt === null || transaction.to === null) throw new Error(`${operation}: not mined`);
    const effects = await countEffects(this.#connection, transaction.hash, transaction.to);
    this.#costs.set(operation, { gas: Number(receipt.gasUsed), ...effects });
  }
}

const grantAccessTypes = {
  GrantAccess: [
    { name: "signer", type: "address" },
    { name: "patient", type: "uint32" },
    { name: "order", type: "GrantOrder" },
    { name: "sheet", type: "SheetSwap" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
  GrantOrder: [
    { name: "provider", type: "uint32" },
    { name: "keyVersion", type: "uint16" },
    { name: "readMask", type: "uint16" },
    { name: "writeMask", type: "uint16" },
    { name: "purpose", type: "uint8" },
    { name: "expiresAt", type: "uint32" },
    { name: "epochs", type: "uint256" },
  ],
  SheetSwap: [
    { name: "expected", type: "bytes32" },
    { name: "next", type: "bytes32" },
  ],
};
