import type { PayloadOpener } from "./payloadOpener.ts";
import type { PayloadSealer, SealedPayload, SealedSegment } from "./payloadSealer.ts";
import type { ProgressOptions } from "./progress.ts";

/** The segments one after the other, then (as the generator's result) what the manifest needs. */
export async function* sealSegments(
  sealer: PayloadSealer,
  options: ProgressOptions = {},
): AsyncGenerator<SealedSegment, SealedPayload, void> {
  try {
    for (;;) {
      const segment = await sealer.sealNext(options);
      if (!segment) return await sealer.finish();
      yield segment;
    }
  } finally {
    await sealer.close();
  }
}

/** The file's bytes, piece by piece. Only when it ends without an error is the file whole. */
export async function* openSegments(
  opener: PayloadOpener,
  segments: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ProgressOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  try {
    for await (const segment of segments) yield await opener.openNext(segment, options);
    await opener.finish();
  } finally {
    await opener.close();
  }
}

/** The whole file, released only once every byte of it is verified. */
export async function openToBlob(
  opener: PayloadOpener,
  segments: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mime: string,
  options: ProgressOptions = {},
): Promise<Blob> {
  const parts: Blob[] = [];
  // A Blob per segment: the browser may keep it on disk instead of in memory.
  for await (const part of openSegments(opener, segments, options)) parts.push(new Blob([part]));
  return new Blob(parts, { type: mime });
}
