import { CryptoError } from "../errors.ts";
import type { RecordKey } from "../keys/recordKey.ts";
import { label } from "../labels.ts";
import { limits } from "../limits.ts";
import { concat, sameBytes, uint32, utf8 } from "../primitives/bytes.ts";
import { hkdfSha256 } from "../primitives/hkdf.ts";
import { hmacSha256, verifyHmacSha256 } from "../primitives/hmac.ts";
import { payloadSuite } from "../suites.ts";

/**
 * The first 80 bytes of a segment (docs/envelope-format.md):
 *
 *    0  4  magic "HRsg"
 *    4  1  format version, 1
 *    5  1  suite, 1 = AES-256-GCM STREAM
 *    6  1  log2 of the chunk size, 18
 *    7  1  zero
 *    8  4  segment index, big-endian, from 0
 *   12  4  number of segments
 *   16 32  salt
 *   48 32  HMAC-SHA256 of bytes 0..47
 */
export const headerBytes = 80;
const macStart = 48;
const magic = utf8("HRsg");
const formatVersion = 1;
const chunkSizeLog2 = Math.log2(limits.chunkBytes);

export interface SegmentPlace {
  readonly index: number;
  readonly total: number;
}

/** 32 bytes each, from one HKDF over the record key, the salt and the place. */
export interface SegmentKeys {
  readonly cipherKey: Uint8Array;
  readonly macKey: Uint8Array;
}

/**
 * A fresh 32-byte random salt per segment gives a fresh key, so that chunk nonces may
 * be plain counters. Place in the info: a segment moved elsewhere has another key.
 */
export async function deriveSegmentKeys(
  recordKey: RecordKey,
  place: SegmentPlace,
  salt: Uint8Array,
): Promise<SegmentKeys> {
  const keys = await hkdfSha256(recordKey, salt, label("segment", place.index, place.total), 64);
  return { cipherKey: keys.subarray(0, 32), macKey: keys.subarray(32) };
}

/**
 * The MAC commits the segment to its key, which GCM's tags don't: both keys come from
 * one HKDF, and a second record key under which this HMAC fits can't be found.
 */
export async function sealHeader(
  place: SegmentPlace,
  salt: Uint8Array,
  macKey: Uint8Array,
): Promise<Uint8Array> {
  const head = concat(
    magic,
    Uint8Array.of(formatVersion, payloadSuite, chunkSizeLog2, 0),
    uint32(place.index),
    uint32(place.total),
    salt,
  );
  return concat(head, await hmacSha256(macKey, head));
}

/**
 * The segment's keys, once its header is known to be ours, for this place, unaltered.
 * Throws crypto.truncated-payload, crypto.tampered-payload, crypto.newer-format or
 * crypto.unknown-suite.
 */
export async function openHeader(
  recordKey: RecordKey,
  place: SegmentPlace,
  segment: Uint8Array,
): Promise<SegmentKeys> {
  const details = { segment: place.index };
  if (segment.length < headerBytes) throw new CryptoError("crypto.truncated-payload", { details });
  const head = segment.subarray(0, macStart);
  const [version = 0, suite = 0, chunk = 0, zero = 1] = head.subarray(4, 8);
  if (!sameBytes(head.subarray(0, 4), magic) || version === 0) {
    throw new CryptoError("crypto.tampered-payload", { details });
  }
  // Unauthenticated yet: these two only choose which refusal is shown.
  if (version > formatVersion) throw new CryptoError("crypto.newer-format", { details });
  if (suite !== payloadSuite) throw new CryptoError("crypto.unknown-suite", { details });
  const placed = concat(uint32(place.index), uint32(place.total));
  if (chunk !== chunkSizeLog2 || zero !== 0 || !sameBytes(head.subarray(8, 16), placed)) {
    throw new CryptoError("crypto.tampered-payload", { details });
  }
  const keys = await deriveSegmentKeys(recordKey, place, head.subarray(16, macStart));
  if (!(await verifyHmacSha256(keys.macKey, head, segment.subarray(macStart, headerBytes)))) {
    throw new CryptoError("crypto.tampered-payload", { details });
  }
  return keys;
}
