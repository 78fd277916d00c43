import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordKey } from "../../../frontend/src/crypto/keys/recordKey.ts";
import { limits, segmentPlaintextBytes } from "../../../frontend/src/crypto/limits.ts";
import { padmeSize } from "../../../frontend/src/crypto/padding.ts";
import { openChunk, sealChunk } from "../../../frontend/src/crypto/payload/chunkStream.ts";
import {
  createPayloadOpener,
  type PayloadDescription,
} from "../../../frontend/src/crypto/payload/payloadOpener.ts";
import { createPayloadSealer } from "../../../frontend/src/crypto/payload/payloadSealer.ts";
import {
  openSegments,
  openToBlob,
  sealSegments,
} from "../../../frontend/src/crypto/payload/payloadStreams.ts";
import type { Progress } from "../../../frontend/src/crypto/payload/progress.ts";
import { concat } from "../../../frontend/src/crypto/primitives/bytes.ts";
import type { Digest } from "../../../frontend/src/domain/brand.ts";
import { flipBit, repeatableRandom } from "./cast.ts";

const random = repeatableRandom("payload");
const contentOf = (size: number) => repeatableRandom(`content of ${size}`)(size);
const asBlob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);

async function seal(file: Blob): Promise<{ segments: Uint8Array[]; payload: PayloadDescription }> {
  const segments: Uint8Array[] = [];
  const sealing = sealSegments(await createPayloadSealer(file, random));
  let step = await sealing.next();
  for (; !step.done; step = await sealing.next()) segments.push(step.value.bytes);
  return { segments, payload: { ...step.value, segmentCount: segments.length } };
}

async function open(payload: PayloadDescription, segments: readonly Uint8Array[]) {
  const blob = await openToBlob(await createPayloadOpener(payload), segments, "");
  return new Uint8Array(await blob.arrayBuffer());
}

const refused = { code: expect.stringMatching(/^crypto\.(tampered|truncated)-payload$/) };

describe("open inverts seal", () => {
  const chunk = limits.chunkBytes;
  test.each([1, 2, 4095, 4096, 4097, chunk - 1, chunk, chunk + 1, 3 * chunk, 17 * chunk + 5])(
    "for %i bytes",
    async (size) => {
      const content = contentOf(size);
      const { segments, payload } = await seal(asBlob(content));
      expect(payload.size).toBe(size);
      expect(payload.digest).toBe(`0x${createHash("sha256").update(content).digest("hex")}`);
      expect(Buffer.compare(await open(payload, segments), content)).toBe(0);
    },
  );

  test("for any content", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 9000 }), async (content) => {
        const { segments, payload } = await seal(asBlob(content));
        expect(await open(payload, segments)).toEqual(content);
      }),
      { numRuns: 40 },
    );
  });
});

describe("sizes", () => {
  test("an empty file is refused", async () => {
    await expect(seal(new Blob([]))).rejects.toMatchObject({ code: "crypto.empty-file" });
  });

  test("a file over 4 GiB is refused before a byte of it is read", async () => {
    const huge = { size: 4 * 1024 ** 3 + 1 } as Blob;
    await expect(seal(huge)).rejects.toMatchObject({ code: "crypto.file-too-large" });
  });

  test("padding hides the exact size and costs at most 12 %", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 * 1024 ** 3 }), (size) => {
        const padded = padmeSize(size);
        expect(padded).toBeGreaterThanOrEqual(Math.max(size, 4096));
        if (size > 4096) expect(padded).toBeLessThanOrEqual(size * 1.12);
        expect(padmeSize(padded)).toBe(padded);
      }),
    );
  });

  test("files of nearly the same size have sealed segments of the same size", async () => {
    const [one, other] = [await seal(asBlob(contentOf(5000))), await seal(asBlob(contentOf(5100)))];
    expect(one.segments[0]?.length).toBe(other.segments[0]?.length);
  });
});

