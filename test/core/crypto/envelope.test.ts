import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { SealEnvelopeInput } from "../../../frontend/src/crypto/crypto.ts";
import {
  type EnvelopeTerms,
  sealEnvelope,
} from "../../../frontend/src/crypto/documents/envelope.ts";
import { CryptoError } from "../../../frontend/src/crypto/errors.ts";
import { decodeCbor, encodeCbor } from "../../../frontend/src/crypto/primitives/cbor.ts";
import type { Address, Digest, PatientId } from "../../../frontend/src/domain/brand.ts";
import {
  amina as aminaDetails,
  chart,
  compartment,
  epoch,
  flipBit,
  generation,
  joinAmina,
  joinLakeside,
  joinMallory,
  joinOkoro,
  type Person,
  providerNumber,
  repeatableRandom,
} from "./cast.ts";

const terms: EnvelopeTerms = {
  purpose: "grant",
  provider: providerNumber(9),
  generation: generation(1),
  readMask: (1 << 2) | (1 << 5),
  writeMask: 1 << 5,
  epochs: [
    { compartment: compartment(2), epoch: epoch(1) },
    { compartment: compartment(5), epoch: epoch(65) },
  ],
};

let amina: Person;
let okoro: Person;
let lakeside: Person;
let mallory: Person;
let envelope: Uint8Array;

const seal = (change: Partial<SealEnvelopeInput> = {}) =>
  amina.session.sealEnvelope({
    context: chart,
    terms,
    targets: [lakeside.target, okoro.target],
    states: "own",
    compartments: [{ compartment: compartment(5), name: "Laboratory" }],
    patient: aminaDetails,
    ...change,
  });

beforeAll(async () => {
  [amina, okoro, lakeside, mallory] = await Promise.all([
    joinAmina(),
    joinOkoro(),
    joinLakeside(),
    joinMallory(),
  ]);
  envelope = await seal();
});

const open = (person: Person, bytes = envelope, context = chart) =>
  person.session.openEnvelope(context, bytes, [person.me]);

function tampered(change: (wire: Record<string, unknown>) => void): Uint8Array {
  const wire = decodeCbor(envelope) as Record<string, unknown>;
  change(wire);
  return encodeCbor(wire);
}

test("each recipient finds the states of the terms, the names and the patient", async () => {
  for (const person of [lakeside, okoro]) {
    const { content } = await open(person);
    expect(content.patient).toEqual(aminaDetails);
    expect(content.compartments).toEqual([{ compartment: 5, name: "Laboratory" }]);
    expect(content.states.map(({ compartment: c, epoch: e }) => [c, e])).toEqual([
      [2, 1],
      [5, 65],
    ]);
  }
});

test("nobody else opens it, not even with a recipient's name", async () => {
  await expect(open(mallory)).rejects.toMatchObject({ code: "crypto.not-a-recipient" });
  await expect(mallory.session.openEnvelope(chart, envelope, [okoro.me])).rejects.toMatchObject({
    code: "crypto.cannot-open",
  });
});

test("a flipped bit anywhere fails for the recipient whose part it is, or for all", async () => {
  const bit = fc.integer({ min: 0, max: envelope.length * 8 - 1 });
  await fc.assert(
    fc.asyncProperty(bit, async (chosen) => {
      const bytes = flipBit(envelope, chosen);
      const results = await Promise.allSettled([open(lakeside, bytes), open(okoro, bytes)]);
      const failures = results.filter((result) => result.status === "rejected");
      expect(failures.length).toBeGreaterThan(0);
      for (const { reason } of failures) expect(reason).toBeInstanceOf(CryptoError);
    }),
    { numRuns: 80 },
  );
});

