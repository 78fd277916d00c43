import { describe, expect, test } from "vitest";
import type { Compartment, ProviderNumber } from "../../domain/brand.ts";
import { firstDraft, toWish } from "./askDraft.ts";

const now = new Date(2027, 4, 3, 12, 30);

describe("a request", () => {
  test("asks a patient for what is usually shared, for treatment, a week, with adding", () => {
    const wish = toWish(firstDraft("doctor", undefined), now);
    expect(wish).toMatchObject({ read: "everything", write: "everything", purpose: "treatment" });
    expect(wish).not.toHaveProperty("onBehalfOf");
  });

  test.each([
    ["researcher", "none", "research"],
    ["pharmacy", "none", "treatment"],
    ["laboratory", "everything", "treatment"],
  ] as const)("of a %s asks to add to %s, for %s", (kind, write, purpose) => {
    expect(toWish(firstDraft(kind, undefined), now)).toMatchObject({ write, purpose });
  });

  test("names whole hours that are still on the last day, since the contract rounds up", () => {
    const wish = toWish(firstDraft("doctor", undefined), now);
    const expires = new Date((wish?.expiresAt ?? 0) * 1000);
    expect((wish?.expiresAt ?? 1) % 3600).toBe(0);
    expect((wish?.lapsesAt ?? 1) % 3600).toBe(0);
    expect([expires.getMonth(), expires.getDate()]).toEqual([4, 10]);
  });

  test("in the last hour of its last day still ends in the future", () => {
    const late = new Date(2027, 4, 3, 23, 30);
    const draft = { ...firstDraft("doctor", undefined), expiry: today(late) };
    const wish = toWish(draft, late);
    expect((wish?.expiresAt ?? 0) * 1000).toBeGreaterThan(late.getTime());
  });

  test("for the emergency summary names that one part, which is the same in every chart", () => {
    const draft = { ...firstDraft("doctor", undefined), what: "emergency" } as const;
    expect(toWish({ ...draft, mayAdd: false }, now)).toMatchObject({ read: [0], write: "none" });
    expect(toWish(draft, now)).toMatchObject({ read: [0], write: [0] });
  });

  test("for an organization says so", () => {
    expect(toWish(firstDraft("doctor", 4 as ProviderNumber), now)?.onBehalfOf).toBe(4);
  });

  test("is not complete without a part, or with a day that isn't one or has passed", () => {
    const draft = firstDraft("doctor", undefined);
    const parts = { ...draft, what: "parts", parts: [] } as const;
    expect(toWish(parts, now)).toBeUndefined();
    expect(toWish({ ...parts, parts: [3 as Compartment] }, now)?.read).toEqual([3]);
    for (const day of ["", "2027-02-30", "2027-05-02"]) {
      expect(toWish({ ...draft, expiry: { kind: "date", day } }, now)).toBeUndefined();
    }
  });
});

function today(date: Date) {
  const part = (value: number) => String(value).padStart(2, "0");
  return {
    kind: "date" as const,
    day: `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`,
  };
}
