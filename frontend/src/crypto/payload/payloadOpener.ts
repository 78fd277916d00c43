import type { Digest } from "../../domain/brand.ts";
import { CryptoError } from "../errors.ts";
import type { RecordKey } from "../keys/recordKey.ts";
import { limits, segmentPlaintextBytes } from "../limits.ts";
import { tagBytes } from "../primitives/aesGcm.ts";
import { toHex, wipe } from "../primitives/bytes.ts";
import { sha256Stream } from "../primitives/sha256.ts";
import { chunksInFlight, openChunk } from "./chunkStream.ts";
import { payloadLayout, plaintextBytesOf, sealedBytesOf } from "./payloadLayout.ts";
import { type ProgressOptions, requireNotCancelled } from "./progress.ts";
import { headerBytes, openHeader } from "./segmentHeader.ts";

/** From the opened manifest. */
export interface PayloadDescription {
  readonly recordKey: RecordKey;
  readonly size: number;
  readonly digest: Digest;
  readonly segmentCount: number;
}

/** Opens a file's segments in order; nothing leaves before it is authenticated. */
export interface PayloadOpener {
  /**
   * The file's bytes of the next segment, all of its chunks verified, padding removed
   * (so the last segments of a file may give 0 bytes). Throws crypto.truncated-payload,
   * crypto.tampered-payload, crypto.newer-format, crypto.unknown-suite, crypto.cancelled.
   */
  openNext(segment: Uint8Array, options?: ProgressOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws crypto.truncated-payload when segments are missing, crypto.tampered-payload when the digest differs. */
  finish(): Promise<void>;
  /** Forgets the key; after `finish` or instead of it. */
  close(): Promise<void>;
}

export async function createPayloadOpener(payload: PayloadDescription): Promise<PayloadOpener> {
  const layout = payloadLayout(payload.size);
  if (layout.segmentCount !== payload.segmentCount) {
    throw new CryptoError(
      payload.segmentCount < layout.segmentCount
        ? "crypto.truncated-payload"
        : "crypto.tampered-payload",
    );
  }
  const recordKey = payload.recordKey.slice() as RecordKey;
  const hasher = await sha256Stream();
  let next = 0;

  return {
    async openNext(segment, options = {}) {
      const index = next;
      const details = { segment: index };
      if (index >= layout.segmentCount) {
        throw new CryptoError("crypto.tampered-payload", { details });
      }
      const sealedBytes = sealedBytesOf(layout, index);
      const place = { index, total: layout.segmentCount };
      const { cipherKey, macKey } = await openHeader(recordKey, place, segment);
      if (segment.length < sealedBytes) {
        throw new CryptoError("crypto.truncated-payload", { details });
      }
      if (segment.length > sealedBytes) {
        throw new CryptoError("crypto.tampered-payload", { details });
      }

      const start = index * segmentPlaintextBytes;
      const length = plaintextBytesOf(layout, index);
      const plaintext = new Uint8Array(length);
      const chunks = Math.ceil(length / limits.chunkBytes);
      for (let first = 0; first < chunks; first += chunksInFlight) {
        requireNotCancelled(options.signal);
        const opening: Promise<void>[] = [];
        for (let counter = first; counter < Math.min(chunks, first + chunksInFlight); counter++) {
          opening.push(openInto(plaintext, cipherKey, counter, counter === chunks - 1, segment));
        }
        await Promise.all(opening);
        const done = Math.min(layout.size, start + (first + chunksInFlight) * limits.chunkBytes);
        options.onProgress?.({ doneBytes: done, totalBytes: layout.size });
      }
      wipe(cipherKey, macKey);
      const trimmed = plaintext.subarray(0, Math.max(0, Math.min(length, layout.size - start)));
      hasher.update(trimmed);
      next++;
      return trimmed;
    },
    async finish() {
      if (next < layout.segmentCount) throw new CryptoError("crypto.truncated-payload");
      if (toHex(hasher.digest()) !== payload.digest) {
        throw new CryptoError("crypto.tampered-payload");
      }
    },
    async close() {
      next = layout.segmentCount;
      wipe(recordKey);
    },
  };
}

async function openInto(
  target: Uint8Array,
  cipherKey: Uint8Array,
  counter: number,
  isLast: boolean,
  segment: Uint8Array,
): Promise<void> {
  const sealedChunk = limits.chunkBytes + tagBytes;
  const start = headerBytes + counter * sealedChunk;
  const chunk = await openChunk(
    cipherKey,
    counter,
    isLast,
    segment.subarray(start, Math.min(segment.length, start + sealedChunk)),
  );
  if (!chunk) throw new CryptoError("crypto.tampered-payload", { details: { chunk: counter } });
  target.set(chunk, counter * limits.chunkBytes);
}
