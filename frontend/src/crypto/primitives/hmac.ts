import { asBuffer } from "./bytes.ts";
import { subtle } from "./subtle.ts";

const algorithm = { name: "HMAC", hash: "SHA-256" } as const;

/** HMAC-SHA256 (RFC 2104) by the platform: 32 bytes. */
export async function hmacSha256(key: Uint8Array, message: Uint8Array): Promise<Uint8Array> {
  const imported = await subtle().importKey("raw", asBuffer(key), algorithm, false, ["sign"]);
  return new Uint8Array(await subtle().sign("HMAC", imported, asBuffer(message)));
}

/** Compares in constant time (the platform's verify). */
export async function verifyHmacSha256(
  key: Uint8Array,
  message: Uint8Array,
  tag: Uint8Array,
): Promise<boolean> {
  const imported = await subtle().importKey("raw", asBuffer(key), algorithm, false, ["verify"]);
  return subtle().verify("HMAC", imported, asBuffer(tag), asBuffer(message));
}
