import * as z from "zod";
import type { Compartment, Digest, ProviderNumber } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { chartBinding } from "../chartBinding.ts";
import { CryptoError } from "../errors.ts";
import { type ChainState, type CompartmentState, stateBytes } from "../keys/compartmentChain.ts";
import { limits } from "../limits.ts";
import { padToBucket, removePadding } from "../padding.ts";
import { fromHex, wipe } from "../primitives/bytes.ts";
import { hpkeOpen, hpkeSeal } from "../primitives/hpke.ts";
import type { Random } from "../random.ts";
import { openSecretBox, sealSecretBox, secretBoxOverhead } from "../secretBox.ts";
import { identitySuite } from "../suites.ts";
import { encodeDocument, encodePart, parseDocument, parsePart } from "./document.ts";
import { type Me, type SealTarget, sameRecipient } from "./manifest.ts";
import {
  bytesBetween,
  compartmentEpochSchema,
  compartmentSchema,
  epochSchema,
  generationSchema,
  hpkeSealedSchema,
  integer,
  maskSchema,
  recipientSchema,
  textUpTo,
  unique,
} from "./schemas.ts";

/**
 * What a grantee receives: the states of the granted compartments, their names, and
 * who the patient is. One body under a random file key; the file key is sealed by HPKE
 * to each recipient in a stanza of its own. Also carries a hospital's handover to a
 * doctor and what an acting delegate gets.
 *
 * In the clear: the terms (masks, epochs, generation) and the recipients' numbers, all
 * of which the grant on chain shows as well.
 */
const termsSchema = z
  .strictObject({
    purpose: z.enum(["grant", "handover", "delegate"]),
    /** The provider that the grant is to; null for a delegate. */
    provider: (
      integer(1, limits.lastNumber) as unknown as z.ZodType<ProviderNumber, number>
    ).nullable(),
    generation: generationSchema,
    readMask: maskSchema,
    writeMask: maskSchema,
    /** One per compartment of the read mask, ascending. */
    epochs: z.array(compartmentEpochSchema).max(limits.compartments),
  })
  .refine(({ readMask, epochs }) => {
    const inMask = Array.from({ length: limits.compartments }, (_, index) => index).filter(
      (compartment) => (readMask & (1 << compartment)) !== 0,
    );
    return (
      inMask.length === epochs.length &&
      inMask.every((compartment, index) => epochs[index]?.compartment === compartment)
    );
  });

export type EnvelopeTerms = z.output<typeof termsSchema>;

const stanzaSchema = hpkeSealedSchema(32).extend({ recipient: recipientSchema });

const envelopeSchema = z.strictObject({
  suite: z.literal(identitySuite),
  terms: termsSchema,
  stanzas: z
    .array(stanzaSchema)
    .min(1)
    .max(limits.stanzasPerEnvelope)
    .refine(
      unique<z.output<typeof stanzaSchema>>(
        ({ recipient }) => `${recipient.kind} ${recipient.number} ${recipient.keyVersion}`,
      ),
    ),
  body: bytesBetween(
    limits.envelopeBucketBytes + secretBoxOverhead,
    16 * limits.envelopeBucketBytes + secretBoxOverhead,
  ),
});

export type Envelope = z.output<typeof envelopeSchema>;

const format = { type: "envelope", version: 1, schema: envelopeSchema };

const stateSchema = z
  .strictObject({
    compartment: compartmentSchema,
    epoch: epochSchema,
    generation: generationSchema,
    state: bytesBetween(32, 64) as unknown as z.ZodType<ChainState, Uint8Array>,
  })
  .refine(({ epoch, state }) => state.length === stateBytes(epoch));

const bodySchema = z.strictObject({
  states: z.array(stateSchema).max(limits.compartments),
  compartments: z
    .array(z.strictObject({ compartment: compartmentSchema, name: textUpTo(60, 1) }))
    .max(limits.compartments)
    .refine(unique<{ compartment: number }>(({ compartment }) => compartment)),
  patient: z.strictObject({
    name: textUpTo(limits.nameCharacters, 1),
    birthDate: z.iso.date(),
  }),
});

