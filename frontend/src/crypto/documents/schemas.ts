import * as z from "zod";
import type { Compartment, Digest, Epoch, Generation } from "../../domain/brand.ts";
import { limits } from "../limits.ts";
import { fromHex, toHex } from "../primitives/bytes.ts";
import { hpkeSizes } from "../primitives/hpke.ts";

/**
 * The pieces that several documents share, as they are in CBOR. Digests are 32 raw
 * bytes there and `0x` hex here, so codecs turn one into the other.
 */
export function bytesOf(length: number) {
  return bytesBetween(length, length);
}

export function bytesBetween(least: number, most: number) {
  return z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.length >= least && value.length <= most,
  );
}

/** Well-formed Unicode, counted in UTF-16 units; no lone surrogates, which CBOR would change. */
export function textUpTo(most: number, least = 0) {
  return z
    .string()
    .min(least)
    .max(most)
    .refine((text) => text.isWellFormed(), "not well-formed Unicode");
}

export function integer(least: number, most: number) {
  return z.number().int().min(least).max(most);
}

export const digestSchema = z.codec(bytesOf(32), z.string().regex(/^0x[0-9a-f]{64}$/), {
  decode: (bytes) => toHex(bytes) as Digest,
  encode: (hex) => fromHex(hex),
}) as unknown as z.ZodType<Digest, Uint8Array>;

export const compartmentSchema = integer(0, limits.lastCompartment) as unknown as z.ZodType<
  Compartment,
  number
>;
/** 0 (sealed to people) is allowed only where a manifest says so. */
export const epochOrPeopleSchema = integer(0, limits.lastEpoch) as unknown as z.ZodType<
  Epoch,
  number
>;
export const epochSchema = integer(1, limits.lastEpoch) as unknown as z.ZodType<Epoch, number>;
export const generationSchema = integer(1, limits.lastGeneration) as unknown as z.ZodType<
  Generation,
  number
>;
export const maskSchema = integer(0, 0xffff);
export const keyVersionSchema = integer(1, limits.lastKeyVersion);

export const recipientSchema = z.strictObject({
  kind: z.enum(["provider", "person"]),
  number: integer(1, limits.lastNumber),
  keyVersion: keyVersionSchema,
});

/** Whom something is sealed to: a provider by number, or a person by patient number. */
export type Recipient = z.infer<typeof recipientSchema>;

export const hpkeSealedSchema = (plaintextBytes: number) =>
  z.strictObject({
    encapsulated: bytesOf(hpkeSizes.encapsulated),
    ciphertext: bytesOf(plaintextBytes + hpkeSizes.tag),
  });

export const compartmentEpochSchema = z.strictObject({
  compartment: compartmentSchema,
  epoch: epochSchema,
});

/** Fails where a list names the same thing twice. */
export function unique<T>(key: (item: T) => string | number) {
  return (items: readonly T[]) => new Set(items.map(key)).size === items.length;
}
