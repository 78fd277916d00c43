import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDate } from "../facts/formatDate.ts";
import { ChoiceCards } from "./ChoiceCards.tsx";
import classes from "./ExpiryPicker.module.css";
import { type ExpiryChoice, expiryDate } from "./expiryDate.ts";

export interface ExpiryPickerProps {
  value: ExpiryChoice;
  onChange: (value: ExpiryChoice) => void;
  now: Date;
  /** The last moment that may be chosen, e.g. the end of what was asked for. */
  latest?: Date | undefined;
  label?: string | undefined;
  error?: string | undefined;
  id?: string | undefined;
}

/** When sharing ends by itself: 7 days for a visit, a month, a year for a family doctor, a date. */
export function ExpiryPicker({
  value,
  onChange,
  now,
  latest,
  label,
  error,
  id,
}: ExpiryPickerProps) {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const until = (choice: ExpiryChoice) => {
    const date = expiryDate(choice, now);
    return date === undefined
      ? ""
      : t("ui.expiry.until", { date: formatDate(date, { language, now }) });
  };
  const tooLate = (choice: ExpiryChoice) => {
    const date = expiryDate(choice, now);
    return latest !== undefined && date !== undefined && date > latest;
  };
  const fixed = (["week", "month", "year"] as const).map((kind) => ({
    value: kind,
    label: t(`ui.expiry.${kind}`),
    hint: `${t(`ui.expiry.${kind}Hint`)} · ${until({ kind })}`,
    disabled: tooLate({ kind }),
  }));
  return (
    <ChoiceCards<ExpiryChoice["kind"]>
      label={label ?? t("ui.expiry.legend")}
      error={error}
      id={id}
      columns={2}
      choices={[
        ...fixed,
        { value: "date", label: t("ui.expiry.date"), hint: t("ui.expiry.dateHint") },
      ]}
      value={value.kind}
      onChange={(kind) => onChange(kind === "date" ? { kind, day: "" } : { kind })}
      underChosen={
        value.kind === "date" && (
          <TextInput
            type="date"
            className={classes.date ?? ""}
            label={t("ui.expiry.dateLabel")}
            value={value.day}
            min={isoDay(now)}
            {...(latest === undefined ? {} : { max: isoDay(latest) })}
            error={dateProblem()}
            onChange={(event) => onChange({ kind: "date", day: event.currentTarget.value })}
          />
        )
      }
    />
  );

  function dateProblem(): string | undefined {
    const date = expiryDate(value, now);
    if (date === undefined) return undefined;
    if (date <= now) return t("ui.expiry.past");
    if (latest !== undefined && date > latest) {
      return t("ui.expiry.tooFar", { date: formatDate(latest, { language, now }) });
    }
    return undefined;
  }
}

function isoDay(date: Date): string {
  const part = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}
