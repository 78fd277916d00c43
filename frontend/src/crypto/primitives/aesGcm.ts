import { gcm } from "@noble/ciphers/webcrypto.js";

/**
 * AES-256-GCM (NIST SP 800-38D) through the platform. Callers choose the nonce and
 * say why it can't repeat under that key.
 * @param key 32 bytes
 * @param nonce 12 bytes
 * @returns ciphertext followed by the 16-byte tag
 */
export async function sealAesGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  requireSizes(key, nonce);
  return (await gcm(key, nonce, aad).encrypt(plaintext)) as Uint8Array<ArrayBuffer>;
}

/** Undefined when the tag doesn't fit; never a part of the plaintext. */
export async function openAesGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  aad: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  requireSizes(key, nonce);
  if (sealed.length < tagBytes) return undefined;
  try {
    return (await gcm(key, nonce, aad).decrypt(sealed)) as Uint8Array<ArrayBuffer>;
  } catch {
    return undefined;
  }
}

export const tagBytes = 16;

/** WebCrypto would take AES-128 keys and odd nonces as well. */
function requireSizes(key: Uint8Array, nonce: Uint8Array): void {
  if (key.length !== 32) throw new RangeError("AES-256 needs a 32-byte key");
  if (nonce.length !== 12) throw new RangeError("GCM needs a 12-byte nonce");
}
