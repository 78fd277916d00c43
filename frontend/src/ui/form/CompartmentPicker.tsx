import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../icon/Icon.tsx";
import classes from "./CompartmentPicker.module.css";
import { Field } from "./Field.tsx";

export interface CompartmentChoice {
  /** 0..15. */
  readonly number: number;
  readonly name: string;
  readonly sensitive: boolean;
  readonly records?: number | undefined;
  /** Why it can't be chosen, e.g. "not asked for". */
  readonly disabledBecause?: string | undefined;
}

export interface CompartmentPickerProps {
  compartments: readonly CompartmentChoice[];
  value: readonly number[];
  onChange: (value: number[]) => void;
  label?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  id?: string | undefined;
}

/** The compartments that are not sensitive: what a picker starts with. */
export function usualCompartments(compartments: readonly CompartmentChoice[]): number[] {
  return compartments
    .filter((one) => !one.sensitive && one.disabledBecause === undefined)
    .map((one) => one.number);
}

/** Which drawers of the chart. Sensitive ones are marked in words and never part of "all". */
export function CompartmentPicker(props: CompartmentPickerProps) {
  const { compartments, value, onChange, label, hint, error, id } = props;
  const { t } = useTranslation();
  const usual = usualCompartments(compartments);
  const allUsual = usual.every((number) => value.includes(number));
  const toggle = (number: number) =>
    onChange(
      value.includes(number)
        ? value.filter((one) => one !== number)
        : [...value, number].sort((a, b) => a - b),
    );
  return (
    <Field label={label ?? t("ui.compartments.legend")} hint={hint} error={error} id={id}>
      <div className={classes.head}>
        <span role="status">{t("ui.compartments.chosen", { count: value.length })}</span>
        <button
          type="button"
          onClick={() =>
            onChange(allUsual ? [] : [...new Set([...value, ...usual])].sort((a, b) => a - b))
          }
        >
          {allUsual ? t("ui.compartments.none") : t("ui.compartments.all")}
        </button>
      </div>
      <ul className={classes.list}>
        {compartments.map((one) => (
          <li key={one.number}>
            <label
              className={classes.row}
              data-disabled={one.disabledBecause !== undefined || undefined}
            >
              <input
                type="checkbox"
                checked={value.includes(one.number)}
                disabled={one.disabledBecause !== undefined}
                onChange={() => toggle(one.number)}
              />
              <span className={classes.box} aria-hidden="true">
                <Icon name="check" size={1.125} />
              </span>
              <span className={classes.text}>
                <span className={classes.name}>{one.name}</span>
                <span className={classes.meta}>
                  {[
                    one.records === undefined
                      ? ""
                      : t("ui.compartments.count", { count: one.records }),
                    one.sensitive ? t("ui.compartments.sensitiveHint") : "",
                    one.disabledBecause ?? "",
                  ]
                    .filter((part) => part !== "")
                    .join(" · ")}
                </span>
              </span>
              {one.sensitive && (
                <span className={classes.sensitive}>
                  <Icon name="shield" size={1.125} />
                  {t("ui.compartments.sensitive")}
                </span>
              )}
            </label>
          </li>
        ))}
      </ul>
    </Field>
  );
}
