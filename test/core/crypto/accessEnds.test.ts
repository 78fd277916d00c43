import { beforeAll, describe, expect, test } from "vitest";
import { createCrypto } from "../../../frontend/src/crypto/createCrypto.ts";
import { findState } from "../../../frontend/src/crypto/documents/previousState.ts";
import type { CompartmentState } from "../../../frontend/src/crypto/keys/compartmentChain.ts";
import type { RecordKey } from "../../../frontend/src/crypto/keys/recordKey.ts";
import type { Digest } from "../../../frontend/src/domain/brand.ts";
import {
  chart,
  cid,
  compartment,
  amina as details,
  epoch,
  flipBit,
  generation,
  joinAmina,
  joinOkoro,
  metadataOf,
  type Person,
  providerNumber,
  repeatableRandom,
} from "./cast.ts";

/** Design.md, point 7: what took a read right away ended access to everything sealed later. */
const digest = `0x${"d1".repeat(32)}` as Digest;
const recordKey = repeatableRandom("record key")(32) as RecordKey;

let amina: Person;
let okoro: Person;
let held: readonly CompartmentState[];

const sealAt = (number: number, age = 1) =>
  amina.session.sealManifest({
    context: chart,
    place: { compartment: compartment(5), epoch: epoch(number), generation: generation(age) },
    access: { kind: "epoch", states: "own" },
    recordKey,
    metadata: metadataOf(100, digest),
    segments: [{ cid, bytes: 4192 }],
  });

async function grantAt(number: number, age = 1): Promise<readonly CompartmentState[]> {
  const envelope = await amina.session.sealEnvelope({
    context: chart,
    terms: {
      purpose: "grant",
      provider: providerNumber(3),
      generation: generation(age),
      readMask: 1 << 5,
      writeMask: 1 << 5,
      epochs: [{ compartment: compartment(5), epoch: epoch(number) }],
    },
    targets: [okoro.target],
    states: "own",
    compartments: [],
    patient: details,
  });
  return (await okoro.session.openEnvelope(chart, envelope, [okoro.me])).content.states;
}

const openAs = (states: readonly CompartmentState[], manifest: Uint8Array) =>
  okoro.session.openRecord({ context: chart, manifest, place: {}, states, me: [okoro.me] });

beforeAll(async () => {
  [amina, okoro] = await Promise.all([joinAmina(), joinOkoro()]);
  held = await grantAt(64);
});

test("a new record in a granted compartment is readable without anything new", async () => {
  const { metadata } = await openAs(held, await sealAt(64));
  expect(metadata.title).toBe("Blood count");
  await openAs(held, await sealAt(1));
});

test("after the epoch moved on, the provider's states open nothing sealed since", async () => {
  for (const later of [65, 66, 127, 128, 4095]) {
    await expect(openAs(held, await sealAt(later))).rejects.toMatchObject({
      code: "crypto.epoch-out-of-reach",
    });
  }
});

test("nor do they with a forged epoch in the state", async () => {
  const forged = held.map((state) => ({ ...state, epoch: epoch(65) }));
  await expect(openAs(forged, await sealAt(65))).rejects.toMatchObject({
    code: "crypto.cannot-open",
  });
});

test("a writer who reads can seal under the key, one whose states are too old can't", async () => {
  const input = {
    context: chart,
    access: { kind: "epoch" as const, states: held },
    recordKey,
    metadata: metadataOf(100, digest),
    segments: [{ cid, bytes: 4192 }],
  };
  const place = { compartment: compartment(5), epoch: epoch(64), generation: generation(1) };
  const manifest = await okoro.session.sealManifest({ ...input, place });
  const own = { context: chart, manifest, place, states: "own" as const };
  expect((await amina.session.openRecord(own)).metadata.title).toBe("Blood count");
  await expect(
    okoro.session.sealManifest({ ...input, place: { ...place, epoch: epoch(65) } }),
  ).rejects.toMatchObject({ code: "crypto.epoch-out-of-reach" });
});

describe("a new generation", () => {
  let afterwards: readonly CompartmentState[];

  beforeAll(async () => {
    expect(await amina.session.startGeneration()).toBe(2);
    afterwards = await grantAt(1, 2);
  });

  test("is closed to whoever holds only the old one's states, and says which is missing", async () => {
    await expect(openAs(held, await sealAt(1, 2))).rejects.toMatchObject({
      code: "crypto.unknown-generation",
      details: { generation: 2 },
    });
  });

  test("opens the old one's records through the share sheet's previous states", async () => {
    const old = await sealAt(64, 1);
    await expect(openAs(afterwards, old)).rejects.toMatchObject({
      code: "crypto.unknown-generation",
    });
    const input = {
      context: chart,
      generation: generation(1),
      lastEpochs: [{ compartment: compartment(5), epoch: epoch(70) }],
      underEpochs: [{ compartment: compartment(5), epoch: epoch(1) }],
    };
    const previous = await amina.session.sealPreviousStates(input);
    const crypto = createCrypto(repeatableRandom("unused"));
    const all = await crypto.openPreviousStates(chart, afterwards, previous);
    expect((await openAs(all, old)).metadata.title).toBe("Blood count");

    const [entry] = previous;
    if (!entry) throw new Error("an entry was expected");
    for (const changed of [
      { sealed: flipBit(entry.sealed, 800) },
      { epoch: epoch(69) },
      { underEpoch: epoch(2) },
    ]) {
      // Left out, whether altered or out of reach: it gains nothing and hides no other.
      const opened = await crypto.openPreviousStates(chart, afterwards, [{ ...entry, ...changed }]);
      expect(findState(opened, 5, generation(1), epoch(1))).toBeUndefined();
      expect(opened).toHaveLength(afterwards.length);
    }
  });

  test("after three generations the first is still reached, step by step", async () => {
    expect(await amina.session.startGeneration()).toBe(3);
    const newest = await grantAt(1, 3);
    const at = (age: number, last: number) => ({
      context: chart,
      generation: generation(age),
      lastEpochs: [{ compartment: compartment(5), epoch: epoch(last) }],
      underEpochs: [{ compartment: compartment(5), epoch: epoch(1) }],
    });
    // Both under generation 3 here; an entry under generation 2 stays valid as well.
    const previous = [
      ...(await amina.session.sealPreviousStates(at(1, 70))),
      ...(await amina.session.sealPreviousStates(at(2, 1))),
    ];
    const all = await createCrypto(repeatableRandom("unused")).openPreviousStates(
      chart,
      newest,
      previous,
    );
    expect((await openAs(all, await sealAt(70, 1))).metadata.title).toBe("Blood count");
    expect((await openAs(all, await sealAt(1, 2))).metadata.title).toBe("Blood count");
  });
});
