/** What the contracts say, as the reader hands it out. Plain data. */
import type {
  Address,
  AuthorityNumber,
  Digest,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../domain/brand.ts";
import type { ChartEpochs } from "../domain/chartEpochs.ts";
import type { Power } from "../domain/powers.ts";
import type { ProviderKind } from "../domain/providerKind.ts";
import type { ProviderStatus } from "../domain/providerStatus.ts";
import type { RecordRef } from "../domain/recordRef.ts";
import type { Terms } from "../domain/terms.ts";

export interface Patient {
  readonly patientId: PatientId;
  readonly patient: PatientNumber;
  readonly keyDocument: Digest;
  readonly keyVersion: number;
}

export interface Delegate {
  readonly account: Address;
  readonly powers: readonly Power[];
  /** Unix seconds. */
  readonly until: number;
  readonly live: boolean;
}

export interface Authority {
  readonly authority: AuthorityNumber;
  readonly wallet: Address;
  /** ISO 3166-1 numeric. */
  readonly jurisdiction: number;
  readonly active: boolean;
  readonly profile: Digest;
  /** `undefined` until the authority has published its keys. */
  readonly keyDocument: Digest | undefined;
  readonly keyVersion: number;
}

export interface Provider {
  readonly provider: ProviderNumber;
  readonly wallet: Address;
  readonly kind: ProviderKind;
  readonly status: ProviderStatus;
  /** ISO 3166-1 numeric. */
  readonly jurisdiction: number;
  readonly authority: AuthorityNumber;
  readonly verifiedNow: boolean;
  /** Unix seconds; 0 when never verified, changed since, or revoked. */
  readonly verifiedUntil: number;
  readonly profile: Digest;
  readonly keyDocument: Digest;
  readonly keyVersion: number;
  readonly evidence: Digest;
  readonly lastEventBlock: number;
}

export interface Standing {
  readonly verifiedNow: boolean;
  readonly wallet: Address;
  readonly kind: ProviderKind;
  readonly keyVersion: number;
}

export interface WalletReplacement {
  readonly to: Address;
  /** Unix seconds; 0 when the provider started it itself. */
  readonly readyAt: number;
  readonly byAuthority: boolean;
}

export interface StaffMember {
  readonly doctor: ProviderNumber;
  readonly wallet: Address;
  /** Unix seconds. */
  readonly since: number;
  readonly current: boolean;
}

export interface Access {
  readonly patient: PatientNumber;
  readonly provider: ProviderNumber;
  /** The grant as last set; `undefined` when none, or revoked. */
  readonly terms: Terms | undefined;
  readonly keyVersion: number;
  readonly live: boolean;
  /** The open request, lapsed or not (`pending`). */
  readonly request: Terms | undefined;
  /** Unix seconds. */
  readonly requestLapsesAt: number;
  readonly pending: boolean;
  readonly verifiedNow: boolean;
  /** Of the pair's requests, grants and handovers. */
  readonly lastEventBlock: number;
}

export interface RecordEntry {
  readonly ref: RecordRef;
  readonly manifest: Digest;
}

export interface Handover {
  readonly doctor: ProviderNumber;
  readonly envelope: Digest;
  readonly current: boolean;
}

export interface ChartState extends ChartEpochs {
  /** Of the chart's own events (keys moved, sheet replaced); 0 before the first. */
  readonly lastEventBlock: number;
  /** 0 before the first record. */
  readonly lastRecordBlock: number;
}

export interface Page<T> {
  readonly page: readonly T[];
  /** How many there are in all. */
  readonly total: number;
}

/**
 * Who asks. Guarded reads answer to the patient's side (no `provider`), or to a provider and its
 * current staff (`provider` is the one they speak for).
 */
export interface Viewer {
  readonly account: Address;
  readonly provider?: ProviderNumber | undefined;
}
