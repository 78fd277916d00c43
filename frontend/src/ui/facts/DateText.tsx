import { useTranslation } from "react-i18next";
import { useNow } from "../hooks/useNow.ts";
import { formatDate } from "./formatDate.ts";

export interface DateTextProps {
  value: Date;
  withTime?: boolean | undefined;
  /** "5 minutes ago", "yesterday" for the last two days; the date after that. */
  relative?: boolean | undefined;
}

/** A date in the reader's language, with the exact time in its `dateTime` and tooltip. */
export function DateText({ value, withTime, relative }: DateTextProps) {
  const { i18n } = useTranslation();
  const now = useNow(30_000);
  const language = i18n.language;
  const exact = formatDate(value, { language, now, withTime: true });
  return (
    <time dateTime={Number.isNaN(value.getTime()) ? undefined : value.toISOString()} title={exact}>
      {formatDate(value, { language, now, withTime, relative })}
    </time>
  );
}
