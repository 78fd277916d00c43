import * as z from "zod";
import type { Compartment, Digest, Epoch, Generation } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { chartBinding } from "../chartBinding.ts";
import { CryptoError } from "../errors.ts";
import { type CompartmentState, deriveEpochKey, type EpochKey } from "../keys/compartmentChain.ts";
import { commitToRecordKey, type RecordKey, requireCommitment } from "../keys/recordKey.ts";
import type { IdentityKey, IdentityPublicKey } from "../keys/seed.ts";
import { label } from "../labels.ts";
import { limits } from "../limits.ts";
import { padToBucket, removePadding } from "../padding.ts";
import { concat, fromHex, wipe } from "../primitives/bytes.ts";
import { hkdfSha256 } from "../primitives/hkdf.ts";
import { hmacSha256, verifyHmacSha256 } from "../primitives/hmac.ts";
import { hpkeOpen, hpkeSeal } from "../primitives/hpke.ts";
import type { Random } from "../random.ts";
import { openSecretBox, sealSecretBox, secretBoxOverhead } from "../secretBox.ts";
import { payloadSuite } from "../suites.ts";
import { encodeDocument, encodePart, parseDocument, parsePart } from "./document.ts";
import {
  bytesBetween,
  bytesOf,
  compartmentSchema,
  digestSchema,
  epochOrPeopleSchema,
  generationSchema,
  hpkeSealedSchema,
  integer,
  type Recipient,
  recipientSchema,
  textUpTo,
  unique,
} from "./schemas.ts";

/**
 * The manifest of a record: where its segments are, its encrypted metadata, and its
 * record key, either wrapped under the compartment's epoch key or (epoch 0) sealed to
 * people. In the clear: compartment, epoch, generation, segment CIDs and sealed sizes,
 * and for epoch 0 the recipients' numbers; the chain shows the same.
 */
export const recordMetadataSchema = z.strictObject({
  title: textUpTo(limits.titleCharacters, 1),
  fileName: textUpTo(limits.fileNameCharacters),
  /** A word of the domain's list of kinds, like "lab-result". */
  kind: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .max(limits.kindCharacters),
  /** When it was made, as the person says: YYYY-MM-DD. */
  date: z.iso.date(),
  mime: z
    .string()
    .regex(/^[\x21-\x7e ]*$/)
    .max(limits.mimeCharacters),
  /** True size of the file in bytes. */
  size: integer(1, limits.payloadBytes),
  note: textUpTo(limits.noteCharacters),
  /** Index of the record that this one amends. */
  supersedes: integer(0, limits.lastNumber).nullable(),
  /** SHA-256 of the file. */
  digest: digestSchema,
});

export type RecordMetadata = z.infer<typeof recordMetadataSchema>;

const stanzaSchema = hpkeSealedSchema(32).extend({ recipient: recipientSchema });

const wrappedKeySchema = bytesOf(32 + secretBoxOverhead);

const manifestSchema = z
  .strictObject({
    suite: z.literal(payloadSuite),
    compartment: compartmentSchema,
    epoch: epochOrPeopleSchema,
    generation: generationSchema,
    commitment: bytesOf(32),
    access: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("epoch"), wrapped: wrappedKeySchema }),
      z.strictObject({
        kind: z.literal("people"),
        stanzas: z
          .array(stanzaSchema)
          .min(1)
          .max(limits.recipientsPerRecord)
          .refine(
            unique<z.output<typeof stanzaSchema>>(
              ({ recipient }) => `${recipient.kind} ${recipient.number}`,
            ),
          ),
      }),
    ]),
    metadata: bytesBetween(
      limits.metadataBucketBytes + secretBoxOverhead,
      32 * limits.metadataBucketBytes + secretBoxOverhead,
    ),
    segments: z
      .array(
        z.strictObject({
          cid: z
            .string()
            .regex(/^[a-z2-7]+$/)
            .min(40)
            .max(limits.cidCharacters),
          bytes: integer(1, 64 * 1024 * 1024),
        }),
      )
      .min(1)
      .max(limits.segmentsPerRecord),
    mac: bytesOf(32),
  })
  .refine(({ epoch, access }) => (epoch === 0) === (access.kind === "people"), {
    path: ["access"],
  });

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestSegment = Manifest["segments"][number];