describe("it is bound to", () => {
  test.each([
    ["the chain", { ...chart, chainId: 11155111 }],
    ["the contract", { ...chart, contract: `0x${"01".repeat(20)}` as Address }],
    ["the patient", { ...chart, patientId: `0x${"02".repeat(32)}` as PatientId }],
  ])("%s", async (_, context) => {
    await expect(open(okoro, envelope, context)).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
  });

  test.each<[string, object]>([
    ["the provider number", { provider: 10 }],
    ["the purpose", { purpose: "handover" }],
    ["the write mask", { writeMask: 0xffff }],
    ["the generation", { generation: 2 }],
    [
      "the epochs",
      {
        epochs: [
          { compartment: 2, epoch: 2 },
          { compartment: 5, epoch: 65 },
        ],
      },
    ],
    ["the read mask", { readMask: 1 << 5, epochs: [{ compartment: 5, epoch: 65 }] }],
  ])("%s", async (_, change) => {
    const bytes = tampered((wire) => Object.assign(wire.terms as object, change));
    await expect(open(okoro, bytes)).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });

  test("the recipient's key document and key version", async () => {
    const other = { ...okoro.me, keyDocument: `0x${"00".repeat(32)}` as Digest };
    await expect(okoro.session.openEnvelope(chart, envelope, [other])).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
    const newer = { ...okoro.me, recipient: { ...okoro.me.recipient, keyVersion: 2 } };
    await expect(okoro.session.openEnvelope(chart, envelope, [newer])).rejects.toMatchObject({
      code: "crypto.not-a-recipient",
    });
  });

  test("the recipient: a stanza renamed to someone else doesn't open", async () => {
    const bytes = tampered((wire) => {
      const [first, second] = wire.stanzas as { recipient: unknown }[];
      if (first && second)
        [first.recipient, second.recipient] = [second.recipient, first.recipient];
    });
    await expect(open(okoro, bytes)).rejects.toMatchObject({ code: "crypto.cannot-open" });
    await expect(open(lakeside, bytes)).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });
});

describe("it can't be sealed", () => {
  test("with a state more, or of another epoch, than its terms say", async () => {
    const { content } = await open(okoro);
    const input = { context: chart, terms, targets: [okoro.target] };
    const [first, second] = content.states;
    if (!first || !second) throw new Error("two states were expected");
    const wrong = [[first], [second, first], [first, { ...second, epoch: epoch(64) }]];
    for (const states of wrong) {
      await expect(
        sealEnvelope({ ...input, content: { ...content, states } }, repeatableRandom("x")),
      ).rejects.toMatchObject({ code: "crypto.binding-mismatch" });
    }
  });

  test.each<[string, Partial<SealEnvelopeInput>]>([
    ["to nobody", { targets: [] }],
    ["with epochs that don't fit the mask", { terms: { ...terms, readMask: 1 } }],
    ["without the patient's name", { patient: { name: "", birthDate: "1987-04-12" } }],
    ["with a nonsense birth date", { patient: { name: "A", birthDate: "yesterday" } }],
  ])("%s", async (_, change) => {
    await expect(seal(change)).rejects.toMatchObject({ code: "crypto.invalid-input" });
  });
});

test("one drawer or sixteen: the sealed body has the same length", async () => {
  const bodyLength = (bytes: Uint8Array) =>
    ((decodeCbor(bytes) as Record<string, unknown>).body as Uint8Array).length;
  const all = Array.from({ length: 16 }, (_, number) => compartment(number));
  const wide = await seal({
    terms: {
      ...terms,
      readMask: 0xffff,
      epochs: all.map((drawer) => ({ compartment: drawer, epoch: epoch(3) })),
    },
  });
  expect(bodyLength(wide)).toBe(bodyLength(envelope));
});

test("a write-only grant carries no state, but still says whose chart it is", async () => {
  const bytes = await seal({ terms: { ...terms, readMask: 0, epochs: [] }, compartments: [] });
  const { content } = await open(okoro, bytes);
  expect(content.states).toEqual([]);
  expect(content.patient.name).toBe("Amina Diallo");
});

test("a hospital hands a patient over to a doctor with the states from its own envelope", async () => {
  const fromPatient = await open(lakeside, await seal({ targets: [lakeside.target] }));
  const handover = await lakeside.session.sealEnvelope({
    context: chart,
    terms: { ...terms, purpose: "handover" },
    targets: [okoro.target],
    states: fromPatient.content.states,
    compartments: fromPatient.content.compartments,
    patient: fromPatient.content.patient,
  });
  expect((await open(okoro, handover)).content.states).toEqual(fromPatient.content.states);
  await expect(
    lakeside.session.sealEnvelope({
      context: chart,
      terms: {
        ...terms,
        purpose: "handover",
        readMask: 1 << 6,
        epochs: [{ compartment: compartment(6), epoch: epoch(1) }],
      },
      targets: [okoro.target],
      states: fromPatient.content.states,
      compartments: [],
      patient: aminaDetails,
    }),
  ).rejects.toMatchObject({ code: "crypto.epoch-out-of-reach" });
});
