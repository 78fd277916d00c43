import { type ReactNode, useId } from "react";
import { Icon, type IconName } from "../icon/Icon.tsx";
import classes from "./ChoiceCards.module.css";
import { Field } from "./Field.tsx";

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly icon?: IconName | undefined;
  readonly disabled?: boolean | undefined;
}

export interface ChoiceCardsProps<Value extends string> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  large?: boolean;
  id?: string | undefined;
  choices: readonly Choice<Value>[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  /** Two columns where there is room: for short labels. */
  columns?: 1 | 2;
  /** Shown right under the chosen card, e.g. a date field. */
  underChosen?: ReactNode;
}

/** One of a few, as big radio cards. */
export function ChoiceCards<Value extends string>({
  label,
  hint,
  error,
  large = false,
  id,
  choices,
  value,
  onChange,
  columns = 1,
  underChosen,
}: ChoiceCardsProps<Value>) {
  const name = useId();
  return (
    <Field label={label} hint={hint} error={error} large={large} id={id}>
      <div className={classes.cards} data-columns={columns}>
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={classes.card}
            data-disabled={choice.disabled === true || undefined}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              disabled={choice.disabled === true}
              onChange={() => onChange(choice.value)}
            />
            <span className={classes.mark} aria-hidden="true" />
            <span className={classes.text}>
              <span className={classes.label}>{choice.label}</span>
              {choice.hint !== undefined && <span className={classes.hint}>{choice.hint}</span>}
            </span>
            {choice.icon !== undefined && <Icon name={choice.icon} className={classes.icon} />}
          </label>
        ))}
      </div>
      {underChosen}
    </Field>
  );
}
