import * as z from "zod";
import { limits } from "../limits.ts";
import { encodeDocument, parseDocument } from "./document.ts";
import { textUpTo } from "./schemas.ts";

/**
 * What a provider tells everyone about themselves, by choice; its digest is what the
 * authority verifies. Plain.
 */
const providerProfileSchema = z.strictObject({
  kind: z.enum(["doctor", "hospital", "laboratory", "pharmacy", "organization", "researcher"]),
  name: textUpTo(limits.nameCharacters, 1),
  specialty: textUpTo(limits.shortTextCharacters),
  organization: textUpTo(limits.nameCharacters),
  place: textUpTo(limits.shortTextCharacters),
  /** ISO 3166-1 alpha-2, like "KE". */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** BCP 47, like "en" or "pt-BR". */
  languages: z.array(z.string().regex(/^[A-Za-z0-9-]{2,35}$/)).max(limits.languages),
  phone: z
    .string()
    .regex(/^[0-9+() -]*$/)
    .max(40),
  /** https only, since the app makes a link of it. */
  website: z.union([
    z.literal(""),
    z
      .string()
      .regex(/^https:\/\/[\x21-\x7e]+$/)
      .max(200),
  ]),
  about: textUpTo(limits.longTextCharacters),
});

export type ProviderProfile = z.output<typeof providerProfileSchema>;

const format = { type: "provider-profile", version: 1, schema: providerProfileSchema };

export function encodeProviderProfile(profile: ProviderProfile): Uint8Array {
  return encodeDocument(format, profile);
}

export function parseProviderProfile(bytes: Uint8Array): ProviderProfile {
  return parseDocument(format, bytes);
}