/** `states` in the order of the terms' epochs. */
export type EnvelopeContent = z.output<typeof bodySchema>;
export interface CompartmentName {
  readonly compartment: Compartment;
  readonly name: string;
}

export interface EnvelopeInput {
  readonly context: ChartContext;
  readonly terms: EnvelopeTerms;
  readonly targets: readonly SealTarget[];
  readonly content: EnvelopeContent;
}

/** Throws crypto.invalid-input, and crypto.binding-mismatch where states and terms differ. */
export async function sealEnvelope(input: EnvelopeInput, random: Random): Promise<Uint8Array> {
  const { context, terms } = input;
  requireStatesOf(terms, input.content.states);
  const fileKey = random(32);
  const stanzas: Envelope["stanzas"] = [];
  for (const target of input.targets) {
    const info = await stanzaBinding(context, terms, target);
    const sealed = await hpkeSeal(target.publicKey, info, fileKey, random);
    stanzas.push({ recipient: { ...target.recipient }, ...sealed });
  }
  const content = encodePart(bodySchema, input.content);
  const padded = padToBucket(content, limits.envelopeBucketBytes);
  const aad = await chartBinding("envelope-body", context, termFields(terms));
  const body = await sealSecretBox(fileKey, "envelope-body", aad, padded, random);
  wipe(fileKey, content, padded);
  return encodeDocument(format, { suite: identitySuite, terms, stanzas, body });
}

/** The public part: terms and recipients. Nothing of it is to be believed before `openEnvelope`. */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  return parseDocument(format, bytes);
}

/**
 * Throws crypto.not-a-recipient without a stanza for `me`, crypto.cannot-open when
 * anything doesn't fit (chart, terms, key document, key), crypto.binding-mismatch.
 */
export async function openEnvelope(
  context: ChartContext,
  envelope: Envelope,
  me: Me,
): Promise<EnvelopeContent> {
  const stanza = envelope.stanzas.find(({ recipient }) => sameRecipient(recipient, me.recipient));
  if (!stanza) throw new CryptoError("crypto.not-a-recipient");
  const info = await stanzaBinding(context, envelope.terms, me);
  const fileKey = await hpkeOpen(me.identityKey, info, stanza);
  if (!fileKey) throw new CryptoError("crypto.cannot-open", { details: { what: "envelope" } });
  const aad = await chartBinding("envelope-body", context, termFields(envelope.terms));
  const padded = await openSecretBox(fileKey, "envelope-body", aad, envelope.body);
  wipe(fileKey);
  const content = parsePart(bodySchema, removePadding(padded), "envelope-body");
  wipe(padded);
  requireStatesOf(envelope.terms, content.states);
  return content;
}

/** The states are exactly those of the terms: no compartment more, no other epoch. */
function requireStatesOf(terms: EnvelopeTerms, states: readonly CompartmentState[]): void {
  const fits =
    states.length === terms.epochs.length &&
    terms.epochs.every(({ compartment, epoch }, index) => {
      const state = states[index];
      return (
        state?.compartment === compartment &&
        state.epoch === epoch &&
        state.generation === terms.generation
      );
    });
  if (!fits) throw new CryptoError("crypto.binding-mismatch", { details: { field: "states" } });
}

function stanzaBinding(
  context: ChartContext,
  terms: EnvelopeTerms,
  { recipient, keyDocument }: { recipient: Me["recipient"]; keyDocument: Digest },
) {
  return chartBinding("envelope-stanza", context, {
    ...termFields(terms),
    formatVersion: format.version,
    suite: identitySuite,
    recipientKind: recipient.kind,
    recipientNumber: recipient.number,
    keyVersion: recipient.keyVersion,
    keyDocument: fromHex(keyDocument),
  });
}

function termFields(terms: EnvelopeTerms) {
  const { purpose, provider, generation, readMask, writeMask } = terms;
  const epochs = terms.epochs.map(({ compartment, epoch }) => [compartment, epoch] as const);
  return { purpose, provider, generation, readMask, writeMask, epochs };
}