describe("a segment of one chunk", async () => {
  const content = contentOf(100);
  const { segments, payload } = await seal(asBlob(content));
  const segment = segments[0] ?? new Uint8Array(0);

  test("fails with any bit of its header flipped", async () => {
    for (let bit = 0; bit < 80 * 8; bit++) {
      // The version and suite bytes lead to "update the app" where they grew.
      await expect(open(payload, [flipBit(segment, bit)])).rejects.toMatchObject({
        code: expect.stringMatching(/^crypto\.(tampered-payload|newer-format|unknown-suite)$/),
      });
    }
  });

  test("fails with any bit of its content flipped", async () => {
    const bits = fc.integer({ min: 80 * 8, max: segment.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(bits, async (bit) => {
        await expect(open(payload, [flipBit(segment, bit)])).rejects.toMatchObject({
          code: "crypto.tampered-payload",
        });
      }),
      { numRuns: 150 },
    );
  });

  test("fails when cut anywhere or extended", async () => {
    const lengths = fc.integer({ min: 0, max: segment.length - 1 });
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        await expect(open(payload, [segment.slice(0, length)])).rejects.toMatchObject({
          code: "crypto.truncated-payload",
        });
      }),
      { numRuns: 60 },
    );
    const longer = concat(segment, new Uint8Array(1));
    await expect(open(payload, [longer])).rejects.toMatchObject(refused);
  });

  test("fails under another record key, which its header tells before any decryption", async () => {
    const recordKey = flipBit(payload.recordKey, 0) as RecordKey;
    await expect(open({ ...payload, recordKey }, [segment])).rejects.toMatchObject({
      code: "crypto.tampered-payload",
      details: { segment: 0 },
    });
  });

  test("fails when the manifest told another size or digest", async () => {
    const digest = `0x${"00".repeat(32)}` as Digest;
    await expect(open({ ...payload, digest }, [segment])).rejects.toMatchObject(refused);
    await expect(open({ ...payload, size: 99 }, [segment])).rejects.toMatchObject(refused);
    await expect(open({ ...payload, size: 9000 }, [segment])).rejects.toMatchObject(refused);
    await expect(open({ ...payload, segmentCount: 2 }, [segment])).rejects.toMatchObject(refused);
  });

  test("fails when it is missing or there are two", async () => {
    await expect(open(payload, [])).rejects.toMatchObject({ code: "crypto.truncated-payload" });
    await expect(open(payload, [segment, segment])).rejects.toMatchObject(refused);
  });

  test("of a newer version or with an unknown suite says so", async () => {
    const [newer, unknown] = [segment.slice(), segment.slice()];
    newer[4] = 2;
    unknown[5] = 2;
    await expect(open(payload, [newer])).rejects.toMatchObject({ code: "crypto.newer-format" });
    await expect(open(payload, [unknown])).rejects.toMatchObject({ code: "crypto.unknown-suite" });
  });
});

describe("chunks", () => {
  test("moved, or cut after, don't open: the counter and the last-chunk flag are in the nonce", async () => {
    const key = random(32);
    const sealed = await sealChunk(key, 3, false, contentOf(64));
    expect(await openChunk(key, 3, false, sealed)).toEqual(contentOf(64));
    expect(await openChunk(key, 4, false, sealed)).toBeUndefined();
    expect(await openChunk(key, 3, true, sealed)).toBeUndefined();
  });

  test("swapped within a segment fail", async () => {
    const { segments, payload } = await seal(asBlob(contentOf(3 * limits.chunkBytes)));
    const segment = segments[0] ?? new Uint8Array(0);
    const step = limits.chunkBytes + 16;
    const swapped = concat(
      segment.slice(0, 80),
      segment.slice(80 + step, 80 + 2 * step),
      segment.slice(80, 80 + step),
      segment.slice(80 + 2 * step),
    );
    await expect(open(payload, [swapped])).rejects.toMatchObject(refused);
  });
});

