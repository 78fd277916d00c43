import * as z from "zod";
import type { Digest } from "../../domain/brand.ts";
import { limits } from "../limits.ts";
import { encodeDocument, parseDocument } from "./document.ts";
import { previousStateSchema } from "./previousState.ts";
import {
  compartmentEpochSchema,
  digestSchema,
  generationSchema,
  maskSchema,
  type Recipient,
  recipientSchema,
  unique,
} from "./schemas.ts";
import { slipSchema } from "./slip.ts";

/**
 * One public document per chart, its digest in contract state: which envelope belongs
 * to which live grantee, slips, and earlier generations' states. Public by need (a
 * grantee must find their envelope from chain state alone); it says what the grants on
 * chain say, and sealed bytes.
 */
const entrySchema = z.strictObject({
  recipient: recipientSchema,
  /** The envelope on IPFS. */
  envelope: digestSchema,
  readMask: maskSchema,
  writeMask: maskSchema,
  /** What the envelope's states reach. */
  epochs: z
    .array(compartmentEpochSchema)
    .max(limits.compartments)
    .refine(unique<{ compartment: number }>(({ compartment }) => compartment)),
});

export type ShareSheetEntry = z.output<typeof entrySchema>;

const shareSheetSchema = z.strictObject({
  generation: generationSchema,
  /** The sheet that this one replaces. */
  previous: digestSchema.nullable(),
  entries: z
    .array(entrySchema)
    .max(limits.shareSheetEntries)
    .refine(unique<ShareSheetEntry>(({ recipient }) => recipientKey(recipient))),
  slips: z
    .array(slipSchema)
    .max(limits.shareSheetSlips)
    .refine(
      unique<z.output<typeof slipSchema>>(({ record, generation }) => `${record} ${generation}`),
    ),
  previousStates: z
    .array(previousStateSchema)
    .max(limits.shareSheetPreviousStates)
    .refine(
      unique<z.output<typeof previousStateSchema>>(
        (state) => `${state.compartment} ${state.generation}`,
      ),
    ),
});

export type ShareSheet = z.output<typeof shareSheetSchema>;

const format = { type: "share-sheet", version: 1, schema: shareSheetSchema };

export function encodeShareSheet(sheet: ShareSheet): Uint8Array {
  return encodeDocument(format, sheet);
}

export function parseShareSheet(bytes: Uint8Array): ShareSheet {
  return parseDocument(format, bytes);
}

export interface ShareSheetChange {
  readonly generation?: ShareSheet["generation"];
  /** Added, or put in place of the recipient's present entry. */
  readonly put?: readonly ShareSheetEntry[];
  readonly remove?: readonly Pick<Recipient, "kind" | "number">[];
  readonly addSlips?: ShareSheet["slips"];
  /** Replaces the whole list; left as it is otherwise. */
  readonly previousStates?: ShareSheet["previousStates"];
}

/** The sheet after `current` (none yet: undefined), pointing back to it. */
export function nextShareSheet(
  current: { readonly sheet: ShareSheet; readonly digest: Digest } | undefined,
  generation: ShareSheet["generation"],
  change: ShareSheetChange,
): ShareSheet {
  const entries = new Map(
    current?.sheet.entries.map((entry) => [recipientKey(entry.recipient), entry]),
  );
  for (const recipient of change.remove ?? []) entries.delete(recipientKey(recipient));
  for (const entry of change.put ?? []) entries.set(recipientKey(entry.recipient), entry);
  return {
    generation: change.generation ?? current?.sheet.generation ?? generation,
    previous: current?.digest ?? null,
    entries: [...entries.values()],
    slips: [...(current?.sheet.slips ?? []), ...(change.addSlips ?? [])],
    previousStates: change.previousStates ?? current?.sheet.previousStates ?? [],
  };
}

export function findEntry(
  sheet: ShareSheet,
  recipient: Pick<Recipient, "kind" | "number">,
): ShareSheetEntry | undefined {
  const key = recipientKey(recipient);
  return sheet.entries.find((entry) => recipientKey(entry.recipient) === key);
}

export interface ShareSheetDifference {
  readonly added: readonly ShareSheetEntry[];
  readonly changed: readonly {
    readonly before: ShareSheetEntry;
    readonly after: ShareSheetEntry;
  }[];
  readonly removed: readonly ShareSheetEntry[];
  readonly addedSlips: ShareSheet["slips"];
}

/** What a new sheet changes, for the sentence shown before it is signed, and for tests. */
export function diffShareSheets(before: ShareSheet, after: ShareSheet): ShareSheetDifference {
  const added: ShareSheetEntry[] = [];
  const changed: { before: ShareSheetEntry; after: ShareSheetEntry }[] = [];
  for (const entry of after.entries) {
    const earlier = findEntry(before, entry.recipient);
    if (!earlier) added.push(entry);
    else if (!sameEntry(earlier, entry)) changed.push({ before: earlier, after: entry });
  }
  const removed = before.entries.filter((entry) => !findEntry(after, entry.recipient));
  const known = new Set(before.slips.map(({ record, generation }) => `${record} ${generation}`));
  const addedSlips = after.slips.filter(
    ({ record, generation }) => !known.has(`${record} ${generation}`),
  );
  return { added, changed, removed, addedSlips };
}

function sameEntry(left: ShareSheetEntry, right: ShareSheetEntry): boolean {
  return (
    left.envelope === right.envelope &&
    left.readMask === right.readMask &&
    left.writeMask === right.writeMask &&
    left.recipient.keyVersion === right.recipient.keyVersion
  );
}

/** One entry per recipient whatever their key version: a new key replaces the old entry. */
function recipientKey({ kind, number }: Pick<Recipient, "kind" | "number">): string {
  return `${kind} ${number}`;
}
