// The one cast of the contract tests (the README's glossary names it): everybody registered,
// verified and staffed, nobody granted anything yet.
//
//   authority            jurisdiction 276, verifies every provider below but the researcher
//   foreignAuthority     jurisdiction 840, verifies the researcher
//   patient              with a delegate who holds every power
//   secondPatient
//   doctor               on nobody's staff
//   staffDoctor          on the hospital's staff
//   hospital, laboratory, pharmacy, organization, researcher
//   operator             a storage operator
//   sponsor              pays for others; stranger: nobody
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { sha256, toUtf8Bytes, ZeroHash } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { type DeployedSystem, deploySystem } from "../../scripts/deploy/deploySystem.ts";
import type {
  Authorities,
  HealthRecords,
  IHealthRecords,
  PatientRelay,
  Patients,
  Providers,
  Receipts,
  Staff,
} from "../../types/ethers-contracts/index.ts";

export const Power = {
  addRecords: 1,
  grant: 2,
  deny: 4,
  revoke: 8,
  keys: 16,
  managing: 32,
  all: 63,
} as const;

export const Kind = {
  none: 0,
  doctor: 1,
  hospital: 2,
  laboratory: 3,
  pharmacy: 4,
  organization: 5,
  researcher: 6,
  storageOperator: 7,
} as const;

export const Status = { none: 0, applied: 1, verified: 2, suspended: 3, revoked: 4 } as const;

export const Purpose = {
  none: 0,
  treatment: 1,
  payment: 2,
  research: 3,
  publicHealth: 4,
  patientRequest: 5,
  emergency: 6,
} as const;

export const Right = { read: 0, write: 1 } as const;

/** Seconds. */
export const HOUR = 60 * 60;
/** Seconds. */
export const DAY = 24 * HOUR;

export const adminDelay = 2 * DAY;
export const walletReplacementDelay = 14 * DAY;

export interface PatientActor {
  readonly wallet: HardhatEthersSigner;
  readonly number: number;
  readonly id: string;
  readonly commitment: string;
  readonly keyDocument: string;
}

export interface ProviderActor {
  readonly wallet: HardhatEthersSigner;
  readonly number: number;
  readonly kind: number;
  readonly profile: string;
  readonly keyDocument: string;
  readonly evidence: string;
}

export interface AuthorityActor {
  readonly wallet: HardhatEthersSigner;
  readonly number: number;
  readonly jurisdiction: number;
  readonly profile: string;
  readonly keyDocument: string;
}

export interface Cast {
  readonly system: DeployedSystem;
  readonly patientRelay: PatientRelay;
  readonly patients: Patients;
  readonly authorities: Authorities;
  readonly providers: Providers;
  readonly staff: Staff;
  readonly healthRecords: HealthRecords;
  readonly receipts: Receipts;

  readonly admin: HardhatEthersSigner;
  readonly authority: AuthorityActor;
  readonly foreignAuthority: AuthorityActor;
  readonly patient: PatientActor;
  readonly secondPatient: PatientActor;
  readonly delegate: HardhatEthersSigner;
  readonly doctor: ProviderActor;
  readonly staffDoctor: ProviderActor;
  readonly hospital: ProviderActor;
  readonly laboratory: ProviderActor;
  readonly pharmacy: ProviderActor;
  readonly organization: ProviderActor;
  readonly researcher: ProviderActor;
  readonly operator: ProviderActor;
  readonly sponsor: HardhatEthersSigner;
  readonly stranger: HardhatEthersSigner;
  readonly secondStranger: HardhatEthersSigner;

  /** Unix seconds of the last block of the set-up. */
  readonly now: number;
  /** Unix seconds, a year after `now`: every provider is verified until then. */
  readonly verifiedUntil: number;
}

/** SHA-256 of a text: stands for a document on IPFS. */
export function digest(text: string): string {
  return sha256(toUtf8Bytes(text));
}

/** Bits for compartments. */
export function mask(...compartments: number[]): number {
  return compartments.reduce((bits, compartment) => bits | (1 << compartment), 0);
}

/** Packed epochs as the contract reads them; compartments left out are in epoch 1. */
export function packEpochs(epochs: Readonly<Record<number, number>> = {}, generation = 1): bigint {
  let word = BigInt(generation) << 192n;
  for (let compartment = 0; compartment < 16; compartment++) {
    word |= BigInt(epochs[compartment] ?? 1) << BigInt(12 * compartment);
  }
  return word;
}

/** A swap of the share sheet; the first one of a chart expects zeros. */
export function sheetSwap(
  next: string,
  expected: string = ZeroHash,
): IHealthRecords.SheetSwapStruct {
  return { expected, next };
}

/** What a patient would grant a doctor: reads drawers 1 to 3, writes drawer 1, for 30 days. */
export function grantOrder(
  cast: Pick<Cast, "now">,
  provider: ProviderActor,
  overrides: Partial<IHealthRecords.GrantOrderStruct> = {},
): IHealthRecords.GrantOrderStruct {
  return {
    provider: provider.number,
    keyVersion: 1,
    readMask: mask(1, 2, 3),
    writeMask: mask(1),
    purpose: Purpose.treatment,
    expiresAt: cast.now + 30 * DAY,
    epochs: packEpochs(),
    ...overrides,
  };
}

