import { CryptoError } from "./errors.ts";
import { type Label, label } from "./labels.ts";
import { openAesGcm, sealAesGcm, tagBytes } from "./primitives/aesGcm.ts";
import { concat, sameBytes, wipe } from "./primitives/bytes.ts";
import { hkdfSha256 } from "./primitives/hkdf.ts";
import type { Random } from "./random.ts";

/**
 * Authenticated encryption of something small under a 32-byte secret:
 *
 *   salt (32) | key commitment (32) | AES-256-GCM ciphertext and tag (n + 16)
 *
 * HKDF(secret, salt, "secret-box" + purpose) gives 64 bytes: the cipher key and the
 * commitment. GCM alone doesn't commit to its key (one ciphertext can open under two
 * keys); the commitment, checked first, does. It tells nothing about the key.
 */
export const secretBoxOverhead = 32 + 32 + tagBytes;

/** Safe although constant: each box has its own key, from a fresh 32-byte random salt. */
const nonce = new Uint8Array(12);

export async function sealSecretBox(
  secret: Uint8Array,
  purpose: Label,
  aad: Uint8Array,
  plaintext: Uint8Array,
  random: Random,
): Promise<Uint8Array> {
  const salt = random(32);
  const [key, commitment] = await boxKeys(secret, salt, purpose);
  const sealed = await sealAesGcm(key, nonce, plaintext, aad);
  wipe(key);
  return concat(salt, commitment, sealed);
}

/** Throws crypto.cannot-open; releases nothing unauthenticated. */
export async function openSecretBox(
  secret: Uint8Array,
  purpose: Label,
  aad: Uint8Array,
  box: Uint8Array,
): Promise<Uint8Array> {
  if (box.length < secretBoxOverhead) {
    throw new CryptoError("crypto.cannot-open", { details: { what: purpose } });
  }
  const [key, commitment] = await boxKeys(secret, box.subarray(0, 32), purpose);
  const plaintext = sameBytes(commitment, box.subarray(32, 64))
    ? await openAesGcm(key, nonce, box.subarray(64), aad)
    : undefined;
  wipe(key);
  if (!plaintext) throw new CryptoError("crypto.cannot-open", { details: { what: purpose } });
  return plaintext;
}

async function boxKeys(
  secret: Uint8Array,
  salt: Uint8Array,
  purpose: Label,
): Promise<[Uint8Array, Uint8Array]> {
  if (secret.length !== 32) throw new RangeError("a secret box needs a 32-byte secret");
  const info = concat(label("secret-box"), label(purpose));
  const keys = await hkdfSha256(secret, salt, info, 64);
  return [keys.subarray(0, 32), keys.subarray(32)];
}
