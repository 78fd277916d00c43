import { useId } from "react";
import classes from "./FilterChips.module.css";

export interface FilterChip<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly count?: number | undefined;
}

export interface FilterChipsProps<Value extends string> {
  /** "Show", for screen readers. */
  label: string;
  chips: readonly FilterChip<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few ways to look at a list, in a row that scrolls sideways on a phone. */
export function FilterChips<Value extends string>(props: FilterChipsProps<Value>) {
  const { label, chips, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className={classes.chips}>
      <legend className="hr-visually-hidden">{label}</legend>
      <div className={classes.row}>
        {chips.map((chip) => (
          <label key={chip.value} className={classes.chip}>
            <input
              type="radio"
              name={name}
              value={chip.value}
              checked={chip.value === value}
              onChange={() => onChange(chip.value)}
            />
            <span>{chip.label}</span>
            {chip.count !== undefined && <span className={classes.count}>{chip.count}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
