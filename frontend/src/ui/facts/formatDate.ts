/*
 * Dates as people write them in the language of the page. Relative words ("today", "2 hours ago")
 * only while they are easier than the date: within the last day.
 */

export interface DateFormatOptions {
  readonly language: string;
  readonly now: Date;
  readonly withTime?: boolean | undefined;
  /** Use "5 minutes ago" and "yesterday" where they fit. */
  readonly relative?: boolean | undefined;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function formatDate(date: Date, options: DateFormatOptions): string {
  if (Number.isNaN(date.getTime())) return "";
  const { language, now, withTime = false, relative = false } = options;
  const agoMs = now.getTime() - date.getTime();
  if (relative && agoMs >= 0) {
    const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    if (agoMs < MINUTE_MS) return words.format(0, "second");
    if (agoMs < HOUR_MS) return words.format(-Math.floor(agoMs / MINUTE_MS), "minute");
    const days = calendarDaysBetween(date, now);
    if (days === 0) return words.format(-Math.floor(agoMs / HOUR_MS), "hour");
    if (days === 1) {
      const time = new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(date);
      return withTime ? `${words.format(-1, "day")}, ${time}` : words.format(-1, "day");
    }
  }
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "long",
    year: "numeric",
    ...(withTime ? { hour: "numeric", minute: "2-digit" } : {}),
  }).format(date);
}

function calendarDaysBetween(earlier: Date, later: Date): number {
  const start = new Date(earlier.getFullYear(), earlier.getMonth(), earlier.getDate());
  const end = new Date(later.getFullYear(), later.getMonth(), later.getDate());
  return Math.round((end.getTime() - start.getTime()) / (24 * HOUR_MS));
}
