import type { Digest } from "../../domain/brand.ts";
import { CryptoError } from "../errors.ts";
import { newRecordKey, type RecordKey } from "../keys/recordKey.ts";
import { limits, segmentPlaintextBytes } from "../limits.ts";
import { tagBytes } from "../primitives/aesGcm.ts";
import { toHex, wipe } from "../primitives/bytes.ts";
import { sha256Stream } from "../primitives/sha256.ts";
import type { Random } from "../random.ts";
import { sealChunk, windowBytes } from "./chunkStream.ts";
import {
  type PayloadLayout,
  payloadLayout,
  plaintextBytesOf,
  sealedBytesOf,
} from "./payloadLayout.ts";
import type { Progress, ProgressOptions } from "./progress.ts";
import { requireNotCancelled } from "./progress.ts";
import { deriveSegmentKeys, headerBytes, sealHeader } from "./segmentHeader.ts";

export interface SealedSegment {
  readonly index: number;
  readonly total: number;
  /** At most 64 MiB; handed over, not kept. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the manifest needs to know of a payload once all of it is sealed. */
export interface SealedPayload {
  readonly recordKey: RecordKey;
  /** True size in bytes. */
  readonly size: number;
  /** SHA-256 of the file itself. */
  readonly digest: Digest;
}

/** Seals a file segment by segment; memory stays at one segment whatever the file's size. */
export interface PayloadSealer {
  readonly layout: PayloadLayout;
  /**
   * Undefined after the last one. Throws crypto.cancelled or crypto.source-changed,
   * after which the file has to be sealed anew.
   */
  sealNext(options?: ProgressOptions): Promise<SealedSegment | undefined>;
  /** The record key is the caller's to wipe. Throws crypto.truncated-payload before the end. */
  finish(): Promise<SealedPayload>;
  /** Forgets the file; after `finish` or instead of it. */
  close(): Promise<void>;
}

/**
 * @param source a Blob or File, not a stream: padding needs the size ahead, a failed
 *   upload can be read again, and a Blob crosses to the worker without a copy
 */
export async function createPayloadSealer(source: Blob, random: Random): Promise<PayloadSealer> {
  const layout = payloadLayout(source.size);
  const recordKey = newRecordKey(random);
  const hasher = await sha256Stream();
  let next = 0;
  let failed = false;
  let digest: Digest | undefined;

  async function sealSegment(index: number, options: ProgressOptions): Promise<SealedSegment> {
    const place = { index, total: layout.segmentCount };
    const salt = random(32);
    const { cipherKey, macKey } = await deriveSegmentKeys(recordKey, place, salt);
    const bytes = new Uint8Array(sealedBytesOf(layout, index));
    bytes.set(await sealHeader(place, salt, macKey));

    const start = index * segmentPlaintextBytes;
    const length = plaintextBytesOf(layout, index);
    for (let offset = 0; offset < length; offset += windowBytes) {
      requireNotCancelled(options.signal);
      const window = await readPadded(
        source,
        start + offset,
        Math.min(windowBytes, length - offset),
      );
      hasher.update(window.subarray(0, Math.max(0, layout.size - start - offset)));
      await sealWindow(cipherKey, window, offset, length, bytes);
      wipe(window);
      report(options, Math.min(layout.size, start + offset + window.length), layout);
    }
    wipe(cipherKey, macKey);
    return { ...place, bytes };
  }

  return {
    layout,
    async sealNext(options = {}) {
      if (next >= layout.segmentCount) return undefined;
      if (failed) throw new CryptoError("crypto.source-changed");
      failed = true; // until it went well: the running digest can't be wound back
      const segment = await sealSegment(next, options);
      failed = false;
      next++;
      return segment;
    },
    async finish() {
      if (next < layout.segmentCount) throw new CryptoError("crypto.truncated-payload");
      digest ??= toHex(hasher.digest()) as Digest;
      return { recordKey: recordKey.slice() as RecordKey, size: layout.size, digest };
    },
    async close() {
      next = layout.segmentCount;
      wipe(recordKey);
    },
  };
}

async function sealWindow(
  cipherKey: Uint8Array,
  window: Uint8Array,
  offset: number,
  length: number,
  target: Uint8Array,
): Promise<void> {
  const sealing: Promise<void>[] = [];
  for (let start = 0; start < window.length; start += limits.chunkBytes) {
    const counter = (offset + start) / limits.chunkBytes;
    const isLast = offset + start + limits.chunkBytes >= length;
    const chunk = window.subarray(start, start + limits.chunkBytes);
    const position = headerBytes + counter * (limits.chunkBytes + tagBytes);
    sealing.push(
      sealChunk(cipherKey, counter, isLast, chunk).then((sealed) => target.set(sealed, position)),
    );
  }
  await Promise.all(sealing);
}

/** Bytes [start, start + length) of the file followed by the zeros of its padding. */
async function readPadded(source: Blob, start: number, length: number): Promise<Uint8Array> {
  const window = new Uint8Array(length);
  const expected = Math.max(0, Math.min(length, source.size - start));
  if (expected === 0) return window;
  let read: ArrayBuffer;
  try {
    read = await source.slice(start, start + expected).arrayBuffer();
  } catch (cause) {
    throw new CryptoError("crypto.source-changed", { cause });
  }
  if (read.byteLength !== expected) throw new CryptoError("crypto.source-changed");
  window.set(new Uint8Array(read));
  return window;
}

function report(options: ProgressOptions, doneBytes: number, layout: PayloadLayout): void {
  const progress: Progress = { doneBytes, totalBytes: layout.size };
  options.onProgress?.(progress);
}
