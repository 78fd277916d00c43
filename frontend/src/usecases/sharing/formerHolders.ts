/**
 * Who still knows current keys after a change, though no entry of the new sheet says so. Pure
 * decisions: whoever isn't carried forward here is forgotten, and their key stays in use.
 */
import type { FormerHolder, ShareSheetEntry } from "../../crypto/documents/shareSheet.ts";
import { limits } from "../../crypto/limits.ts";
import type { Digest, ProviderNumber } from "../../domain/brand.ts";
import { type ChartEpochs, epochOf } from "../../domain/chartEpochs.ts";
import type { KnownHolder } from "./sharing.ts";

/** An entry of the new sheet, with the doctors who have a stanza in an envelope just sealed. */
export interface NextEntry {
  readonly entry: ShareSheetEntry;
  readonly alongside: readonly number[];
}

export interface NextSheet {
  readonly epochs: ChartEpochs;
  readonly entries: readonly NextEntry[];
  /** Whether the chain still has terms for the provider, live or lapsed. */
  readonly hasTerms: (provider: ProviderNumber) => boolean;
}

export function formerAfter(holders: readonly KnownHolder[], next: NextSheet): FormerHolder[] {
  const former = new Map<string, FormerHolder>();
  for (const holder of holders) {
    if (holder.by.what === "handover" || isRepresented(holder, next)) continue;
    const { recipient } = holder;
    const reaching = stillReaching(holder, next.epochs);
    // A lapsed grant stays on the chain: its line says that its keys lie behind.
    const isKept =
      recipient?.kind === "provider" &&
      next.hasTerms(recipient.number as ProviderNumber) &&
      !next.entries.some(({ entry }) => isOf(entry, recipient));
    if (reaching.length === 0 && !isKept) continue;
    const key = recipient === null ? "unknown" : `${recipient.kind} ${recipient.number}`;
    const known = former.get(key);
    former.set(key, {
      recipient: recipient === null ? null : { kind: recipient.kind, number: recipient.number },
      generation: next.epochs.generation,
      epochs: merged(known?.epochs ?? [], reaching),
    });
  }
  return atMost([...former.values()], next.epochs.generation);
}

function stillReaching({ generation, epochs }: KnownHolder, chart: ChartEpochs) {
  if (generation !== chart.generation) return [];
  return epochs.filter(({ compartment, epoch }) => epoch >= epochOf(chart, compartment));
}

/** Whether the new sheet itself says what this holder knows. */
function isRepresented(holder: KnownHolder, { entries, epochs }: NextSheet): boolean {
  const { recipient, by } = holder;
  if (recipient === null && by.what !== "stanza") return false;
  const reaching = stillReaching(holder, epochs);
  return entries.some(({ entry, alongside }) => {
    const covers =
      entry.generation === epochs.generation &&
      reaching.every((held) =>
        entry.epochs.some(
          ({ compartment, epoch }) => compartment === held.compartment && epoch >= held.epoch,
        ),
      );
    if (by.what !== "stanza") return covers && recipient !== null && isOf(entry, recipient);
    if (!isOf(entry, { kind: "provider", number: by.organization })) return false;
    const sameEnvelope: Digest = entry.envelope;
    if (sameEnvelope === by.envelope) return true;
    return covers && recipient !== null && alongside.includes(recipient.number);
  });
}

function isOf(
  { recipient }: ShareSheetEntry,
  { kind, number }: { readonly kind: string; readonly number: number },
): boolean {
  return recipient.kind === kind && recipient.number === number;
}

function merged(left: FormerHolder["epochs"], right: FormerHolder["epochs"]) {
  const epochs = new Map(left.map((one) => [one.compartment, one]));
  for (const one of right) {
    const known = epochs.get(one.compartment);
    if (known === undefined || known.epoch < one.epoch) epochs.set(one.compartment, { ...one });
  }
  return [...epochs.values()].sort((one, other) => one.compartment - other.compartment);
}

/** A sheet has room for only so many: the rest become one whom nobody names. */
function atMost(
  former: readonly FormerHolder[],
  generation: FormerHolder["generation"],
): FormerHolder[] {
  if (former.length <= limits.shareSheetFormer) return [...former];
  const named = former.slice(0, limits.shareSheetFormer - 1);
  const rest = former.slice(limits.shareSheetFormer - 1);
  const epochs = rest.reduce<FormerHolder["epochs"]>((union, one) => merged(union, one.epochs), []);
  return [...named, { recipient: null, generation, epochs }];
}
