import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  parseManifest,
  type RecordPlace,
} from "../../../frontend/src/crypto/documents/manifest.ts";
import { CryptoError } from "../../../frontend/src/crypto/errors.ts";
import type { RecordKey } from "../../../frontend/src/crypto/keys/recordKey.ts";
import { decodeCbor, encodeCbor } from "../../../frontend/src/crypto/primitives/cbor.ts";
import type { Address, Digest, PatientId } from "../../../frontend/src/domain/brand.ts";
import type { ChartContext } from "../../../frontend/src/domain/chartContext.ts";
import {
  chart,
  cid,
  compartment,
  epoch,
  flipBit,
  generation,
  joinAmina,
  joinLakeside,
  joinMallory,
  joinOkoro,
  metadataOf,
  type Person,
  repeatableRandom,
  set,
} from "./cast.ts";

const recordKey = repeatableRandom("record key")(32) as RecordKey;
const digest = `0x${"d1".repeat(32)}` as Digest;
const place: RecordPlace = {
  compartment: compartment(5),
  epoch: epoch(70),
  generation: generation(1),
};
const toPeople: RecordPlace = { ...place, epoch: epoch(0) };
const segments = [
  { cid, bytes: 4192 },
  { cid, bytes: 4193 },
];
const common = { context: chart, recordKey, metadata: metadataOf(100, digest), segments };

let amina: Person;
let okoro: Person;
let lakeside: Person;
let mallory: Person;
let manifest: Uint8Array;
let manifestToPeople: Uint8Array;

beforeAll(async () => {
  [amina, okoro, lakeside, mallory] = await Promise.all([
    joinAmina(),
    joinOkoro(),
    joinLakeside(),
    joinMallory(),
  ]);
  manifest = await amina.session.sealManifest({
    ...common,
    place,
    access: { kind: "epoch", states: "own" },
  });
  manifestToPeople = await amina.session.sealManifest({
    ...common,
    place: toPeople,
    access: { kind: "people", targets: [amina.target, okoro.target] },
  });
});

const openOwn = (bytes: Uint8Array, expected: Partial<RecordPlace> = {}, context = chart) =>
  amina.session.openRecord({ context, manifest: bytes, place: expected, states: "own" });

/** The manifest with one field replaced, encoded as canonically as ours. */
function tampered(bytes: Uint8Array, change: (wire: Record<string, unknown>) => void): Uint8Array {
  const wire = decodeCbor(bytes) as Record<string, unknown>;
  change(wire);
  return encodeCbor(wire);
}

test("the patient reads the metadata back", async () => {
  const record = await openOwn(manifest, place);
  expect(record.metadata).toEqual(common.metadata);
  expect(record.manifest.segments).toEqual(segments);
  expect(record.payload).toEqual({ recordKey, size: 100, digest, segmentCount: 2 });
});

test("a flipped bit anywhere fails", async () => {
  const bit = fc.integer({ min: 0, max: manifest.length * 8 - 1 });
  await fc.assert(
    fc.asyncProperty(bit, async (chosen) => {
      await expect(openOwn(flipBit(manifest, chosen))).rejects.toBeInstanceOf(CryptoError);
    }),
    { numRuns: 200 },
  );
});

test("a cut anywhere fails", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: manifest.length - 1 }), async (length) => {
      await expect(openOwn(manifest.slice(0, length))).rejects.toBeInstanceOf(CryptoError);
    }),
    { numRuns: 50 },
  );
});

