import { asBuffer } from "./bytes.ts";
import { subtle } from "./subtle.ts";

/**
 * HKDF-SHA256 (RFC 5869), extract and expand, by the platform.
 * @param secret input keying material, always uniform here
 * @param salt empty where the secret is used under one salt only
 * @param info separates purposes: see labels.ts
 * @param length bytes wanted, at most 8,160
 */
export async function hkdfSha256(
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Promise<Uint8Array> {
  const key = await subtle().importKey("raw", asBuffer(secret), "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: asBuffer(salt), info: asBuffer(info) };
  return new Uint8Array(await subtle().deriveBits(parameters, key, length * 8));
}
