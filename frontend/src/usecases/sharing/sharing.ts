import type { Access, ChartState, Delegate } from "../../chain/chainState.ts";
import type { Recipient } from "../../crypto/documents/schemas.ts";
import { findEntry, type ShareSheetContent } from "../../crypto/documents/shareSheet.ts";
import type { Digest, ProviderNumber } from "../../domain/brand.ts";
import { type CompartmentMask, emptyMask, toMask } from "../../domain/masks.ts";
import type { KeyHolder } from "./keyHolders.ts";

/** A chart's sharing as the chain and the share sheet have it, read in one go. */
export interface Sharing {
  readonly chart: ChartState;
  /** `undefined` before the first. */
  readonly sheetDigest: Digest | undefined;
  /**
   * What to go on from; `undefined` before the first. Where the sheet on chain isn't the owner's
   * word (lost, or a delegate's), the owner goes on from their own latest one instead.
   */
  readonly sheet: ShareSheetContent | undefined;
  /** Whether the sheet on chain is the owner's own word. */
  readonly trusted: boolean;
  /** Every pair that ever was, by provider. */
  readonly accesses: ReadonlyMap<ProviderNumber, Access>;
  /** Of those, the ones that may have staff. */
  readonly organizations: ReadonlySet<ProviderNumber>;
  readonly delegates: readonly Delegate[];
  /** Numbers of the people who may act for the patient right now. */
  readonly livePersons: ReadonlySet<number>;
  readonly holders: readonly KnownHolder[];
}

/** A holder, and how it is known of them. */
export interface KnownHolder extends KeyHolder {
  /** Who has the keys: for a hospital's stanza the doctor; `null` where nobody can say. */
  readonly recipient: Pick<Recipient, "kind" | "number"> | null;
  readonly by: /** In the sheet: an envelope of their own, a stanza in an organization's, or once either. */
    | { readonly what: "entry" | "former" }
    | { readonly what: "stanza"; readonly envelope: Digest; readonly organization: ProviderNumber }
    /** On the chain, whatever the sheet says. */
    | { readonly what: "grant" | "handover" };
}

/** What a provider may read right now. */
export function mayReadNow(access: Access | undefined): CompartmentMask {
  return access?.live === true ? (access.terms?.readMask ?? emptyMask) : emptyMask;
}

/** What a person may read right now: what the sheet gave them, while they may act. */
export function personMayRead(
  { sheet, livePersons }: Pick<Sharing, "sheet" | "livePersons">,
  number: number,
): CompartmentMask {
  if (sheet === undefined || !livePersons.has(number)) return emptyMask;
  const entry = findEntry(sheet, { kind: "person", number });
  return entry === undefined ? emptyMask : (toMask(entry.readMask) ?? emptyMask);
}
