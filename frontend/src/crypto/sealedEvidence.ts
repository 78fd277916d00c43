import * as z from "zod";
import type { Address, AuthorityNumber, Digest } from "../domain/brand.ts";
import { binding } from "./chartBinding.ts";
import { encodeDocument, encodePart, parseDocument, parsePart } from "./documents/document.ts";
import { bytesBetween, bytesOf, textUpTo } from "./documents/schemas.ts";
import { CryptoError } from "./errors.ts";
import type { IdentityKey, IdentityPublicKey } from "./keys/seed.ts";
import { limits } from "./limits.ts";
import { padToPadme, removePadding } from "./padding.ts";
import { fromHex } from "./primitives/bytes.ts";
import { hpkeOpen, hpkeSeal, hpkeSizes } from "./primitives/hpke.ts";
import type { Random } from "./random.ts";
import { identitySuite } from "./suites.ts";

/**
 * Evidence (a licence) that a provider sends with an application, sealed to the
 * authority's identity and bound to both, so that it can't be shown for someone else.
 */
export interface EvidencePlace {
  readonly chainId: number;
  /** The contract that the application goes to. */
  readonly contract: Address;
  /**
   * Whose application: the wallet that applies. (Not the provider number, which the
   * contract gives out only when the application arrives.)
   */
  readonly applicant: Address;
  readonly authority: AuthorityNumber;
  /** Digest of the authority's key document. */
  readonly keyDocument: Digest;
}

const evidenceSchema = z.strictObject({
  fileName: textUpTo(limits.fileNameCharacters),
  mime: z
    .string()
    .regex(/^[\x21-\x7e ]*$/)
    .max(limits.mimeCharacters),
  note: textUpTo(limits.noteCharacters),
  /** Empty where the note says it all. */
  file: bytesBetween(0, limits.evidenceBytes),
});

export type Evidence = z.output<typeof evidenceSchema>;

const sealedSchema = z.strictObject({
  suite: z.literal(identitySuite),
  encapsulated: bytesOf(hpkeSizes.encapsulated),
  ciphertext: bytesBetween(limits.minimumPaddedBytes, limits.documentBytes),
});

const format = { type: "evidence", version: 1, schema: sealedSchema };

export async function sealEvidence(
  place: EvidencePlace,
  authorityKey: IdentityPublicKey,
  evidence: Evidence,
  random: Random,
): Promise<Uint8Array> {
  const padded = padToPadme(encodePart(evidenceSchema, evidence));
  const sealed = await hpkeSeal(authorityKey, await evidenceBinding(place), padded, random);
  return encodeDocument(format, { suite: identitySuite, ...sealed });
}

/** Throws crypto.cannot-open. */
export async function openEvidence(
  place: EvidencePlace,
  identityKey: IdentityKey,
  bytes: Uint8Array,
): Promise<Evidence> {
  const sealed = parseDocument(format, bytes);
  const padded = await hpkeOpen(identityKey, await evidenceBinding(place), sealed);
  if (!padded) throw new CryptoError("crypto.cannot-open", { details: { what: "evidence" } });
  return parsePart(evidenceSchema, removePadding(padded), "evidence");
}

function evidenceBinding(place: EvidencePlace): Promise<Uint8Array> {
  return binding("evidence", {
    chainId: place.chainId,
    contract: fromHex(place.contract),
    applicant: fromHex(place.applicant),
    authority: place.authority,
    keyDocument: fromHex(place.keyDocument),
  });
}
