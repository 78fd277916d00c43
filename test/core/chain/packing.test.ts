import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  kindFromNumber,
  kindToNumber,
  packEpochs,
  packRecordRefs,
  packTerms,
  patientNumberOf,
  purposeFromNumber,
  purposeToNumber,
  statusFromNumber,
  unpackEpochs,
  unpackRecordRefs,
  unpackTerms,
} from "../../../frontend/src/chain/packing.ts";
import type {
  Compartment,
  Epoch,
  Generation,
  PatientId,
} from "../../../frontend/src/domain/brand.ts";
import {
  type ChartEpochs,
  epochOf,
  firstEpochs,
  moveEpochs,
} from "../../../frontend/src/domain/chartEpochs.ts";
import {
  allCompartments,
  type CompartmentMask,
  compartmentsIn,
  fullMask,
  isSubsetOf,
  maskOf,
  maskWithout,
  toCompartment,
  toMask,
  unionOf,
} from "../../../frontend/src/domain/masks.ts";
import { powersFromBits, powersToBits } from "../../../frontend/src/domain/powers.ts";
import { providerKinds } from "../../../frontend/src/domain/providerKind.ts";
import { purposes } from "../../../frontend/src/domain/purpose.ts";
import {
  compartmentOfRef,
  indexOfRef,
  parseRecordRef,
  type RecordRef,
  toRecordRef,
} from "../../../frontend/src/domain/recordRef.ts";
import { isAtMost, readTakenAway, type Terms } from "../../../frontend/src/domain/terms.ts";

const nonsense = expect.objectContaining({ code: "chain.rpc-nonsense" });

const charts = fc
  .record({
    epochs: fc.array(fc.integer({ min: 1, max: 4095 }), { minLength: 16, maxLength: 16 }),
    generation: fc.integer({ min: 1, max: 65_535 }),
  })
  .map((chart) => chart as unknown as ChartEpochs);
const masks = fc.integer({ min: 0, max: 0xffff }).map((bits) => bits as CompartmentMask);
const compartments = fc.integer({ min: 0, max: 15 }).map((value) => value as Compartment);
const refs = fc.integer({ min: 0, max: 0xf_ffff }).map((value) => value as RecordRef);
const terms: fc.Arbitrary<Terms> = fc.record({
  readMask: masks,
  writeMask: masks,
  purpose: fc.constantFrom(...purposes),
  expiresAt: fc.integer({ min: 1, max: 0xffff_ffff }),
});

describe("epochs", () => {
  test("a known chart packs to the word that the contract would hold", () => {
    const chart = { ...firstEpochs(2 as Generation) };
    expect(packEpochs(chart)).toBe(BigInt(`0x2${"001".repeat(16)}`));
    const moved = moveEpochs(chart, maskOf([0 as Compartment, 15 as Compartment]));
    expect(packEpochs(moved)).toBe(BigInt(`0x2002${"001".repeat(14)}002`));
  });

  test("unpacking inverts packing", () => {
    fc.assert(
      fc.property(charts, (chart) => {
        expect(unpackEpochs(packEpochs(chart))).toEqual(chart);
      }),
    );
  });

  test("a word with an epoch 0, a generation 0 or bits above them is nonsense", () => {
    const word = packEpochs(firstEpochs(1 as Generation));
    for (const bad of [
      0n,
      word & ~(0xfffn << 24n),
      word & ~(0xffffn << 192n),
      word | (1n << 208n),
    ]) {
      expect(() => unpackEpochs(bad)).toThrow(nonsense);
    }
  });

  test("epochs and generations out of range aren't packed", () => {
    const good = firstEpochs(1 as Generation);
    for (const epoch of [0, 4096, -1, 1.5]) {
      const epochs = good.epochs.with(3, epoch as Epoch);
      expect(() => packEpochs({ ...good, epochs })).toThrow(RangeError);
    }
    expect(() => packEpochs({ ...good, generation: 0 as Generation })).toThrow(RangeError);
    expect(() => packEpochs({ ...good, epochs: good.epochs.slice(1) })).toThrow(RangeError);
  });

  test("moving raises exactly the epochs named, and stops at the last", () => {
    fc.assert(
      fc.property(charts, masks, (chart, mask) => {
        const named = compartmentsIn(mask);
        if (named.some((compartment) => epochOf(chart, compartment) === 4095)) {
          expect(() => moveEpochs(chart, mask)).toThrow(RangeError);
          return;
        }
        const moved = moveEpochs(chart, mask);
        for (const compartment of allCompartments) {
          const step = named.includes(compartment) ? 1 : 0;
          expect(epochOf(moved, compartment)).toBe(epochOf(chart, compartment) + step);
        }
      }),
    );
  });
});

