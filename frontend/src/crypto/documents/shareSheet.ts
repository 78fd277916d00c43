import * as z from "zod";
import type { Digest } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { chartBinding } from "../chartBinding.ts";
import type { SigningKey, SigningPublicKey } from "../keys/seed.ts";
import { limits } from "../limits.ts";
import { ed25519Sign, ed25519Sizes, ed25519Verify } from "../primitives/ed25519.ts";
import { signingSuite } from "../suites.ts";
import { encodeDocument, parseDocument } from "./document.ts";
import { previousStateSchema } from "./previousState.ts";
import {
  bytesOf,
  compartmentEpochSchema,
  digestSchema,
  generationSchema,
  integer,
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
 *
 * Signed by its maker. A delegate may have to write one, and then it is a delegate's word: what
 * the owner and the providers rely on stands only in a sheet that the owner's key signed. As a
 * sheet names its envelopes and slip pages by digest, the signature is theirs as well.
 */
const epochsSchema = z
  .array(compartmentEpochSchema)
  .max(limits.compartments)
  .refine(unique<{ compartment: number }>(({ compartment }) => compartment));

const entrySchema = z.strictObject({
  recipient: recipientSchema,
  /** The envelope on IPFS. */
  envelope: digestSchema,
  readMask: maskSchema,
  writeMask: maskSchema,
  /** What the envelope's states reach, and of which generation they are. */
  generation: generationSchema,
  epochs: epochsSchema,
});

export type ShareSheetEntry = z.output<typeof entrySchema>;

/** Who may still know keys though no entry says so: their envelope was replaced, or is gone. */
const formerSchema = z.strictObject({
  /** `null`: it can't be said who, after a sheet that wasn't the owner's or was lost. */
  recipient: recipientSchema.omit({ keyVersion: true }).nullable(),
  generation: generationSchema,
  epochs: epochsSchema,
});

export type FormerHolder = z.output<typeof formerSchema>;

const shareSheetSchema = z.strictObject({
  generation: generationSchema,
  /** Grows from each of the owner's sheets to the next: an old one put back is noticed. */
  sequence: integer(1, Number.MAX_SAFE_INTEGER),
  /** The sheet that this one replaces. */
  previous: digestSchema.nullable(),
  entries: z
    .array(entrySchema)
    .max(limits.shareSheetEntries)
    .refine(unique<ShareSheetEntry>(({ recipient }) => recipientKey(recipient))),
  former: z.array(formerSchema).max(limits.shareSheetFormer),
  /** The newest slips; older ones are in pages of their own. */
  slips: z
    .array(slipSchema)
    .max(limits.shareSheetSlips)
    .refine(
      unique<z.output<typeof slipSchema>>(({ record, generation }) => `${record} ${generation}`),
    ),
  slipPages: z.array(digestSchema).max(limits.shareSheetSlipPages),
  previousStates: z
    .array(previousStateSchema)
    .max(limits.shareSheetPreviousStates)
    .refine(
      unique<z.output<typeof previousStateSchema>>(
        (state) => `${state.compartment} ${state.generation}`,
      ),
    ),
  signature: z.strictObject({
    signer: z.enum(["owner", "delegate"]),
    suite: z.literal(signingSuite),
    value: bytesOf(ed25519Sizes.signature),
  }),
});

export type ShareSheet = z.output<typeof shareSheetSchema>;

/** Everything but the signature. */
export type ShareSheetContent = Omit<ShareSheet, "signature">;
export type SheetSigner = ShareSheet["signature"]["signer"];

const format = { type: "share-sheet", version: 1, schema: shareSheetSchema };

/** Signed already; see `signShareSheet`. */
export function encodeShareSheet(sheet: ShareSheet): Uint8Array {
  return encodeDocument(format, sheet);
}

/** The document, signed. */
export async function signShareSheet(
  context: ChartContext,
  sheet: ShareSheetContent,
  signer: SheetSigner,
  key: SigningKey,
): Promise<Uint8Array> {
  const value = await ed25519Sign(key, await signedBytes(context, sheet, signer));
  return encodeShareSheet({ ...sheet, signature: { signer, suite: signingSuite, value } });
}

/** Whether the sheet says that it is the owner's, and one of these keys signed it for this chart. */
export async function isOwnersSheet(
  context: ChartContext,
  sheet: ShareSheet,
  keys: readonly SigningPublicKey[],
): Promise<boolean> {
  const { signer, value } = sheet.signature;
  if (signer !== "owner") return false;
  const message = await signedBytes(context, sheet, signer);
  for (const key of keys) if (await ed25519Verify(key, message, value)) return true;
  return false;
}

/** 32 bytes that bind the document, its type and the chart. */
function signedBytes(context: ChartContext, sheet: ShareSheetContent, signer: SheetSigner) {
  const value = new Uint8Array(ed25519Sizes.signature);
  const unsigned = { ...sheet, signature: { signer, suite: signingSuite, value } };
  const document = encodeShareSheet(unsigned as ShareSheet);
  return chartBinding("signature", context, { document, type: format.type });
}

export function parseShareSheet(bytes: Uint8Array): ShareSheet {
  return parseDocument(format, bytes);
}

export interface ShareSheetChange {
  readonly generation?: ShareSheet["generation"];
  /** Added, or put in place of the recipient's present entry. */
  readonly put?: readonly ShareSheetEntry[];
  readonly remove?: readonly Pick<Recipient, "kind" | "number">[];
  /** Replaces the whole list; left as it is otherwise. */
  readonly former?: ShareSheet["former"];
  /** Replaces both; left as they are otherwise. */
  readonly slips?: ShareSheet["slips"];
  readonly slipPages?: ShareSheet["slipPages"];
  /** At least this; one more than the present one's in any case. */
  readonly sequence?: number;
  /** Replaces the whole list; left as it is otherwise. */
  readonly previousStates?: ShareSheet["previousStates"];
}

/** The sheet after `current` (none yet: undefined), pointing back to it. */
export function nextShareSheet(
  current: { readonly sheet: ShareSheetContent; readonly digest: Digest } | undefined,
  generation: ShareSheet["generation"],
  change: ShareSheetChange,
): ShareSheetContent {
  const entries = new Map(
    current?.sheet.entries.map((entry) => [recipientKey(entry.recipient), entry]),
  );
  for (const recipient of change.remove ?? []) entries.delete(recipientKey(recipient));
  for (const entry of change.put ?? []) entries.set(recipientKey(entry.recipient), entry);
  return {
    generation: change.generation ?? current?.sheet.generation ?? generation,
    sequence: Math.max((current?.sheet.sequence ?? 0) + 1, change.sequence ?? 1),
    previous: current?.digest ?? null,
    entries: [...entries.values()],
    former: change.former ?? current?.sheet.former ?? [],
    slips: change.slips ?? current?.sheet.slips ?? [],
    slipPages: change.slipPages ?? current?.sheet.slipPages ?? [],
    previousStates: change.previousStates ?? current?.sheet.previousStates ?? [],
  };
}

export function findEntry(
  sheet: Pick<ShareSheet, "entries">,
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
export function diffShareSheets(
  before: ShareSheetContent,
  after: ShareSheetContent,
): ShareSheetDifference {
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
