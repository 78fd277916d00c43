/** What a decoded answer must look like before it is believed. Used by reader.ts and events.ts. */
import { z } from "zod";
import type {
  Address,
  AuthorityNumber,
  Digest,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../domain/brand.ts";
import { powersFromBits } from "../domain/powers.ts";
import { parseRecordRef, type RecordRef } from "../domain/recordRef.ts";
import { findAddress } from "./caip.ts";
import { kindFromNumber, statusFromNumber, unpackTerms } from "./packing.ts";

const required = <T>(find: (value: never) => T | undefined) =>
  function read(value: unknown, context: z.RefinementCtx): T {
    const found = find(value as never);
    if (found === undefined) {
      context.addIssue({ code: "custom", message: "not one of ours" });
      return z.NEVER;
    }
    return found;
  };

const uint = z.int().nonnegative();
const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/);
const anyAddress = z.string().transform(required((text: string) => findAddress(text)));

export const addressSchema = anyAddress;
/** `undefined` for the zero address. */
export const someAddressSchema = anyAddress.transform((address): Address | undefined =>
  /^0x0{40}$/.test(address) ? undefined : address,
);
export const digestSchema = bytes32.transform((text) => text as Digest);
/** `undefined` for 32 zero bytes. */
export const someDigestSchema = bytes32.transform((text): Digest | undefined =>
  /^0x0{64}$/.test(text) ? undefined : (text as Digest),
);
export const patientIdSchema = bytes32.transform((text) => text as PatientId);
export const patientSchema = uint.positive().transform((number) => number as PatientNumber);
export const providerSchema = uint.positive().transform((number) => number as ProviderNumber);
/** `undefined` for 0. */
export const someProviderSchema = uint.transform((number): ProviderNumber | undefined =>
  number === 0 ? undefined : (number as ProviderNumber),
);
export const authoritySchema = uint.positive().transform((number) => number as AuthorityNumber);
export const someAuthoritySchema = uint.transform((number): AuthorityNumber | undefined =>
  number === 0 ? undefined : (number as AuthorityNumber),
);
export const recordRefSchema = uint.transform(
  required((value: number): RecordRef | undefined => parseRecordRef(value)),
);
export const powersSchema = uint.transform(required((bits: number) => powersFromBits(bits)));
export const kindSchema = uint.transform(required((value: number) => kindFromNumber(value)));
export const statusSchema = uint.transform(required((value: number) => statusFromNumber(value)));
/** `undefined` for all zeros. */
export const someTermsSchema = z
  .object({ readMask: uint, writeMask: uint, purpose: uint, expiresAt: uint })
  .transform((packed) => unpackTerms(packed));

export const patientEntrySchema = z.object({
  patientId: patientIdSchema,
  keyDocument: digestSchema,
  keyVersion: uint.positive(),
});

export const delegateSchema = z.object({
  account: addressSchema,
  powers: powersSchema,
  until: uint,
  live: z.boolean(),
});

export const authorityEntrySchema = z.object({
  wallet: addressSchema,
  jurisdiction: uint.max(999),
  keyVersion: uint,
  active: z.boolean(),
  profile: digestSchema,
  keyDocument: someDigestSchema,
});

export const providerEntrySchema = z.object({
  wallet: addressSchema,
  kind: kindSchema,
  status: statusSchema,
  jurisdiction: uint.max(999),
  keyVersion: uint.positive(),
  verifiedUntil: uint,
  authority: authoritySchema,
  verifiedNow: z.boolean(),
  profile: digestSchema,
  keyDocument: digestSchema,
  evidence: digestSchema,
  lastEventBlock: uint,
});

export const staffMemberSchema = z.object({
  doctor: providerSchema,
  wallet: addressSchema,
  since: uint,
  current: z.boolean(),
});

export const accessSchema = z.object({
  patient: patientSchema,
  provider: providerSchema,
  terms: someTermsSchema,
  keyVersion: uint,
  live: z.boolean(),
  request: someTermsSchema,
  requestLapsesAt: uint,
  pending: z.boolean(),
  verifiedNow: z.boolean(),
  lastEventBlock: uint,
});

export const recordEntrySchema = z.object({ ref: recordRefSchema, manifest: digestSchema });

export const handoverSchema = z.object({
  doctor: providerSchema,
  envelope: digestSchema,
  current: z.boolean(),
});
