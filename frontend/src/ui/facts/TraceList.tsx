import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../hooks/useNow.ts";
import { Icon, type IconName } from "../icon/Icon.tsx";
import { formatDate } from "./formatDate.ts";
import classes from "./TraceList.module.css";

export interface TraceEntry {
  readonly id: string;
  readonly when: Date;
  readonly icon: IconName;
  /** One sentence: "Dr. Okoro opened 2 records". */
  readonly what: ReactNode;
  /** A second line, if any. */
  readonly meta?: ReactNode;
  /** Usually a `Details`. */
  readonly details?: ReactNode;
}

/** Who did what, when: newest first, under a heading for each day. */
export function TraceList({ entries }: { entries: readonly TraceEntry[] }) {
  const { i18n } = useTranslation();
  const now = useNow(60_000);
  const language = i18n.language;
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  // By the minute, as it is shown: within one, clocks that differ must not turn the order round.
  const minute = (when: Date) => Math.floor(when.getTime() / 60_000);
  const newestFirst = [...entries].sort((a, b) => minute(b.when) - minute(a.when));
  const days = Map.groupBy(newestFirst, (entry) => formatDay(entry.when, now, language));
  return (
    <div className={classes.trace}>
      {[...days].map(([day, dayEntries]) => (
        <section key={day}>
          <h2 className={classes.day}>{day}</h2>
          <ol className={classes.list}>
            {dayEntries.map((entry) => (
              <li key={entry.id} className={classes.entry}>
                <span className={classes.icon}>
                  <Icon name={entry.icon} size={1.25} />
                </span>
                <div className={classes.text}>
                  <p className={classes.what}>{entry.what}</p>
                  <p className={classes.meta}>
                    <time dateTime={entry.when.toISOString()}>{time.format(entry.when)}</time>
                    {entry.meta !== undefined && <> · {entry.meta}</>}
                  </p>
                  {entry.details}
                </div>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function formatDay(date: Date, now: Date, language: string): string {
  const startOfDay = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const days = Math.round((startOfDay(now).getTime() - startOfDay(date).getTime()) / 86_400_000);
  if (days === 0 || days === 1) {
    const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
    return words.charAt(0).toLocaleUpperCase(language) + words.slice(1);
  }
  return formatDate(date, { language, now });
}
