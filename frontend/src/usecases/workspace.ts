import type { KeyReader } from "../chain/secondOpinion.ts";
import type { CryptoSession } from "../crypto/crypto.ts";
import type { Address } from "../domain/brand.ts";
import type { Documents } from "./documents/documents.ts";
import type { PeopleViews } from "./people/peopleViews.ts";
import type { Ports } from "./ports.ts";

/** What every use case has before anything is unlocked. */
export interface Workspace {
  readonly ports: Ports;
  readonly wallet: Address;
  readonly documents: Documents;
  readonly people: PeopleViews;
  /** Keys to seal to, from two RPCs where two are set. */
  readonly keys: KeyReader;
}

/** ... and after. */
export interface UnlockedWorkspace extends Workspace {
  readonly session: CryptoSession;
}
