/**
 * Every write of the contracts as data: what to send, to which contract. Building one asks
 * nothing of the chain, so the same call is simulated, priced, explained and only then sent.
 */
import type {
  Address,
  AuthorityNumber,
  Compartment,
  Digest,
  Epoch,
  Generation,
  PatientNumber,
  ProviderNumber,
} from "../domain/brand.ts";
import type { ChartEpochs } from "../domain/chartEpochs.ts";
import type { CompartmentMask } from "../domain/masks.ts";
import { type Power, powersToBits } from "../domain/powers.ts";
import type { ProviderKind } from "../domain/providerKind.ts";
import type { RecordRef } from "../domain/recordRef.ts";
import type { Terms } from "../domain/terms.ts";
import { contractInterfaces } from "./contractInterfaces.ts";
import type { ContractName } from "./contractNames.ts";
import type { Deployment } from "./deployment.ts";
import {
  kindToNumber,
  packEpochs,
  packReceiptHead,
  packTerms,
  type ReceiptHead,
} from "./packing.ts";

export type Hex = `0x${string}`;

/** 32 zero bytes: "none" wherever the contracts keep a digest. */
export const zeroDigest = `0x${"0".repeat(64)}` as Digest;

export interface ContractCall {
  readonly contract: ContractName;
  /** Name of the function, for explaining and for gas tables. */
  readonly method: string;
  readonly to: Address;
  readonly data: Hex;
}

export interface SheetSwap {
  /** The share sheet's digest now; zeroDigest where there is none yet. */
  readonly expected: Digest;
  readonly next: Digest;
}

export interface GrantOrder {
  readonly provider: ProviderNumber;
  /** The version of the provider's key document that the envelope was sealed to. */
  readonly keyVersion: number;
  readonly terms: Terms;
  /** Before this order. */
  readonly epochs: ChartEpochs;
}

export interface NewRecord {
  readonly compartment: Compartment;
  /** 0 where the record key was sealed to people. */
  readonly epoch: Epoch;
  readonly manifest: Digest;
  readonly supersedes?: RecordRef | undefined;
}

export interface ReceiptFields extends ReceiptHead {
  readonly root: Hex;
  /** Packed record references (packRecordRefs). */
  readonly records: Hex;
}

/** Arguments as ethers and EIP-712 take them. */
export function packGrantOrder(order: GrantOrder) {
  return {
    provider: order.provider,
    keyVersion: order.keyVersion,
    ...packTerms(order.terms),
    epochs: packEpochs(order.epochs),
  };
}

export function packNewRecord(record: NewRecord) {
  return {
    compartment: record.compartment,
    epoch: record.epoch,
    manifest: record.manifest,
    amends: record.supersedes !== undefined,
    supersedes: record.supersedes ?? 0,
  };
}

