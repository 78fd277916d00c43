import { CryptoError } from "./errors.ts";
import { limits } from "./limits.ts";
import { concat, uint32 } from "./primitives/bytes.ts";

/**
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", PETS 2019):
 * a length keeps only its top bits, so that it leaks O(log log n) bits and grows by
 * at most 12 %. Never below 4 KiB, where small texts and results would stand out.
 * @param size bytes of the file, 1..4 GiB
 */
export function padmeSize(size: number): number {
  const length = Math.max(size, limits.minimumPaddedBytes);
  const exponent = Math.floor(Math.log2(length));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const unit = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(length / unit) * unit;
}

/** Length (uint32), content, zeros up to a multiple of `bucketBytes`; sealed afterwards. */
export function padToBucket(content: Uint8Array, bucketBytes: number): Uint8Array {
  const size = Math.ceil((content.length + 4) / bucketBytes) * bucketBytes;
  return padTo(content, size);
}

/** The same up to a Padmé size. */
export function padToPadme(content: Uint8Array): Uint8Array {
  return padTo(content, padmeSize(content.length + 4));
}

/** Throws crypto.malformed-document unless the padding is whole and all zeros. */
export function removePadding(padded: Uint8Array): Uint8Array {
  const length =
    padded.length < 4 ? -1 : new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  const end = 4 + length;
  if (length < 0 || end > padded.length || padded.subarray(end).some((byte) => byte !== 0)) {
    throw new CryptoError("crypto.malformed-document", { details: { field: "padding" } });
  }
  return padded.slice(4, end);
}

function padTo(content: Uint8Array, size: number): Uint8Array {
  return concat(uint32(content.length), content, new Uint8Array(size - content.length - 4));
}
