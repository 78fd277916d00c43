import * as z from "zod";
import type { Generation } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { chartBinding } from "../chartBinding.ts";
import { commitmentSaltSchema, patientDetailsSchema } from "../commitment.ts";
import { CryptoError } from "../errors.ts";
import { type Keyring, readSeed } from "../keys/keyring.ts";
import { deriveOwnKey, type Seed } from "../keys/seed.ts";
import { limits } from "../limits.ts";
import { padToBucket, removePadding } from "../padding.ts";
import { wipe } from "../primitives/bytes.ts";
import type { Random } from "../random.ts";
import { openSecretBox, sealSecretBox, secretBoxOverhead } from "../secretBox.ts";
import { encodeDocument, encodePart, parseDocument, parsePart } from "./document.ts";
import {
  bytesBetween,
  bytesOf,
  compartmentSchema,
  generationSchema,
  hpkeSealedSchema,
  integer,
  recipientSchema,
  textUpTo,
  unique,
} from "./schemas.ts";

/**
 * The patient's vault on IPFS, named by their key document: earlier generations' seeds
 * and the private profile, both under keys from the newest seed. With the recovery
 * sheet and the chain it restores everything.
 *
 * Anyone may attack it offline for ever, so it never carries a passphrase's lock, only
 * locks of 128 bits and more. There are none yet; their shapes are here so that a
 * vault with one is understood by the version that first reads it.
 */
const lockSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("passkey"),
    credentialId: bytesBetween(16, 1023),
    prfSalt: bytesOf(32),
    sealedSeed: bytesOf(32 + secretBoxOverhead),
  }),
  z.strictObject({
    kind: z.literal("guardians"),
    threshold: integer(2, limits.guardians),
    shares: z
      .array(hpkeSealedSchema(33).extend({ recipient: recipientSchema }))
      .min(2)
      .max(limits.guardians),
    sealedSeed: bytesOf(32 + secretBoxOverhead),
  }),
]);

const privateProfileSchema = z.strictObject({
  details: patientDetailsSchema,
  /** With `details` it opens the commitment of the patient id. */
  commitmentSalt: commitmentSaltSchema,
  /** The chart's own shuffled numbering: which number is which drawer, and its name. */
  compartments: z
    .array(
      z.strictObject({
        compartment: compartmentSchema,
        /** A word of the domain's list of drawers, like "medication"; "" for one of their own. */
        slug: z
          .string()
          .regex(/^[a-z0-9-]*$/)
          .max(limits.kindCharacters),
        name: textUpTo(60, 1),
      }),
    )
    .max(limits.compartments)
    .refine(unique<{ compartment: number }>(({ compartment }) => compartment)),
});

export type PrivateProfile = z.output<typeof privateProfileSchema>;

const sealedSchema = bytesBetween(
  limits.vaultBucketBytes + secretBoxOverhead,
  64 * limits.vaultBucketBytes + secretBoxOverhead,
);

const vaultSchema = z.strictObject({
  generation: generationSchema,
  locks: z.array(lockSchema).max(limits.vaultLocks),
  seeds: sealedSchema,
  profile: sealedSchema,
});

export type Vault = z.output<typeof vaultSchema>;

const format = { type: "vault", version: 1, schema: vaultSchema };

const earlierSeedsSchema = z.strictObject({
  seeds: z
    .array(
      z.strictObject({
        generation: generationSchema,
        seed: bytesOf(32) as unknown as z.ZodType<Seed, Uint8Array>,
      }),
    )
    .max(1_000)
    .refine(unique<{ generation: number }>(({ generation }) => generation)),
});

export async function sealVault(
  context: ChartContext,
  keyring: Keyring,
  profile: PrivateProfile,
  random: Random,
): Promise<Uint8Array> {
  const newest = readSeed(keyring, keyring.newest);
  const earlier = [...keyring.seeds]
    .filter(([generation]) => generation !== keyring.newest)
    .map(([generation, seed]) => ({ generation, seed }))
    .sort((left, right) => left.generation - right.generation);

  async function seal(purpose: "vault-seeds" | "profile", content: Uint8Array) {
    const padded = padToBucket(content, limits.vaultBucketBytes);
    const key = await deriveOwnKey(newest, purpose);
    const aad = await chartBinding(purpose, context, { generation: keyring.newest });
    const sealed = await sealSecretBox(key, purpose, aad, padded, random);
    wipe(key, padded, content);
    return sealed;
  }

  return encodeDocument(format, {
    generation: keyring.newest,
    locks: [],
    seeds: await seal("vault-seeds", encodePart(earlierSeedsSchema, { seeds: earlier })),
    profile: await seal("profile", encodePart(privateProfileSchema, profile)),
  });
}

export function parseVault(bytes: Uint8Array): Vault {
  return parseDocument(format, bytes);
}

/** Throws crypto.unknown-generation, crypto.cannot-open, crypto.malformed-document. */
export async function openVault(
  context: ChartContext,
  vault: Vault,
  keyring: Keyring,
): Promise<{ profile: PrivateProfile; earlierSeeds: ReadonlyMap<Generation, Seed> }> {
  const seed = readSeed(keyring, vault.generation);

  async function open(purpose: "vault-seeds" | "profile", box: Uint8Array) {
    const key = await deriveOwnKey(seed, purpose);
    const aad = await chartBinding(purpose, context, { generation: vault.generation });
    const padded = await openSecretBox(key, purpose, aad, box);
    wipe(key);
    return removePadding(padded);
  }

  const profile = parsePart(privateProfileSchema, await open("profile", vault.profile), "profile");
  const { seeds } = parsePart(
    earlierSeedsSchema,
    await open("vault-seeds", vault.seeds),
    "vault-seeds",
  );
  if (seeds.some(({ generation }) => generation >= vault.generation)) {
    throw new CryptoError("crypto.malformed-document", { details: { field: "seeds" } });
  }
  return {
    profile,
    earlierSeeds: new Map(seeds.map(({ generation, seed: earlier }) => [generation, earlier])),
  };
}
