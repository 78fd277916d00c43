import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  type ChainState,
  type CompartmentState,
  deriveCompartmentState,
  deriveEarlierState,
  deriveEpochKey,
  type EpochKey,
} from "../../../frontend/src/crypto/keys/compartmentChain.ts";
import type { Root } from "../../../frontend/src/crypto/keys/seed.ts";
import { toHex } from "../../../frontend/src/crypto/primitives/bytes.ts";
import { compartment, epoch, generation, repeatableRandom } from "./cast.ts";

const root = repeatableRandom("root")(32) as Root;
const stateAt = (number: number, drawer = 5, age = 1) =>
  deriveCompartmentState(root, generation(age), compartment(drawer), epoch(number));
const known = new Map<string, Promise<EpochKey>>();
/** The owner's key, remembered: 128 HKDFs take 20 ms in Node. */
function ownKey(number: number, drawer = 5, age = 1): Promise<EpochKey> {
  const name = `${number} ${drawer} ${age}`;
  const key =
    known.get(name) ?? stateAt(number, drawer, age).then((s) => deriveEpochKey(s, epoch(number)));
  known.set(name, key);
  return key;
}

/** Where the two levels meet, and some of the middle. */
const edges = [1, 2, 62, 63, 64, 65, 127, 128, 129, 2048, 4031, 4032, 4094, 4095];
const anEpoch = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 1, max: 4095 }));

afterEach(() => vi.restoreAllMocks());

describe("state(e)", () => {
  test("yields the key of every earlier epoch", async () => {
    await fc.assert(
      fc.asyncProperty(anEpoch, anEpoch, async (one, other) => {
        const [earlier, held] = one < other ? [one, other] : [other, one];
        const key = await deriveEpochKey(await stateAt(held), epoch(earlier));
        expect(toHex(key)).toBe(toHex(await ownKey(earlier)));
      }),
      { numRuns: 60 },
    );
  });

  test("walked down in two steps is the state walked down in one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(anEpoch, anEpoch, anEpoch), async (epochs) => {
        const [low, middle, high] = [...epochs].sort((a, b) => a - b) as [number, number, number];
        const held = await stateAt(high);
        const between = await deriveEarlierState(held, epoch(middle));
        expect(between).toEqual(await stateAt(middle));
        expect(await deriveEarlierState(between, epoch(low))).toEqual(
          await deriveEarlierState(held, epoch(low)),
        );
      }),
      { numRuns: 40 },
    );
  });

  test("refuses every later epoch", async () => {
    await fc.assert(
      fc.asyncProperty(anEpoch, anEpoch, async (one, other) => {
        fc.pre(one !== other);
        const [held, later] = one < other ? [one, other] : [other, one];
        await expect(deriveEpochKey(await stateAt(held), epoch(later))).rejects.toMatchObject({
          code: "crypto.epoch-out-of-reach",
        });
      }),
      { numRuns: 30 },
    );
  });

  test("gives no later key to one who lies about its epoch", async () => {
    for (const number of edges.slice(0, -1)) {
      const held = await stateAt(number);
      for (const claimed of edges.filter((later) => later > number)) {
        const liar: CompartmentState = { ...held, epoch: epoch(claimed) };
        const gained = await deriveEpochKey(liar, epoch(claimed)).catch(() => undefined);
        if (gained) expect(toHex(gained)).not.toBe(toHex(await ownKey(claimed)));
      }
    }
  });

  test("holds nothing of the blocks above: neither their high nor their low state", async () => {
    // What epoch 128's holder has is H(1) and L(2, 0); epoch 191 is the top of that block.
    const held = toHex((await stateAt(128)).state).slice(2);
    const above = [await stateAt(129), await stateAt(191), await stateAt(192), await stateAt(4095)];
    for (const { state } of above) {
      const [low, high] = [toHex(state.slice(0, 32)).slice(2), toHex(state.slice(32)).slice(2)];
      expect(held).not.toContain(low);
      // H(1) is below every epoch of block 2, so these share it; from 192 on it is H(2).
      if (state !== above[0]?.state && state !== above[1]?.state) expect(held).not.toContain(high);
    }
  });
});

test("no two compartments, generations or epochs share a key", async () => {
  const keys = new Set<string>();
  for (const age of [1, 2]) {
    for (const drawer of [0, 1, 15]) {
      for (const number of [1, 63, 64, 128]) keys.add(toHex(await ownKey(number, drawer, age)));
    }
  }
  expect(keys.size).toBe(2 * 3 * 4);
});

test("no walk takes more than 129 HKDFs", async () => {
  const derive = vi.spyOn(globalThis.crypto.subtle, "deriveBits");
  let most = 0;
  const count = async (walk: () => Promise<unknown>) => {
    derive.mockClear();
    await walk();
    most = Math.max(most, derive.mock.calls.length);
  };
  for (const number of edges) {
    await count(async () => deriveEpochKey(await stateAt(number), epoch(number)));
    const held = await stateAt(4095);
    await count(() => deriveEpochKey(held, epoch(number)));
  }
  expect(most).toBeGreaterThan(100);
  expect(most).toBeLessThanOrEqual(129);
});

test.each([
  ["epoch 0", 5, 0],
  ["epoch 4096", 5, 4096],
  ["half an epoch", 5, 1.5],
  ["compartment 16", 16, 1],
  ["a negative compartment", -1, 1],
])("%s is refused", async (_, drawer, number) => {
  await expect(stateAt(number, drawer)).rejects.toMatchObject({ code: "crypto.invalid-input" });
});

test("a state whose length doesn't fit its epoch is refused", async () => {
  const held = await stateAt(64);
  const cut = { ...held, state: held.state.slice(0, 32) as Uint8Array as ChainState };
  await expect(deriveEpochKey(cut, epoch(1))).rejects.toMatchObject({
    code: "crypto.malformed-document",
  });
});