describe("two records of two segments", async () => {
  const size = segmentPlaintextBytes + 3 * 1024 * 1024;
  const [one, other] = [
    await seal(new Blob([new Uint8Array(size)])),
    await seal(new Blob([new Uint8Array(size)])),
  ];
  const [first = new Uint8Array(0), second = new Uint8Array(0)] = one.segments;

  test("open in order, each segment at most 64 MiB", async () => {
    expect(one.segments.every(({ length }) => length <= 64 * 1024 * 1024)).toBe(true);
    expect(Buffer.compare(await open(one.payload, one.segments), new Uint8Array(size))).toBe(0);
  });

  test.each([
    ["reordered", [second, first]],
    ["doubled", [first, first]],
    ["cut after the first", [first]],
    ["with the other record's second segment", [first, other.segments[1] ?? first]],
    ["with the other record's first segment", [other.segments[0] ?? second, second]],
  ])("fail %s", async (_, segments) => {
    await expect(open(one.payload, segments)).rejects.toMatchObject(refused);
  });

  test("a bad segment can be fetched again and the opening goes on", async () => {
    const opener = await createPayloadOpener(one.payload);
    await opener.openNext(first);
    await expect(opener.openNext(flipBit(second, 4000))).rejects.toMatchObject(refused);
    await opener.openNext(second);
    await opener.finish();
    await opener.close();
  });
});

describe("while it runs", () => {
  test("progress rises to the file's size, in sealing and in opening", async () => {
    const size = 9 * 1024 * 1024;
    const file = new Blob([new Uint8Array(size)]);
    const reports: Progress[] = [];
    const onProgress = (progress: Progress) => reports.push(progress);
    const sealing = sealSegments(await createPayloadSealer(file, random), { onProgress });
    const segment = await sealing.next();
    const sealed = await sealing.next();
    if (segment.done || !sealed.done) throw new Error("one segment was expected");
    expect(reports.length).toBeGreaterThan(1);
    expect(reports.at(-1)).toEqual({ doneBytes: size, totalBytes: size });
    expect(reports.map(({ doneBytes }) => doneBytes)).toEqual(
      reports.map(({ doneBytes }) => doneBytes).sort((a, b) => a - b),
    );
    reports.length = 0;
    const opener = await createPayloadOpener({ ...sealed.value, segmentCount: 1 });
    await opener.openNext(segment.value.bytes, { onProgress });
    expect(reports.at(-1)).toEqual({ doneBytes: size, totalBytes: size });
  });

  test("it can be cancelled between chunks", async () => {
    const file = new Blob([new Uint8Array(20 * 1024 * 1024)]);
    const controller = new AbortController();
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    const sealing = sealSegments(await createPayloadSealer(file, random), options);
    await expect(sealing.next()).rejects.toMatchObject({ code: "crypto.cancelled" });
    const { segments, payload } = await seal(file);
    const cancelled = new AbortController();
    await expect(
      openToBlob(await createPayloadOpener(payload), segments, "", {
        signal: cancelled.signal,
        onProgress: () => cancelled.abort(),
      }),
    ).rejects.toMatchObject({ code: "crypto.cancelled" });
  });

  test("a file that shrinks or can't be read is told apart from a bad key", async () => {
    const shrunk = {
      size: 5000,
      slice: () => new Blob(["short"]),
    } as unknown as Blob;
    const unreadable = {
      size: 5000,
      slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("gone")) }),
    } as unknown as Blob;
    for (const file of [shrunk, unreadable]) {
      const sealer = await createPayloadSealer(file, random);
      await expect(sealer.sealNext()).rejects.toMatchObject({ code: "crypto.source-changed" });
      // The running digest is lost, so it can't be continued by mistake.
      await expect(sealer.sealNext()).rejects.toMatchObject({ code: "crypto.source-changed" });
    }
  });
});

test("200 MiB pass through one segment's memory at a time", async () => {
  const mebibyte = contentOf(1024 * 1024);
  const file = new Blob(Array.from({ length: 200 }, () => mebibyte as Uint8Array<ArrayBuffer>));
  const sealer = await createPayloadSealer(file, random);
  const segments: Uint8Array[] = [];
  const sealing = sealSegments(sealer);
  let step = await sealing.next();
  for (; !step.done; step = await sealing.next()) {
    expect(step.value.bytes.length).toBeLessThanOrEqual(64 * 1024 * 1024);
    segments.push(step.value.bytes);
  }
  expect(segments.length).toBe(4);
  const opener = await createPayloadOpener({ ...step.value, segmentCount: 4 });
  let opened = 0;
  for await (const part of openSegments(opener, segments)) opened += part.length;
  expect(opened).toBe(file.size); // and the digest was right, or openSegments had thrown
}, 60_000);
