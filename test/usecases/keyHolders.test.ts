import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Compartment, Epoch, Generation } from "../../frontend/src/domain/brand.ts";
import { type ChartEpochs, firstEpochs } from "../../frontend/src/domain/chartEpochs.ts";
import {
  type CompartmentMask,
  emptyMask,
  fullMask,
  includesCompartment,
  maskOf,
} from "../../frontend/src/domain/masks.ts";
import {
  drawersToMove,
  type KeyHolder,
  reaches,
  wronglyKnown,
} from "../../frontend/src/usecases/sharing/keyHolders.ts";

const chart: ChartEpochs = firstEpochs(1 as Generation);

function holder(changes: Partial<KeyHolder> = {}): KeyHolder {
  return {
    who: { kind: "provider", number: 1 },
    generation: 1 as Generation,
    epochs: [{ compartment: 3 as Compartment, epoch: 1 as Epoch }],
    mayRead: maskOf([3 as Compartment]),
    ...changes,
  };
}

describe("Who knows what they should not", () => {
  test("is nobody while everybody may read what they hold", () => {
    expect(drawersToMove([holder()], chart)).toBe(emptyMask);
  });

  test("is whoever holds the current key of a drawer that they may not read now", () => {
    expect(drawersToMove([holder({ mayRead: emptyMask })], chart)).toBe(maskOf([3 as Compartment]));
  });

  test("is not whoever holds an earlier key only", () => {
    const moved = { ...chart, epochs: chart.epochs.map(() => 2 as Epoch) };
    expect(wronglyKnown(holder({ mayRead: emptyMask }), moved)).toBe(emptyMask);
  });

  test("is not whoever holds keys of an earlier generation", () => {
    const next = firstEpochs(2 as Generation);
    expect(wronglyKnown(holder({ mayRead: emptyMask }), next)).toBe(emptyMask);
  });

  test("for any holders and any epochs: after moving, nobody does", () => {
    const epoch = fc.integer({ min: 1, max: 20 }).map((value) => value as Epoch);
    const someHolder = fc.record({
      generation: fc.integer({ min: 1, max: 2 }).map((value) => value as Generation),
      mayRead: fc.integer({ min: 0, max: fullMask }).map((value) => value as CompartmentMask),
      epochs: fc.uniqueArray(
        fc.record({
          compartment: fc.integer({ min: 0, max: 15 }).map((value) => value as Compartment),
          epoch,
        }),
        { selector: ({ compartment }) => compartment },
      ),
    });
    fc.assert(
      fc.property(
        fc.array(someHolder, { maxLength: 6 }),
        fc.array(epoch, { minLength: 16, maxLength: 16 }),
        (others, epochs) => {
          const before = { generation: 1 as Generation, epochs };
          const holders = others.map((changes) => holder(changes));
          const moved = drawersToMove(holders, before);
          const top = 4_000 as Epoch;
          const after = {
            ...before,
            epochs: epochs.map((value, drawer) =>
              includesCompartment(moved, drawer as Compartment) ? top : value,
            ),
          };
          expect(drawersToMove(holders, after)).toBe(emptyMask);
        },
      ),
    );
  });
});

test("Held states reach a drawer at their own epoch and earlier ones only", () => {
  const held = [{ compartment: 3 as Compartment, epoch: 2 as Epoch }];
  const at = (value: number) => ({ ...chart, epochs: chart.epochs.map(() => value as Epoch) });
  expect(reaches(held, at(1), [3 as Compartment])).toBe(true);
  expect(reaches(held, at(2), [3 as Compartment])).toBe(true);
  expect(reaches(held, at(3), [3 as Compartment])).toBe(false);
  expect(reaches(held, at(1), [3 as Compartment, 4 as Compartment])).toBe(false);
  expect(reaches([], at(1), [])).toBe(true);
});
