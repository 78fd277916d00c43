import { asBuffer, concat } from "./bytes.ts";
import { subtle } from "./subtle.ts";

/** Ed25519 (RFC 8032) by the platform: deterministic, so it needs no randomness. */
export const ed25519Sizes = { seed: 32, publicKey: 32, signature: 64 } as const;

/** PKCS #8 around a 32-byte Ed25519 seed (RFC 8410): the platform imports no bare seed. */
const pkcs8Head = Uint8Array.of(
  ...[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22],
  ...[0x04, 0x20],
);

async function importSeed(seed: Uint8Array, extractable: boolean): Promise<CryptoKey> {
  if (seed.length !== ed25519Sizes.seed) throw new RangeError("wrong seed length");
  const wrapped = concat(pkcs8Head, seed);
  try {
    return await subtle().importKey("pkcs8", wrapped, "Ed25519", extractable, ["sign"]);
  } finally {
    wrapped.fill(0);
  }
}

/** @returns 32 bytes */
export async function ed25519PublicKey(seed: Uint8Array): Promise<Uint8Array> {
  // The platform gives the public half of a private key only as part of a JWK.
  const { x = "" } = await subtle().exportKey("jwk", await importSeed(seed, true));
  const binary = atob(x.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** @returns 64 bytes */
export async function ed25519Sign(seed: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  const key = await importSeed(seed, false);
  return new Uint8Array(await subtle().sign("Ed25519", key, asBuffer(message)));
}

/** False for whatever doesn't fit, a public key that is none included. */
export async function ed25519Verify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const key = await subtle().importKey("raw", asBuffer(publicKey), "Ed25519", false, ["verify"]);
    return await subtle().verify("Ed25519", key, asBuffer(signature), asBuffer(message));
  } catch {
    return false;
  }
}
