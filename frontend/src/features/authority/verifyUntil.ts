import { type ExpiryChoice, expiryDate } from "../../ui/form/expiryDate.ts";

/** For how long an authority vouches: years, or until a day of its choice. */
export type VerifyChoice =
  | { readonly kind: "years"; readonly years: number }
  | { readonly kind: "date"; readonly day: string };

export const offeredYears: readonly number[] = [1, 2, 5];

/** The end of the last day, in this browser's time zone; undefined for a day that isn't one. */
export function verifyUntil(choice: VerifyChoice, now: Date): Date | undefined {
  return expiryDate(choice.kind === "date" ? choice : dayAfterYears(choice.years, now), now);
}

function dayAfterYears(years: number, now: Date): ExpiryChoice {
  const part = (value: number) => String(value).padStart(2, "0");
  const year = now.getFullYear() + years;
  const month = now.getMonth() + 1;
  // 29 February has no equal in most years.
  const lastDay = new Date(year, month, 0).getDate();
  return {
    kind: "date",
    day: `${year}-${part(month)}-${part(Math.min(now.getDate(), lastDay))}`,
  };
}
