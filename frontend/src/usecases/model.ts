/**
 * What the use cases hand to screens and scripts: plain data, no ciphertext, no ethers objects.
 * Imports only domain types. Screens render these; nothing here is ever stored in the clear.
 */
import type {
  Address,
  AuthorityNumber,
  Compartment,
  Digest,
  Epoch,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../domain/brand.ts";
import type { HealthRecordsError } from "../domain/errors.ts";

// --- Who is using this browser -------------------------------------------------------------

export type Role = "patient" | "provider" | "authority";

/** What the connected wallet is on this chain, as the contracts say. */
export interface Standing {
  readonly wallet: Address;
  /** Charts that this wallet controls. */
  readonly charts: readonly { patientId: PatientId; patient: PatientNumber }[];
  readonly provider: ProviderView | undefined;
  readonly authority: AuthorityView | undefined;
  /** Charts that this wallet may act for as a delegate, as far as this browser was told. */
  readonly delegateOf: readonly PatientNumber[];
}

/** Whether this browser holds a locked vault for a role. */
export type VaultState = "absent" | "locked" | "unlocked";

export interface PersonDetails {
  readonly name: string;
  /** ISO 8601 date, `YYYY-MM-DD`. */
  readonly birthDate: string;
}

// --- Compartments ("drawers") ----------------------------------------------------------------

export const compartmentKinds = [
  "emergency",
  "general",
  "medicines",
  "results",
  "imaging",
  "letters",
  "vaccinations",
  "hospital-stays",
  "dental",
  "eyes",
  "mental-health",
  "sexual-health",
  "pregnancy",
  "genetics",
  "addiction",
  "payments",
] as const;
export type CompartmentKind = (typeof compartmentKinds)[number];

/** Off until switched on, whenever something is shared. */
export const sensitiveCompartmentKinds: readonly CompartmentKind[] = [
  "mental-health",
  "sexual-health",
  "pregnancy",
  "genetics",
  "addiction",
];

export interface CompartmentView {
  readonly compartment: Compartment;
  readonly kind: CompartmentKind;
  readonly sensitive: boolean;
  readonly recordCount: number;
}

// --- Records -----------------------------------------------------------------------------------

export const recordKinds = [
  "document",
  "photo",
  "test-result",
  "scan",
  "letter",
  "prescription",
  "vaccination",
  "discharge-summary",
  "structured",
  "other",
] as const;
export type RecordKind = (typeof recordKinds)[number];

export interface RecordMetadata {
  readonly title: string;
  readonly fileName: string;
  readonly kind: RecordKind;
  /** ISO 8601 date of the event that the record is about. */
  readonly date: string;
  readonly mime: string;
  readonly bytes: number;
}

export type Author =
  | { readonly by: "patient" }
  | { readonly by: "delegate"; readonly account: Address }
  | { readonly by: "provider"; readonly provider: ProviderView; readonly doctor?: ProviderView }
  | { readonly by: "unknown" };

interface RecordBase {
  /** compartment << 16 | index */
  readonly ref: number;
  readonly compartment: Compartment;
  readonly compartmentKind: CompartmentKind | undefined;
  readonly manifest: Digest;
}

export type RecordView =
  | (RecordBase & {
      readonly state: "readable";
      readonly metadata: RecordMetadata;
      readonly author: Author;
      /** Unix seconds of its block, where the chain still tells. */
      readonly addedAt: number | undefined;
      readonly epoch: Epoch;
      readonly supersedes: number | undefined;
      readonly supersededBy: number | undefined;
      /** Hex SHA-256 of the file as it was added. */
      readonly sha256: string;
    })
  | (RecordBase & {
      /** No key for it here; content missing on IPFS; failed verification; newer format. */
      readonly state: "no-key" | "missing" | "damaged" | "newer-format";
      readonly error: HealthRecordsError;
    });

export interface OpenedRecord {
  readonly ref: number;
  readonly metadata: RecordMetadata;
  readonly blob: Blob;
}

export interface FileToAdd {
  readonly file: Blob;
  readonly fileName: string;
  readonly mime: string;
  readonly title: string;
  readonly kind: RecordKind;
  readonly date: string;
  readonly compartment: Compartment;
  /** Record reference that it supersedes. */
  readonly supersedes?: number;
}

export interface FileProgress {
  readonly index: number;
  readonly stage: "encrypting" | "uploading" | "checking" | "ready" | "failed";
  /** 0..1 within all stages of this file. */
  readonly fraction: number;
}

// --- Providers and authorities -----------------------------------------------------------------

export const providerKinds = [
  "doctor",
  "hospital",
  "laboratory",
  "pharmacy",
  "organization",
  "researcher",
] as const;
export type ProviderKindName = (typeof providerKinds)[number] | "storage-operator";

export interface ProviderProfile {
  readonly name: string;
  readonly specialty: string;
  readonly organization: string;
  readonly place: string;
  readonly contact: string;
}

export interface ProviderView {
  readonly provider: ProviderNumber;
  readonly wallet: Address;
  readonly kind: ProviderKindName;
  readonly status: "applied" | "verified" | "expired" | "suspended" | "revoked";
  readonly verifiedNow: boolean;
  /** Unix seconds; 0 when never verified. */
  readonly verifiedUntil: number;
  readonly jurisdiction: number;
  readonly authority: AuthorityView | undefined;
  readonly keyVersion: number;
  /** What the authority verifies, to the byte. */
  readonly profileDigest: Digest;
  /** Undefined when the profile could not be read: show the number and say so. */
  readonly profile: ProviderProfile | undefined;
}

export interface AuthorityView {
  readonly authority: AuthorityNumber;
  readonly wallet: Address;
  readonly jurisdiction: number;
  readonly active: boolean;
  readonly name: string | undefined;
}

// --- Sharing -------------------------------------------------------------------------------------

export const purposes = [
  "treatment",
  "payment",
  "research",
  "public-health",
  "patient-request",
  "emergency",
] as const;
export type PurposeName = (typeof purposes)[number];

export interface TermsView {
  readonly read: readonly Compartment[];
  readonly write: readonly Compartment[];
  readonly purpose: PurposeName;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/** One provider as a patient sees it, or (with `patient`) one patient as a provider sees it. */
export interface AccessView {
  readonly patient: PatientNumber;
  readonly provider: ProviderView;
  /** live: can open now. lapsed: granted, but expired or the provider isn't verified now. */
  readonly state: "live" | "expired" | "suspended" | "pending" | "ended";
  readonly grant: TermsView | undefined;
  readonly request:
    | (TermsView & {
        readonly lapsesAt: number;
        readonly doctor?: ProviderView;
        /**
         * Asked with every bit set, which means "what you would usually share". For the patient,
         * `read` and `write` then hold the drawers that aren't sensitive: the answer to suggest.
         */
        readonly everything: boolean;
      })
    | undefined;
  /** The provider replaced its keys since the grant: re-seal needed, show it first. */
  readonly keysChanged: boolean;
  /** For providers: name and birth date from the opened envelope, once opened. */
  readonly patientDetails?: PersonDetails;
}

export interface TraceEntry {
  readonly id: string;
  /** Unix seconds; 0 where the chain no longer tells. An opening's is what the provider signed. */
  readonly at: number;
  readonly who:
    | { readonly by: "patient" }
    | { readonly by: "delegate"; readonly account: Address }
    | { readonly by: "provider"; readonly provider: ProviderView; readonly doctor?: ProviderView }
    | { readonly by: "unknown"; readonly account: Address | undefined };
  readonly what:
    | "registered"
    | "record-added"
    | "requested"
    | "request-withdrawn"
    | "denied"
    | "granted"
    | "renewed"
    | "revoked"
    | "keys-moved"
    | "generation-started"
    | "share-sheet-replaced"
    | "handed-over"
    | "opened"
    | "key-document-replaced"
    | "delegate-set"
    | "delegate-removed"
    | "controller-replaced";
  readonly about: ProviderView | undefined;
  readonly records: readonly number[];
  readonly terms: TermsView | undefined;
  readonly transaction: `0x${string}`;
  readonly block: number;
}

export interface DelegateView {
  readonly account: Address;
  /** What the patient calls them, in this browser only. */
  readonly name: string | undefined;
  readonly powers: readonly DelegatePower[];
  readonly managing: boolean;
  readonly until: number;
  readonly live: boolean;
  /** What an acting delegate holds keys of, `undefined` while the sheet can't be had; a managing one has all. */
  readonly read: readonly Compartment[] | undefined;
  /** They have other keys than those that the patient saw: nothing new is sealed to them. */
  readonly keysChanged: boolean;
}
/** Characters of what a delegate is called; what is longer is cut. */
export const delegateNameLength = 60;
export const delegatePowers = ["add-records", "grant", "deny", "revoke", "keys"] as const;
export type DelegatePower = (typeof delegatePowers)[number];

// --- Transactions as data --------------------------------------------------------------------

/** States of one transaction, in order; `rejected` means: back to the form, nothing lost. */
export type TransactionState =
  | { readonly state: "preparing"; readonly step?: string; readonly fraction?: number }
  | { readonly state: "ready"; readonly feeWei: bigint | undefined }
  | { readonly state: "waiting-for-wallet" }
  | { readonly state: "pending"; readonly hash: `0x${string}` }
  | { readonly state: "done"; readonly hash: `0x${string}`; readonly feeWei: bigint }
  | { readonly state: "rejected" }
  | { readonly state: "failed"; readonly error: HealthRecordsError };

/**
 * Everything is sealed and uploaded; only the wallet is left. The screen explains it in words
 * (by `kind` and `facts`), shows the fee, then calls `submit`.
 */
export interface Prepared<T> {
  readonly kind: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** In wei of the chain's coin; undefined when the chain can't say. */
  estimateFee(): Promise<bigint | undefined>;
  /** Resolves with the result once recorded. Throws HealthRecordsError; a rejection in the wallet has code `chain.rejected`. */
  submit(options?: {
    onState?: (state: TransactionState) => void;
    signal?: AbortSignal;
  }): Promise<T>;
}
