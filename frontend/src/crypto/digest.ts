import type { Digest } from "../domain/brand.ts";
import { CryptoError } from "./errors.ts";
import { toHex } from "./primitives/bytes.ts";
import { sha256 } from "./primitives/sha256.ts";

/** SHA-256 of a document: names it on chain, and (as a CID v1, raw, sha2-256) on IPFS. */
export async function digestOf(bytes: Uint8Array): Promise<Digest> {
  return toHex(await sha256(bytes)) as Digest;
}

/** Throws crypto.wrong-digest when the bytes aren't the ones that `digest` names. */
export async function requireDigest(bytes: Uint8Array, digest: Digest): Promise<void> {
  if ((await digestOf(bytes)) !== digest.toLowerCase())
    throw new CryptoError("crypto.wrong-digest");
}