describe("it opens in one place only", () => {
  const elsewhere: [string, ChartContext][] = [
    ["chain", { ...chart, chainId: 1 }],
    ["contract", { ...chart, contract: `0x${"00".repeat(20)}` as Address }],
    ["patient", { ...chart, patientId: `0x${"b2".repeat(32)}` as PatientId }],
  ];
  test.each(elsewhere)("not for another %s", async (_, context) => {
    await expect(openOwn(manifest, place, context)).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
    await expect(
      okoro.session.openRecord({
        context,
        manifest: manifestToPeople,
        place: toPeople,
        states: [],
        me: [okoro.me],
      }),
    ).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });

  test.each([
    ["compartment", compartment(6)],
    ["epoch", epoch(69)],
    ["generation", generation(2)],
  ])("not where the chain names another %s", async (field, value) => {
    await expect(openOwn(manifest, { ...place, [field]: value })).rejects.toMatchObject({
      code: "crypto.binding-mismatch",
      details: { field },
    });
  });

  test.each([
    ["compartment", 6],
    ["epoch", 69],
    ["epoch", 71],
  ])("not with its own %s rewritten to %i", async (field, value) => {
    const moved = tampered(manifest, (wire) => {
      wire[field] = value;
    });
    await expect(openOwn(moved)).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });

  test("not with its generation rewritten, although the session holds both", async () => {
    const { session } = await joinAmina();
    await session.startGeneration();
    const moved = tampered(manifest, (wire) => {
      wire.generation = 2;
    });
    await expect(
      session.openRecord({ context: chart, manifest: moved, place: {}, states: "own" }),
    ).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });
});

