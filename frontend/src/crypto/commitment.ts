import * as z from "zod";
import type { Digest } from "../domain/brand.ts";
import { encodePart } from "./documents/document.ts";
import { bytesOf, textUpTo } from "./documents/schemas.ts";
import { label } from "./labels.ts";
import { limits } from "./limits.ts";
import { concat, toHex } from "./primitives/bytes.ts";
import { sha256 } from "./primitives/sha256.ts";
import type { Random } from "./random.ts";

/** What the patient may later prove about themselves. Kept in the private profile. */
export const patientDetailsSchema = z.strictObject({
  name: textUpTo(limits.nameCharacters, 1),
  birthDate: z.iso.date(),
});

export type PatientDetails = z.output<typeof patientDetailsSchema>;

export const commitmentSaltSchema = bytesOf(32);

/**
 * 32 random bytes: without them a name and a birth date could be guessed from the
 * commitment, which is public for ever.
 */
export function newCommitmentSalt(random: Random): Uint8Array {
  return random(32);
}

/** SHA-256(label, salt, canonical CBOR of the details): the bytes32 that goes on chain. */
export async function commitToPatient(details: PatientDetails, salt: Uint8Array): Promise<Digest> {
  if (salt.length !== 32) throw new RangeError("the salt has 32 bytes");
  const encoded = encodePart(patientDetailsSchema, details);
  return toHex(await sha256(concat(label("patient-commitment"), salt, encoded))) as Digest;
}
