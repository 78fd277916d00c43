import type { Brand } from "../../domain/brand.ts";
import { CryptoError } from "../errors.ts";
import { label } from "../labels.ts";
import { sameBytes } from "../primitives/bytes.ts";
import { hkdfSha256 } from "../primitives/hkdf.ts";
import type { Random } from "../random.ts";

/** 32 random bytes per record: opens its metadata and its segments. */
export type RecordKey = Brand<Uint8Array, "RecordKey">;

export function newRecordKey(random: Random): RecordKey {
  return random(32) as RecordKey;
}

/**
 * Names a record key without telling anything about it. It stands in the manifest, so
 * that the key from the manifest, from a slip and from a sealed stanza are known to
 * be the same one.
 */
export async function commitToRecordKey(key: RecordKey): Promise<Uint8Array> {
  return hkdfSha256(key, new Uint8Array(0), label("record-commitment"), 32);
}

/** Throws crypto.cannot-open. */
export async function requireCommitment(key: RecordKey, commitment: Uint8Array): Promise<void> {
  if (!sameBytes(await commitToRecordKey(key), commitment)) {
    throw new CryptoError("crypto.cannot-open", { details: { what: "record-key" } });
  }
}
