import * as z from "zod";
import type { IdentityPublicKey, SigningPublicKey } from "../keys/seed.ts";
import { ed25519Sizes } from "../primitives/ed25519.ts";
import { hpkeSizes } from "../primitives/hpke.ts";
import { identitySuite, signingSuite } from "../suites.ts";
import { encodeDocument, parseDocument } from "./document.ts";
import { bytesOf, digestSchema, generationSchema, keyVersionSchema } from "./schemas.ts";

/**
 * Someone's public key, on IPFS, its digest on chain, replaced by compare-and-set.
 * Plain: it is for everyone to seal to. That the chain names its digest is what ties
 * it to its owner, so it holds no name.
 */
const keyDocumentSchema = z
  .strictObject({
    suite: z.literal(identitySuite),
    owner: z.enum(["patient", "provider", "authority", "operator"]),
    /** As on chain: 1 for the first, raised with each replacement. */
    keyVersion: keyVersionSchema,
    /** Generation of the seed that the key follows from. */
    generation: generationSchema,
    publicKey: bytesOf(hpkeSizes.publicKey) as unknown as z.ZodType<IdentityPublicKey, Uint8Array>,
    signingSuite: z.literal(signingSuite),
    /** Of the same seed: a patient's signs the chart's share sheets. */
    signingKey: bytesOf(ed25519Sizes.publicKey) as unknown as z.ZodType<
      SigningPublicKey,
      Uint8Array
    >,
    /** Patients: the published vault. */
    vault: digestSchema.nullable(),
  })
  .refine(({ owner, vault }) => vault === null || owner === "patient", { path: ["vault"] });

export type KeyDocument = z.output<typeof keyDocumentSchema>;

const format = { type: "key-document", version: 1, schema: keyDocumentSchema };

export function encodeKeyDocument(
  document: Omit<KeyDocument, "suite" | "signingSuite">,
): Uint8Array {
  return encodeDocument(format, { suite: identitySuite, signingSuite, ...document });
}

export function parseKeyDocument(bytes: Uint8Array): KeyDocument {
  return parseDocument(format, bytes);
}
