import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Field.module.css";

export interface FieldProps {
  /** The question, as a group's legend. */
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Makes the question the size of a page's heading: one thing per page. */
  large?: boolean;
  /** For `FormErrorSummary`. */
  id?: string | undefined;
  children: ReactNode;
}

/**
 * A question over several controls (radio cards, checkboxes, a picker). A single text box uses
 * Mantine's TextInput with its own label, description and error: the theme gives it this look.
 */
export function Field({ label, hint, error, large, id, children }: FieldProps) {
  const { t } = useTranslation();
  const hintId = useId();
  const errorId = useId();
  const described = [hint === undefined ? "" : hintId, error === undefined ? "" : errorId]
    .join(" ")
    .trim();
  return (
    <fieldset
      id={id}
      className={classes.field}
      data-error={error === undefined ? undefined : ""}
      aria-describedby={described === "" ? undefined : described}
    >
      <legend className={large === true ? classes.largeLegend : classes.legend}>{label}</legend>
      {hint !== undefined && (
        <div id={hintId} className={classes.hint}>
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p id={errorId} className={classes.error}>
          <span className="hr-visually-hidden">{t("ui.form.error")} </span>
          {error}
        </p>
      )}
      {children}
    </fieldset>
  );
}