/** What a provider would ask for: the same as `grantOrder` gives. */
export function terms(
  cast: Pick<Cast, "now">,
  overrides: Partial<IHealthRecords.TermsStruct> = {},
): IHealthRecords.TermsStruct {
  return {
    readMask: mask(1, 2, 3),
    writeMask: mask(1),
    purpose: Purpose.treatment,
    expiresAt: cast.now + 30 * DAY,
    ...overrides,
  };
}

/** A chart entry in drawer 1 under its first key. */
export function newRecord(
  overrides: Partial<IHealthRecords.NewRecordStruct> = {},
): IHealthRecords.NewRecordStruct {
  return {
    compartment: 1,
    epoch: 1,
    manifest: digest("manifest"),
    amends: false,
    supersedes: 0,
    ...overrides,
  };
}

/** Deploys the system by the Ignition module and sets everybody up. For `loadFixture`. */
export async function castSystem(connection: NetworkConnection<string>): Promise<Cast> {
  const { ethers } = connection;
  const signers = await ethers.getSigners();
  const signerAt = (index: number) => {
    const signer = signers[index];
    if (signer === undefined) throw new Error(`no account ${index} on this chain`);
    return signer;
  };
  const admin = signerAt(1);
  const authorityAt = (index: number, number: number, jurisdiction: number): AuthorityActor => ({
    wallet: signerAt(index),
    number,
    jurisdiction,
    profile: digest(`profile of authority ${number}`),
    keyDocument: digest(`key document of authority ${number}`),
  });
  const authority = authorityAt(2, 1, 276);
  const foreignAuthority = authorityAt(3, 2, 840);

  const system = await deploySystem(connection, {
    admin: admin.address,
    adminDelay,
    walletReplacementDelay,
    authorities: [authority, foreignAuthority].map((one) => ({
      wallet: one.wallet.address,
      jurisdiction: one.jurisdiction,
      profile: one.profile,
      keyDocument: one.keyDocument,
    })),
  });
  const at = async <T>(name: keyof DeployedSystem["addresses"]) =>
    (await ethers.getContractAt(name as string, system.addresses[name])) as unknown as T;
  const patientRelay = await at<PatientRelay>("PatientRelay");
  const patients = await at<Patients>("Patients");
  const authorities = await at<Authorities>("Authorities");
  const providers = await at<Providers>("Providers");
  const staff = await at<Staff>("Staff");
  const healthRecords = await at<HealthRecords>("HealthRecords");
  const receipts = await at<Receipts>("Receipts");

  const start = (await ethers.provider.getBlock("latest"))?.timestamp ?? 0;
  const verifiedUntil = start + 366 * DAY;

  const registerPatient = async (wallet: HardhatEthersSigner, name: string) => {
    const commitment = digest(`salted details of the ${name}`);
    const keyDocument = digest(`key document of the ${name}`);
    const id = await patients.connect(wallet).register.staticCall(commitment, keyDocument);
    await patients.connect(wallet).register(commitment, keyDocument);
    return { wallet, number: Number(BigInt(id) & 0xffffffffn), id, commitment, keyDocument };
  };
  const verifyProvider = async (
    wallet: HardhatEthersSigner,
    name: string,
    kind: number,
    by: AuthorityActor = authority,
  ): Promise<ProviderActor> => {
    const profile = digest(`profile of the ${name}`);
    const keyDocument = digest(`key document of the ${name}`);
    const evidence = digest(`evidence of the ${name}`);
    await providers
      .connect(wallet)
      .applyForVerification(kind, by.number, profile, keyDocument, evidence);
    const number = Number(await providers.numberOf(wallet.address));
    await providers.connect(by.wallet).verify(number, wallet.address, kind, profile, verifiedUntil);
    return { wallet, number, kind, profile, keyDocument, evidence };
  };

  const patient = await registerPatient(signerAt(4), "patient");
  const secondPatient = await registerPatient(signerAt(5), "second patient");
  const delegate = signerAt(6);
  await patients
    .connect(patient.wallet)
    .setDelegate(patient.number, delegate.address, Power.all, verifiedUntil);
  const doctor = await verifyProvider(signerAt(7), "doctor", Kind.doctor);
  const staffDoctor = await verifyProvider(signerAt(8), "staff doctor", Kind.doctor);
  const hospital = await verifyProvider(signerAt(9), "hospital", Kind.hospital);
  const laboratory = await verifyProvider(signerAt(10), "laboratory", Kind.laboratory);
  const pharmacy = await verifyProvider(signerAt(11), "pharmacy", Kind.pharmacy);
  const organization = await verifyProvider(signerAt(12), "organization", Kind.organization);
  const researcher = await verifyProvider(
    signerAt(13),
    "researcher",
    Kind.researcher,
    foreignAuthority,
  );
  const operator = await verifyProvider(signerAt(14), "operator", Kind.storageOperator);
  await staff.connect(hospital.wallet).add(hospital.number, staffDoctor.number);

  return {
    system,
    patientRelay,
    patients,
    authorities,
    providers,
    staff,
    healthRecords,
    receipts,
    admin,
    authority,
    foreignAuthority,
    patient,
    secondPatient,
    delegate,
    doctor,
    staffDoctor,
    hospital,
    laboratory,
    pharmacy,
    organization,
    researcher,
    operator,
    sponsor: signerAt(15),
    stranger: signerAt(16),
    secondStranger: signerAt(17),
    now: (await ethers.provider.getBlock("latest"))?.timestamp ?? 0,
    verifiedUntil,
  };
}