const format = { type: "manifest", version: 1, schema: manifestSchema };

/** What the chain says of the record. `generation` where it is known. */
export interface RecordPlace {
  readonly compartment: Compartment;
  /** 0: sealed to people. */
  readonly epoch: Epoch;
  readonly generation: Generation;
}

/** Someone to seal to, with the key document that the chain names for them. */
export interface SealTarget {
  readonly recipient: Recipient;
  readonly publicKey: IdentityPublicKey;
  readonly keyDocument: Digest;
}

export type RecordAccess =
  | { readonly kind: "epoch"; readonly state: CompartmentState }
  | { readonly kind: "people"; readonly targets: readonly SealTarget[] };

export interface ManifestInput {
  readonly context: ChartContext;
  readonly place: RecordPlace;
  readonly access: RecordAccess;
  readonly recordKey: RecordKey;
  readonly metadata: RecordMetadata;
  readonly segments: readonly ManifestSegment[];
}

export async function sealManifest(input: ManifestInput, random: Random): Promise<Uint8Array> {
  const { context, place, recordKey } = input;
  const commitment = await commitToRecordKey(recordKey);
  const metadata = padToBucket(
    encodePart(recordMetadataSchema, input.metadata),
    limits.metadataBucketBytes,
  );
  const unsigned: Manifest = {
    suite: payloadSuite,
    ...placeFields(place),
    commitment,
    access: await sealAccess(input, commitment, random),
    metadata: await sealSecretBox(
      recordKey,
      "record-metadata",
      await chartBinding("record-metadata", context, placeFields(place)),
      metadata,
      random,
    ),
    segments: input.segments.map(({ cid, bytes }) => ({ cid, bytes })),
    mac: new Uint8Array(32),
  };
  wipe(metadata);
  const { key, message } = await macInput(context, recordKey, unsigned);
  return encodeDocument(format, { ...unsigned, mac: await hmacSha256(key, message) });
}

/** The public part. Nothing of it is to be believed before `openManifest`. */
export function parseManifest(bytes: Uint8Array): Manifest {
  return parseDocument(format, bytes);
}

/** Throws crypto.binding-mismatch when the chain points here from another place. */
export function requirePlace(manifest: Manifest, place: Partial<RecordPlace>): void {
  for (const field of ["compartment", "epoch", "generation"] as const) {
    if (place[field] !== undefined && place[field] !== manifest[field]) {
      throw new CryptoError("crypto.binding-mismatch", { details: { field } });
    }
  }
}

/** With the state of the manifest's compartment and generation, at its epoch or later. */
export async function unwrapRecordKey(
  context: ChartContext,
  manifest: Manifest,
  state: CompartmentState,
): Promise<RecordKey> {
  if (manifest.access.kind !== "epoch") throw new CryptoError("crypto.not-a-recipient");
  requireSameDrawer(manifest, state);
  const epochKey = await deriveEpochKey(state, manifest.epoch);
  return unwrapWithEpochKey(context, manifest, epochKey);
}

/** The same for those who keep epoch keys at hand (the owner's session does). */
export async function unwrapWithEpochKey(
  context: ChartContext,
  manifest: Manifest,
  epochKey: EpochKey,
): Promise<RecordKey> {
  if (manifest.access.kind !== "epoch") throw new CryptoError("crypto.not-a-recipient");
  const aad = await recordKeyBinding(context, manifest, manifest.commitment);
  const key = await openSecretBox(epochKey, "record-key", aad, manifest.access.wrapped);
  return committed(key, manifest);
}

export interface Me {
  readonly recipient: Recipient;
  readonly identityKey: IdentityKey;
  /** Digest of the key document whose public key belongs to `identityKey`. */
  readonly keyDocument: Digest;
}

/** For a record that was sealed to people. Throws crypto.not-a-recipient. */
export async function openRecordKey(
  context: ChartContext,
  manifest: Manifest,
  me: Me,
): Promise<RecordKey> {
  const stanzas = manifest.access.kind === "people" ? manifest.access.stanzas : [];
  const stanza = stanzas.find(({ recipient }) => sameRecipient(recipient, me.recipient));
  if (!stanza) throw new CryptoError("crypto.not-a-recipient");
  const info = await personBinding(context, manifest, manifest.commitment, me);
  const key = await hpkeOpen(me.identityKey, info, stanza);
  if (!key) throw new CryptoError("crypto.cannot-open", { details: { what: "record-key" } });
  return committed(key, manifest);
}

