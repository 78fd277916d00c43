import type { Address, Epoch, ProviderNumber } from "../../domain/brand.ts";
import type { RecordRef } from "../../domain/recordRef.ts";

/** What the chain's history says of a record; state keeps its digest only. */
export interface RecordFact {
  readonly epoch: Epoch;
  /** Unix seconds. */
  readonly addedAt: number | undefined;
  readonly supersedes: RecordRef | undefined;
  readonly author: Address;
  readonly provider: ProviderNumber | undefined;
  readonly doctor: ProviderNumber | undefined;
}