/** All calls to the contracts of one deployment. */
export class Calls {
  readonly #deployment: Deployment;

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  #call(contract: ContractName, method: string, args: readonly unknown[]): ContractCall {
    return {
      contract,
      method,
      to: this.#deployment.addresses[contract],
      data: contractInterfaces[contract].encodeFunctionData(method, args) as Hex,
    };
  }

  // --- Patients ------------------------------------------------------------------------------

  /** @param commitment salted hash of the patient's details, made in the browser. */
  register(commitment: Hex, keyDocument: Digest): ContractCall {
    return this.#call("Patients", "register", [commitment, keyDocument]);
  }
  replacePatientKeyDocument(patient: PatientNumber, expected: Digest, next: Digest): ContractCall {
    return this.#call("Patients", "replaceKeyDocument", [patient, expected, next]);
  }
  /** The zero address takes an offer back. */
  offerControl(patient: PatientNumber, to: Address): ContractCall {
    return this.#call("Patients", "offerControl", [patient, to]);
  }
  acceptControl(patient: PatientNumber, from: Address): ContractCall {
    return this.#call("Patients", "acceptControl", [patient, from]);
  }
  /** @param until Unix seconds. */
  setDelegate(
    patient: PatientNumber,
    delegate: Address,
    powers: readonly Power[],
    until: number,
  ): ContractCall {
    return this.#call("Patients", "setDelegate", [patient, delegate, powersToBits(powers), until]);
  }
  removeDelegate(patient: PatientNumber, delegate: Address): ContractCall {
    return this.#call("Patients", "removeDelegate", [patient, delegate]);
  }

  // --- Authorities ---------------------------------------------------------------------------

  /** @param jurisdiction ISO 3166-1 numeric. `keyDocument` may be zeroDigest. */
  appointAuthority(
    wallet: Address,
    jurisdiction: number,
    profile: Digest,
    keyDocument: Digest,
  ): ContractCall {
    return this.#call("Authorities", "appoint", [wallet, jurisdiction, profile, keyDocument]);
  }
  removeAuthority(authority: AuthorityNumber): ContractCall {
    return this.#call("Authorities", "remove", [authority]);
  }
  replaceAuthorityWallet(authority: AuthorityNumber, wallet: Address): ContractCall {
    return this.#call("Authorities", "replaceWallet", [authority, wallet]);
  }
  replaceAuthorityKeyDocument(
    authority: AuthorityNumber,
    expected: Digest,
    next: Digest,
  ): ContractCall {
    return this.#call("Authorities", "replaceKeyDocument", [authority, expected, next]);
  }

  // --- Providers -----------------------------------------------------------------------------

  applyForVerification(application: {
    kind: ProviderKind;
    authority: AuthorityNumber;
    profile: Digest;
    keyDocument: Digest;
    evidence: Digest;
  }): ContractCall {
    return this.#call("Providers", "applyForVerification", [
      kindToNumber(application.kind),
      application.authority,
      application.profile,
      application.keyDocument,
      application.evidence,
    ]);
  }
  replaceProfile(
    provider: ProviderNumber,
    expected: Digest,
    next: Digest,
    evidence: Digest,
  ): ContractCall {
    return this.#call("Providers", "replaceProfile", [provider, expected, next, evidence]);
  }
  replaceProviderKeyDocument(
    provider: ProviderNumber,
    expected: Digest,
    next: Digest,
  ): ContractCall {
    return this.#call("Providers", "replaceKeyDocument", [provider, expected, next]);
  }
  /** Verifies exactly this wallet, kind and profile. @param until Unix seconds. */
  verifyProvider(
    provider: ProviderNumber,
    wallet: Address,
    kind: ProviderKind,
    profile: Digest,
    until: number,
  ): ContractCall {
    const args = [provider, wallet, kindToNumber(kind), profile, until];
    return this.#call("Providers", "verify", args);
  }
  suspendProvider(provider: ProviderNumber): ContractCall {
    return this.#call("Providers", "suspend", [provider]);
  }
  reinstateProvider(provider: ProviderNumber): ContractCall {
    return this.#call("Providers", "reinstate", [provider]);
  }
  revokeProvider(provider: ProviderNumber): ContractCall {
    return this.#call("Providers", "revoke", [provider]);
  }
  takeOverProvider(provider: ProviderNumber, authority: AuthorityNumber): ContractCall {
    return this.#call("Providers", "takeOver", [provider, authority]);
  }
  startWalletReplacement(provider: ProviderNumber, to: Address): ContractCall {
    return this.#call("Providers", "startWalletReplacement", [provider, to]);
  }
  startWalletReplacementByAuthority(provider: ProviderNumber, to: Address): ContractCall {
    return this.#call("Providers", "startWalletReplacementByAuthority", [provider, to]);
  }
  cancelWalletReplacement(provider: ProviderNumber): ContractCall {
    return this.#call("Providers", "cancelWalletReplacement", [provider]);
  }
  acceptWalletReplacement(provider: ProviderNumber): ContractCall {
    return this.#call("Providers", "acceptWalletReplacement", [provider]);
  }

  // --- Staff ---------------------------------------------------------------------------------

  addStaff(organization: ProviderNumber, doctor: ProviderNumber): ContractCall {
    return this.#call("Staff", "add", [organization, doctor]);
  }
  removeStaff(organization: ProviderNumber, doctor: ProviderNumber): ContractCall {
    return this.#call("Staff", "remove", [organization, doctor]);
  }

  // --- Records -------------------------------------------------------------------------------

  addRecords(patient: PatientNumber, records: readonly NewRecord[]): ContractCall {
    return this.#call("HealthRecords", "addRecords", [patient, records.map(packNewRecord)]);
  }
  /** @param doctor the staff member who adds them on the provider's behalf; 0 for none. */
  addRecordsAsProvider(
    patient: PatientNumber,
    provider: ProviderNumber,
    doctor: ProviderNumber | 0,
    records: readonly NewRecord[],
  ): ContractCall {
    return this.#call("HealthRecords", "addRecordsAsProvider", [
      patient,
      provider,
      doctor,
      records.map(packNewRecord),
    ]);
  }

  // --- Requests and grants -------------------------------------------------------------------

  /** @param lapsesAt Unix seconds, at most 90 days ahead. */
  request(
    patient: PatientNumber,
    provider: ProviderNumber,
    doctor: ProviderNumber | 0,
    terms: Terms,
    lapsesAt: number,
  ): ContractCall {
    const args = [patient, provider, doctor, packTerms(terms), lapsesAt];
    return this.#call("HealthRecords", "request", args);
  }
  withdraw(
    patient: PatientNumber,
    provider: ProviderNumber,
    doctor: ProviderNumber | 0,
  ): ContractCall {
    return this.#call("HealthRecords", "withdraw", [patient, provider, doctor]);
  }
  grant(patient: PatientNumber, order: GrantOrder, sheet: SheetSwap): ContractCall {
    return this.#call("HealthRecords", "grant", [patient, packGrantOrder(order), sheet]);
  }
  grantMany(patient: PatientNumber, orders: readonly GrantOrder[], sheet: SheetSwap): ContractCall {
    const args = [patient, orders.map(packGrantOrder), sheet];
    return this.#call("HealthRecords", "grantMany", args);
  }
  approve(patient: PatientNumber, order: GrantOrder, sheet: SheetSwap): ContractCall {
    return this.#call("HealthRecords", "approve", [patient, packGrantOrder(order), sheet]);
  }
  deny(patient: PatientNumber, provider: ProviderNumber): ContractCall {
    return this.#call("HealthRecords", "deny", [patient, provider]);
  }
  /** @param expiresAt Unix seconds. */
  renew(patient: PatientNumber, provider: ProviderNumber, expiresAt: number): ContractCall {
    return this.#call("HealthRecords", "renew", [patient, provider, expiresAt]);
  }
  /** @param epochs before this order. */
  revoke(
    patient: PatientNumber,
    provider: ProviderNumber,
    epochs: ChartEpochs,
    sheet: SheetSwap,
  ): ContractCall {
    const args = [patient, provider, packEpochs(epochs), sheet];
    return this.#call("HealthRecords", "revoke", args);
  }
  revokeMany(
    patient: PatientNumber,
    providers: readonly ProviderNumber[],
    epochs: ChartEpochs,
    sheet: SheetSwap,
  ): ContractCall {
    const args = [patient, providers, packEpochs(epochs), sheet];
    return this.#call("HealthRecords", "revokeMany", args);
  }
  moveEpochs(
    patient: PatientNumber,
    mask: CompartmentMask,
    epochs: ChartEpochs,
    sheet: SheetSwap,
  ): ContractCall {
    const args = [patient, mask, packEpochs(epochs), sheet];
    return this.#call("HealthRecords", "moveEpochs", args);
  }
  /** @param generation the one before. */
  startGeneration(patient: PatientNumber, generation: Generation, sheet: SheetSwap): ContractCall {
    return this.#call("HealthRecords", "startGeneration", [patient, generation, sheet]);
  }
  replaceShareSheet(patient: PatientNumber, sheet: SheetSwap): ContractCall {
    return this.#call("HealthRecords", "replaceShareSheet", [patient, sheet]);
  }
  handOver(
    patient: PatientNumber,
    organization: ProviderNumber,
    doctor: ProviderNumber,
    envelope: Digest,
  ): ContractCall {
    return this.#call("HealthRecords", "handOver", [patient, organization, doctor, envelope]);
  }

  // --- Receipts ------------------------------------------------------------------------------

  logReceipt(receipt: ReceiptFields, signature: Hex): ContractCall {
    const { root, records } = receipt;
    return this.#call("Receipts", "log", [packReceiptHead(receipt), root, records, signature]);
  }
  logReceipts(signed: readonly { receipt: ReceiptFields; signature: Hex }[]): ContractCall {
    const packed = signed.map(({ receipt, signature }) => {
      const { root, records } = receipt;
      return { head: packReceiptHead(receipt), root, records, signature };
    });
    return this.#call("Receipts", "logMany", [packed]);
  }

  // --- Relay ---------------------------------------------------------------------------------

  /** For relayOrder.ts: a function of the relay with its authorization last. */
  relay(method: string, args: readonly unknown[]): ContractCall {
    return this.#call("PatientRelay", method, args);
  }
  /** Takes back what this wallet signed for others to send and nobody has sent yet. */
  cancelOrders(): ContractCall {
    return this.#call("PatientRelay", "cancelOrders", []);
  }
}