describe("every field is authenticated", () => {
  test.each<[string, (wire: Record<string, unknown>) => void]>([
    ["segments reordered", (wire) => (wire.segments as unknown[]).reverse()],
    ["a segment left out", (wire) => (wire.segments as unknown[]).pop()],
    [
      "another size",
      (wire) => Object.assign((wire.segments as object[])[0] ?? {}, { bytes: 4191 }),
    ],
    ["another commitment", set("commitment", new Uint8Array(32))],
    ["another MAC", set("mac", new Uint8Array(32))],
  ])("%s fails", async (_, change) => {
    await expect(openOwn(tampered(manifest, change))).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
  });

  test("metadata of another record fails", async () => {
    const other = await amina.session.sealManifest({
      ...common,
      recordKey: repeatableRandom("other key")(32) as RecordKey,
      place,
      access: { kind: "epoch", states: "own" },
    });
    const swapped = tampered(manifest, (wire) => {
      wire.metadata = (decodeCbor(other) as Record<string, unknown>).metadata;
    });
    await expect(openOwn(swapped)).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });

  test.each<[string, string, (wire: Record<string, unknown>) => void]>([
    ["a newer version", "crypto.newer-format", set("v", 2)],
    ["another kind", "crypto.wrong-document", set("t", "envelope")],
    ["another suite", "crypto.malformed-document", set("suite", 2)],
    ["an unknown field", "crypto.malformed-document", set("name", "Amina")],
    ["no segments", "crypto.malformed-document", set("segments", [])],
    ["epoch 0 with a wrapped key", "crypto.malformed-document", set("epoch", 0)],
    ["epoch 4096", "crypto.malformed-document", set("epoch", 4096)],
    ["compartment 16", "crypto.malformed-document", set("compartment", 16)],
  ])("%s is refused as %s", (_, code, change) => {
    expect(() => parseManifest(tampered(manifest, change))).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe("a record sealed to people (epoch 0)", () => {
  const open = (person: Person, more: object = {}) =>
    person.session.openRecord({
      context: chart,
      manifest: manifestToPeople,
      place: toPeople,
      states: [],
      me: [person.me],
      ...more,
    });

  test("opens for each of them and for nobody else", async () => {
    expect((await open(amina)).metadata.title).toBe("Blood count");
    expect((await open(okoro)).metadata.title).toBe("Blood count");
    await expect(open(mallory)).rejects.toMatchObject({ code: "crypto.not-a-recipient" });
    await expect(open(mallory, { me: [okoro.me] })).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
  });

  test("fails for another key document than the one it was sealed to", async () => {
    const me = [{ ...okoro.me, keyDocument: digest }];
    await expect(open(okoro, { me })).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });

  test("with any bit flipped doesn't open", async () => {
    const bit = fc.integer({ min: 0, max: manifestToPeople.length * 8 - 1 });
    await fc.assert(
      fc.asyncProperty(bit, async (chosen) => {
        await expect(
          open(okoro, { manifest: flipBit(manifestToPeople, chosen) }),
        ).rejects.toBeInstanceOf(CryptoError);
      }),
      { numRuns: 60 },
    );
  });

  test("can't name a recipient twice or nobody", async () => {
    for (const targets of [[okoro.target, okoro.target], []]) {
      await expect(
        amina.session.sealManifest({
          ...common,
          place: toPeople,
          access: { kind: "people", targets },
        }),
      ).rejects.toMatchObject({ code: "crypto.invalid-input" });
    }
  });

  test("opens for the compartment's readers through a slip, once there is one", async () => {
    const slip = await amina.session.sealSlip({
      context: chart,
      manifest: parseManifest(manifestToPeople),
      place: {
        compartment: compartment(5),
        record: 4,
        epoch: epoch(71),
        generation: generation(1),
      },
      recordKey,
    });
    const states = await statesFor(lakeside, 71);
    expect((await open(lakeside, { states, slips: [slip] })).metadata.title).toBe("Blood count");

    const early = await statesFor(lakeside, 70);
    await expect(open(lakeside, { states: early, slips: [slip] })).rejects.toMatchObject({
      code: "crypto.epoch-out-of-reach",
    });
    for (const changed of [
      { record: 5 },
      { epoch: epoch(70) },
      { wrapped: flipBit(slip.wrapped, 700) },
    ]) {
      // A bad slip says nothing about the record: it is as if there were none.
      const bad = { ...slip, ...changed };
      await expect(open(lakeside, { states, slips: [bad] })).rejects.toMatchObject({
        code: "crypto.not-a-recipient",
      });
      const opened = await open(lakeside, { states, slips: [bad, slip] });
      expect(opened.metadata.title).toBe("Blood count");
    }
    const elsewhere = { ...slip, compartment: compartment(6) };
    await expect(open(lakeside, { states, slips: [elsewhere] })).rejects.toMatchObject({
      code: "crypto.not-a-recipient",
    });
  });

  test("a slip can't be made with another record's key", async () => {
    await expect(
      amina.session.sealSlip({
        context: chart,
        manifest: parseManifest(manifestToPeople),
        place: {
          compartment: compartment(5),
          record: 4,
          epoch: epoch(71),
          generation: generation(1),
        },
        recordKey: repeatableRandom("other key")(32) as RecordKey,
      }),
    ).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });
});

describe("input that breaks a limit is refused, naming the field", () => {
  test.each([
    ["title", { title: "" }],
    ["title", { title: "x".repeat(201) }],
    ["title", { title: "half a pair \ud800" }],
    ["fileName", { fileName: "x".repeat(256) }],
    ["kind", { kind: "Lab Result" }],
    ["date", { date: "2026-02-30" }],
    ["note", { note: "x".repeat(4001) }],
    ["size", { size: 0 }],
  ])("%s", async (field, change) => {
    await expect(
      amina.session.sealManifest({
        ...common,
        metadata: { ...common.metadata, ...change },
        place,
        access: { kind: "epoch", states: "own" },
      }),
    ).rejects.toMatchObject({ code: "crypto.invalid-input", details: { field } });
  });
});

test("short and long metadata within a step are as long once sealed", async () => {
  const seal = (title: string) =>
    amina.session.sealManifest({
      ...common,
      metadata: { ...common.metadata, title },
      place,
      access: { kind: "epoch", states: "own" },
    });
  expect((await seal("x")).length).toBe((await seal("x".repeat(150))).length);
});

/** What an envelope for compartment 5 at that epoch gives. */
async function statesFor(person: Person, at: number) {
  const envelope = await amina.session.sealEnvelope({
    context: chart,
    terms: {
      purpose: "grant",
      provider: null,
      generation: generation(1),
      readMask: 1 << 5,
      writeMask: 0,
      epochs: [{ compartment: compartment(5), epoch: epoch(at) }],
    },
    targets: [person.target],
    states: "own",
    compartments: [],
    patient: { name: "Amina Diallo", birthDate: "1987-04-12" },
  });
  return (await person.session.openEnvelope(chart, envelope, [person.me])).content.states;
}