/**
 * The metadata, once the whole manifest is authenticated under the record key and the
 * chart. Throws crypto.cannot-open.
 */
export async function openManifest(
  context: ChartContext,
  manifest: Manifest,
  recordKey: RecordKey,
): Promise<RecordMetadata> {
  await requireCommitment(recordKey, manifest.commitment);
  const { key, message } = await macInput(context, recordKey, manifest);
  if (!(await verifyHmacSha256(key, message, manifest.mac))) {
    throw new CryptoError("crypto.cannot-open", { details: { what: "manifest" } });
  }
  const aad = await chartBinding("record-metadata", context, placeFields(manifest));
  const padded = await openSecretBox(recordKey, "record-metadata", aad, manifest.metadata);
  return parsePart(recordMetadataSchema, removePadding(padded), "metadata");
}

export function sameRecipient(left: Recipient, right: Recipient): boolean {
  return (
    left.kind === right.kind && left.number === right.number && left.keyVersion === right.keyVersion
  );
}

/** Throws crypto.binding-mismatch or crypto.unknown-generation. */
export function requireSameDrawer(manifest: RecordPlace, state: CompartmentState): void {
  if (state.compartment !== manifest.compartment) {
    throw new CryptoError("crypto.binding-mismatch", { details: { field: "compartment" } });
  }
  if (state.generation !== manifest.generation) {
    throw new CryptoError("crypto.unknown-generation", {
      details: { generation: manifest.generation },
    });
  }
}

async function sealAccess(
  { context, place, access, recordKey }: ManifestInput,
  commitment: Uint8Array,
  random: Random,
): Promise<Manifest["access"]> {
  if (access.kind === "epoch") {
    requireSameDrawer(place, access.state);
    if (place.epoch === 0) {
      throw new CryptoError("crypto.invalid-input", { details: { field: "epoch" } });
    }
    const epochKey = await deriveEpochKey(access.state, place.epoch);
    const aad = await recordKeyBinding(context, place, commitment);
    const wrapped = await sealSecretBox(epochKey, "record-key", aad, recordKey, random);
    wipe(epochKey);
    return { kind: "epoch", wrapped };
  }
  const stanzas: (Manifest["access"] & { kind: "people" })["stanzas"] = [];
  for (const target of access.targets) {
    const info = await personBinding(context, place, commitment, target);
    const sealed = await hpkeSeal(target.publicKey, info, recordKey, random);
    stanzas.push({ recipient: { ...target.recipient }, ...sealed });
  }
  return { kind: "people", stanzas };
}

function recordKeyBinding(context: ChartContext, place: RecordPlace, commitment: Uint8Array) {
  return chartBinding("record-key", context, { ...placeFields(place), commitment });
}

function personBinding(
  context: ChartContext,
  place: RecordPlace,
  commitment: Uint8Array,
  { recipient, keyDocument }: Pick<SealTarget, "recipient" | "keyDocument">,
) {
  return chartBinding("record-key-to-person", context, {
    ...placeFields(place),
    commitment,
    recipientKind: recipient.kind,
    recipientNumber: recipient.number,
    keyVersion: recipient.keyVersion,
    keyDocument: fromHex(keyDocument),
  });
}

async function committed(key: Uint8Array, manifest: Manifest): Promise<RecordKey> {
  await requireCommitment(key as RecordKey, manifest.commitment);
  return key as RecordKey;
}

/** Everything but the MAC itself, in the one encoding that it has. */
async function macInput(context: ChartContext, recordKey: RecordKey, manifest: Manifest) {
  const key = await hkdfSha256(recordKey, new Uint8Array(0), label("manifest-mac"), 32);
  const unsigned = encodeDocument(format, { ...manifest, mac: new Uint8Array(32) });
  return { key, message: concat(await chartBinding("manifest-mac", context), unsigned) };
}

function placeFields({ compartment, epoch, generation }: RecordPlace) {
  return { compartment, epoch, generation };
}
