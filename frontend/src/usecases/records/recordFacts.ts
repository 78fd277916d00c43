import type { Place } from "../../chain/findControllers.ts";
import type { Address, Epoch, ProviderNumber } from "../../domain/brand.ts";
import type { RecordRef } from "../../domain/recordRef.ts";

/** What the chain's history says of a record; state keeps its digest only. */
export interface RecordFact {
  readonly epoch: Epoch;
  /** Unix seconds. */
  readonly addedAt: number | undefined;
  readonly supersedes: RecordRef | undefined;
  readonly author: Address;
  /** Where its event stands in the chain: who controlled the chart then. */
  readonly place: Place;
  readonly provider: ProviderNumber | undefined;
  readonly doctor: ProviderNumber | undefined;
}
