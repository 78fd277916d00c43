/** How long sharing lasts, as a person chooses it. */
export type ExpiryChoice =
  | { readonly kind: "week" }
  | { readonly kind: "month" }
  | { readonly kind: "year" }
  /** `day` is the last day, YYYY-MM-DD, or "" while nothing is typed. */
  | { readonly kind: "date"; readonly day: string };

/** The end of the last day, in this browser's time zone; undefined for a day that isn't one. */
export function expiryDate(choice: ExpiryChoice, now: Date): Date | undefined {
  switch (choice.kind) {
    case "week":
      return endOfDay(now.getFullYear(), now.getMonth(), now.getDate() + 7);
    case "month":
      return endOfDay(...addMonths(now, 1));
    case "year":
      return endOfDay(...addMonths(now, 12));
    case "date": {
      const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(choice.day);
      if (match === null) return undefined;
      const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
      const end = endOfDay(year, month - 1, day);
      return end.getMonth() === month - 1 ? end : undefined;
    }
  }
}

/** The same day some months on, or that month's last day (31 January + 1 = 28 February). */
function addMonths(date: Date, months: number): [number, number, number] {
  const month = date.getMonth() + months;
  const lastDay = new Date(date.getFullYear(), month + 1, 0).getDate();
  return [date.getFullYear(), month, Math.min(date.getDate(), lastDay)];
}

function endOfDay(year: number, month: number, day: number): Date {
  return new Date(year, month, day, 23, 59, 59);
}