describe("masks", () => {
  test("compartments and masks are two ways to say the same", () => {
    fc.assert(
      fc.property(masks, (mask) => {
        expect(maskOf(compartmentsIn(mask))).toBe(mask);
      }),
    );
    expect(compartmentsIn(fullMask)).toEqual(allCompartments);
  });

  test("taking away and joining are what sets do", () => {
    fc.assert(
      fc.property(masks, masks, (a, b) => {
        const taken = maskWithout(a, b);
        expect(isSubsetOf(taken, a)).toBe(true);
        expect(unionOf(taken, a)).toBe(a);
        expect(compartmentsIn(taken)).toEqual(
          compartmentsIn(a).filter((compartment) => !compartmentsIn(b).includes(compartment)),
        );
      }),
    );
  });

  test("numbers out of range are no compartment and no mask", () => {
    for (const bad of [-1, 16, 1.5, Number.NaN]) expect(toCompartment(bad)).toBeUndefined();
    for (const bad of [-1, 0x1_0000, 0.5]) expect(toMask(bad)).toBeUndefined();
  });
});

describe("terms", () => {
  test("unpacking inverts packing, and all zeros are none", () => {
    fc.assert(
      fc.property(terms, (given) => {
        expect(unpackTerms(packTerms(given))).toEqual(given);
      }),
    );
    const none = { readMask: 0, writeMask: 0, purpose: 0, expiresAt: 0 };
    expect(unpackTerms(none)).toBeUndefined();
  });

  test("terms without a purpose but with rights, and unknown purposes, are nonsense", () => {
    const packed = { readMask: 1, writeMask: 0, purpose: 0, expiresAt: 1 };
    expect(() => unpackTerms(packed)).toThrow(nonsense);
    expect(() => unpackTerms({ ...packed, purpose: 7 })).toThrow(nonsense);
    expect(() => unpackTerms({ ...packed, purpose: 1, readMask: 0x1_0000 })).toThrow(nonsense);
  });

  test("less is at most as asked, more is not, and what is taken away is named", () => {
    fc.assert(
      fc.property(terms, masks, (asked, fewer) => {
        const readMask = maskWithout(asked.readMask, fewer);
        const less = { ...asked, readMask };
        expect(isAtMost(less, asked)).toBe(true);
        expect(isAtMost({ ...less, expiresAt: asked.expiresAt + 1 }, asked)).toBe(false);
        if (readMask !== asked.readMask) expect(isAtMost(asked, less)).toBe(false);
        expect(unionOf(readTakenAway(asked, less), readMask)).toBe(asked.readMask);
        expect(readTakenAway(asked, undefined)).toBe(asked.readMask);
      }),
    );
  });
});

describe("record references", () => {
  test("compartment and index come back", () => {
    fc.assert(
      fc.property(compartments, fc.integer({ min: 0, max: 65_535 }), (compartment, index) => {
        const ref = toRecordRef(compartment, index);
        expect([compartmentOfRef(ref), indexOfRef(ref)]).toEqual([compartment, index]);
      }),
    );
    expect(toRecordRef(3 as Compartment, 7)).toBe(0x03_0007);
    expect(() => toRecordRef(1 as Compartment, 65_536)).toThrow(RangeError);
    expect(parseRecordRef(0x10_0000)).toBeUndefined();
  });

  test("packed ones are three bytes each, ascending, without repetition", () => {
    expect(packRecordRefs([0x03_0007, 1, 0x03_0007] as RecordRef[])).toBe("0x000001030007");
    fc.assert(
      fc.property(fc.array(refs), (list) => {
        const sorted = [...new Set(list)].sort((a, b) => a - b);
        expect(unpackRecordRefs(packRecordRefs(list))).toEqual(sorted);
      }),
    );
  });

  test("cut off, out of order, repeated or foreign ones are nonsense", () => {
    for (const bad of ["0x00", "0x000002000001", "0x000001000001", "0x100000", "zz"]) {
      expect(() => unpackRecordRefs(bad)).toThrow(nonsense);
    }
  });
});

describe("numbered words", () => {
  test("every purpose and kind has the contract's number, and 0 is none", () => {
    expect(purposes.map(purposeToNumber)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(purposes.map((purpose) => purposeFromNumber(purposeToNumber(purpose)))).toEqual(
      purposes,
    );
    expect(providerKinds.map(kindToNumber)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(providerKinds.map((kind) => kindFromNumber(kindToNumber(kind)))).toEqual(providerKinds);
    expect([1, 2, 3, 4].map(statusFromNumber)).toEqual([
      "applied",
      "verified",
      "suspended",
      "revoked",
    ]);
    expect([purposeFromNumber(0), kindFromNumber(0), statusFromNumber(0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const read of [purposeFromNumber, kindFromNumber, statusFromNumber]) {
      expect(() => read(99)).toThrow(nonsense);
    }
  });

  test("a patient's number is the low 32 bits of the id", () => {
    const id = `0x${"ab".repeat(28)}ffacba23` as PatientId;
    expect(patientNumberOf(id)).toBe(0xffacba23);
    expect(() => patientNumberOf("0x12" as PatientId)).toThrow(RangeError);
  });

  test("powers and their bits are two ways to say the same", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), (bits) => {
        expect(powersToBits(powersFromBits(bits) ?? [])).toBe(bits);
      }),
    );
    expect(powersFromBits(64)).toBeUndefined();
  });
});
