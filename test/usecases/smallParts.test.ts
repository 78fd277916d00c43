import { describe, expect, test } from "vitest";
import {
  encodeProviderProfile,
  parseProviderProfile,
} from "../../frontend/src/crypto/documents/providerProfile.ts";
import type { Address, Compartment, PatientNumber } from "../../frontend/src/domain/brand.ts";
import { countryNumbers, findCountryLetters } from "../../frontend/src/domain/countries.ts";
import { HealthRecordsError } from "../../frontend/src/domain/errors.ts";
import { compartmentsIn } from "../../frontend/src/domain/masks.ts";
import {
  assignDrawers,
  drawersFrom,
  namesOf,
  usuallyShared,
} from "../../frontend/src/usecases/charts/drawers.ts";
import {
  asHealthRecordsError,
  UseCaseError,
  useCaseErrorCodes,
  useCaseErrors,
} from "../../frontend/src/usecases/errors.ts";
import {
  listNotedDelegations,
  noteDelegation,
  readNotedController,
} from "../../frontend/src/usecases/identity/notedDelegations.ts";
import { memoryLocalStore } from "../../frontend/src/usecases/memoryLocalStore.ts";
import { compartmentKinds, providerKinds } from "../../frontend/src/usecases/model.ts";
import {
  fromProfileDocument,
  toProfileDocument,
} from "../../frontend/src/usecases/people/profileDocument.ts";
import type { Ports } from "../../frontend/src/usecases/ports.ts";
import { mapSome } from "../../frontend/src/usecases/records/listEntries.ts";

test("A delegate's app shows a patient's code only while it names the patient's wallet", async () => {
  const own = `0x${"a1".repeat(20)}` as Address;
  const patients = `0x${"b2".repeat(20)}` as Address;
  let controller = patients;
  const store = memoryLocalStore();
  const reader = {
    isController: async (_: PatientNumber, account: Address) => account === controller,
    isPatientSide: async () => true,
  };
  const noting = { ports: { store, reader } as unknown as Ports, wallet: own };
  const chart = 7 as PatientNumber;
  expect(await readNotedController(noting, chart)).toBeUndefined();
  await noteDelegation(noting, chart, patients);
  expect(await listNotedDelegations(noting)).toEqual([chart]);
  expect(await readNotedController(noting, chart)).toBe(patients);
  controller = `0x${"c3".repeat(20)}` as Address;
  expect(await readNotedController(noting, chart)).toBeUndefined();
  await store.set(`delegate-of/${own}/${chart}`, new Uint8Array([1]));
  expect(await readNotedController(noting, chart)).toBeUndefined();
});

describe("Errors", () => {
  test("each have two sentences and a code of this layer", () => {
    for (const code of useCaseErrorCodes) {
      expect(code).toMatch(/^usecases\.[a-z]+(-[a-z]+)*$/);
      expect(useCaseErrors[code].message).toMatch(/\.$/);
      expect(useCaseErrors[code].nextStep).toMatch(/\.$/);
    }
  });

  test("of any other kind become one of ours, with their cause", () => {
    const cause = new TypeError("x is not a function");
    const error = asHealthRecordsError(cause);
    expect(error).toBeInstanceOf(HealthRecordsError);
    expect(error.code).toBe("usecases.failed");
    expect(error.cause).toBe(cause);
    const ours = new UseCaseError("usecases.no-chart");
    expect(asHealthRecordsError(ours)).toBe(ours);
  });
});

describe("Drawers", () => {
  const numbers = Array.from({ length: 16 }, (_, index) => ((16 - index) % 16) as Compartment);
  const drawers = assignDrawers(numbers);

  test("have one kind each", () => {
    expect([...drawers.values()].sort()).toEqual([...compartmentKinds].sort());
    expect(drawers.get(0 as Compartment)).toBe("emergency");
  });

  test("usually shared are all but the five sensitive ones", () => {
    const shared = compartmentsIn(usuallyShared(drawers)).map((one) => drawers.get(one));
    expect(shared).toHaveLength(11);
    expect(shared).not.toContain("mental-health");
    expect(shared).not.toContain("genetics");
  });

  test("named in an envelope are the granted ones and no other", () => {
    const mask = usuallyShared(drawers);
    const names = namesOf(drawers, mask);
    expect(names.map(({ compartment }) => compartment)).toEqual(compartmentsIn(mask));
    expect(drawersFrom(names).size).toBe(11);
  });

  test("with names that this version doesn't know are left out", () => {
    const named = [{ compartment: 4 as Compartment, name: "cosmic-rays" }];
    expect(drawersFrom(named).size).toBe(0);
  });
});

describe("A provider's profile", () => {
  test.each([...providerKinds, "storage-operator" as const])(
    "of a %s survives its document",
    (kind) => {
      for (const contact of ["https://example.org/a", "+49 30 1234", "ask at the desk", ""]) {
        const profile = {
          name: "Praxis Dr. Özdemir",
          specialty: "Pädiatrie",
          organization: "",
          place: "Berlin",
          contact,
        };
        const document = encodeProviderProfile(toProfileDocument(profile, kind, 276));
        expect(fromProfileDocument(parseProviderProfile(document))).toEqual(profile);
      }
    },
  );
});

describe("Countries", () => {
  test("are those of ISO 3166-1", () => {
    expect(countryNumbers).toHaveLength(249);
    expect(findCountryLetters(404)).toBe("KE");
    expect(findCountryLetters(276)).toBe("DE");
    expect(findCountryLetters(1)).toBeUndefined();
    const names = new Intl.DisplayNames(["en"], { type: "region" });
    for (const number of countryNumbers) {
      const letters = findCountryLetters(number) ?? "";
      expect(names.of(letters)).not.toBe(letters);
    }
  });
});

describe("The storage in memory", () => {
  test("hands out copies, lists by prefix, and forgets", async () => {
    const store = memoryLocalStore();
    const value = new Uint8Array([1, 2]);
    await store.set("a/1", value);
    value[0] = 9;
    expect(await store.get("a/1")).toEqual(new Uint8Array([1, 2]));
    await store.set("b/1", value);
    expect(await store.keys("a/")).toEqual(["a/1"]);
    await store.delete("a/1");
    await store.delete("a/1");
    expect(await store.get("a/1")).toBeUndefined();
  });
});

test("Working on some at a time keeps the order and the limit", async () => {
  let running = 0;
  let most = 0;
  const results = await mapSome([30, 10, 20, 5, 1], 2, async (milliseconds, index) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    running -= 1;
    return index;
  });
  expect(results).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
});
