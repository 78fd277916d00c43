import { describe, expect, test } from "vitest";
import { chosenTerms, expiryOn, type TermsDraft, termsProblem } from "./termsDraft.ts";

const now = new Date(2027, 4, 3, 12);
const draft: TermsDraft<number, "treatment"> = {
  read: [1, 2, 5],
  mayAdd: false,
  purpose: "treatment",
  expiry: { kind: "week" },
};
const seconds = (...date: [number, number, number, number, number, number]) =>
  new Date(...date).getTime() / 1000;

describe("terms that a person chose", () => {
  test("a week ends at the end of its last day", () => {
    expect(chosenTerms(draft, now)).toEqual({
      read: [1, 2, 5],
      write: [],
      purpose: "treatment",
      expiresAt: seconds(2027, 4, 10, 23, 59, 59),
    });
  });

  test("adding is allowed only where reading is, and only where it may be allowed", () => {
    expect(chosenTerms({ ...draft, mayAdd: true }, now)?.write).toEqual([1, 2, 5]);
    expect(chosenTerms({ ...draft, mayAdd: true }, now, { addable: [2, 3] })?.write).toEqual([2]);
  });

  test("what was asked for may end within the last day, and is never outlasted", () => {
    const latest = new Date(2027, 4, 8, 9);
    const until = (day: string) =>
      chosenTerms({ ...draft, expiry: { kind: "date", day } }, now, { latest });
    expect(until("2027-05-08")?.expiresAt).toBe(latest.getTime() / 1000);
    expect(until("2027-05-07")?.expiresAt).toBe(seconds(2027, 4, 7, 23, 59, 59));
    expect(until("2027-05-09")).toBeUndefined();
  });

  test.each([
    ["no-parts", { ...draft, read: [] }],
    ["no-date", { ...draft, expiry: { kind: "date", day: "" } }],
    ["no-date", { ...draft, expiry: { kind: "date", day: "2027-02-30" } }],
    ["past", { ...draft, expiry: { kind: "date", day: "2027-05-02" } }],
  ] as const)("%s is told, and nothing is shared", (problem, wrong) => {
    expect(termsProblem(wrong, now)).toBe(problem);
    expect(chosenTerms(wrong, now)).toBeUndefined();
  });

  test("a grant's end goes back into the form as its day", () => {
    expect(expiryOn(seconds(2027, 0, 9, 23, 59, 59))).toEqual({ kind: "date", day: "2027-01-09" });
  });
});
