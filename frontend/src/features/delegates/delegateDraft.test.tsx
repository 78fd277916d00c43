import { describe, expect, test } from "vitest";
import type { Address } from "../../domain/brand.ts";
import { allCompartments, usualParts } from "../../session/testing/fakeSession.tsx";
import { readDelegateInput } from "./delegateAddress.ts";
import { chosenDelegate, offeredPowers, usualDelegate } from "./delegateDraft.ts";

const account = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955" as Address;
const now = new Date(2027, 4, 3, 12);

describe("what was pasted or scanned", () => {
  test("an address and the address inside a code are told apart from anything else", () => {
    expect(readDelegateInput(` ${account} `)).toEqual({ is: "address", account });
    for (const colon of [":", "%3A"]) {
      const code = `http://localhost/#/c/eip155${colon}31337${colon}${account}?p=0x07`;
      expect(readDelegateInput(code)).toEqual({ is: "code", account });
    }
    expect(readDelegateInput("https://example.org")).toEqual({ is: "neither" });
    expect(readDelegateInput(`${account}00`)).toEqual({ is: "neither" });
  });
});

describe("somebody who may act", () => {
  const draft = { ...usualDelegate(allCompartments), account };

  test("may usually only add records, sees no sensitive part, and for a year", () => {
    expect(chosenDelegate(draft, now)).toEqual({
      account,
      powers: ["add-records"],
      managing: false,
      read: usualParts,
      until: new Date(2028, 4, 3, 23, 59, 59).getTime() / 1000,
    });
  });

  test("may change keys only with the recovery sheet", () => {
    const wishing = { ...draft, powers: ["grant", "keys"] as const };
    expect(chosenDelegate(wishing, now)?.powers).toEqual(["grant"]);
    expect(chosenDelegate({ ...wishing, kind: "managing" }, now)?.powers).toEqual([
      "grant",
      "keys",
    ]);
    expect(offeredPowers("acting")).not.toContain("keys");
  });

  test("who manages everything gets no envelope: the recovery sheet opens all", () => {
    expect(chosenDelegate({ ...draft, kind: "managing" }, now)).toMatchObject({
      managing: true,
      read: [],
    });
  });

  test.each([
    ["nobody", { ...draft, account: undefined }],
    ["no power", { ...draft, powers: [] }],
    ["no day", { ...draft, expiry: { kind: "date", day: "" } }],
    ["a day that has passed", { ...draft, expiry: { kind: "date", day: "2027-05-02" } }],
  ] as const)("%s is not enough", (_, incomplete) => {
    expect(chosenDelegate(incomplete, now)).toBeUndefined();
  });
});
