import { CryptoError } from "../errors.ts";
import { limits, segmentPlaintextBytes } from "../limits.ts";
import { padmeSize } from "../padding.ts";
import { tagBytes } from "../primitives/aesGcm.ts";
import { headerBytes } from "./segmentHeader.ts";

/** How a file of a given size is cut; sealing and opening must agree on it to the byte. */
export interface PayloadLayout {
  readonly size: number;
  readonly paddedSize: number;
  readonly segmentCount: number;
}

/** Throws crypto.empty-file or crypto.file-too-large. */
export function payloadLayout(size: number): PayloadLayout {
  if (size === 0) throw new CryptoError("crypto.empty-file");
  if (!Number.isSafeInteger(size) || size < 0 || size > limits.payloadBytes) {
    throw new CryptoError("crypto.file-too-large", { details: { bytes: size } });
  }
  const paddedSize = padmeSize(size);
  return { size, paddedSize, segmentCount: Math.ceil(paddedSize / segmentPlaintextBytes) };
}

/** Plaintext bytes (padding included) of one segment. */
export function plaintextBytesOf(layout: PayloadLayout, index: number): number {
  return Math.min(segmentPlaintextBytes, layout.paddedSize - index * segmentPlaintextBytes);
}

export function sealedBytesOf(layout: PayloadLayout, index: number): number {
  const plaintext = plaintextBytesOf(layout, index);
  return headerBytes + plaintext + Math.ceil(plaintext / limits.chunkBytes) * tagBytes;
}
