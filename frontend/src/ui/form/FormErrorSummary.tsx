import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./FormErrorSummary.module.css";

export interface FieldProblem {
  /** The id of the field, to which its line leads. */
  readonly fieldId: string;
  readonly message: string;
}

export interface FormErrorSummaryProps {
  problems: readonly FieldProblem[];
  /** Raise it at each submit, so that the focus comes back here when the same form fails again. */
  attempt?: number;
}

/** All problems of a form at its top, each a link to its field. Takes the focus when it appears. */
export function FormErrorSummary({ problems, attempt = 0 }: FormErrorSummaryProps) {
  const { t } = useTranslation();
  const summary = useRef<HTMLDivElement>(null);
  const shown = problems.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is the event to react to.
  useEffect(() => {
    if (shown) summary.current?.focus();
  }, [shown, attempt]);
  if (!shown) return null;
  return (
    <div ref={summary} role="alert" tabIndex={-1} className={classes.summary}>
      <h2 className={classes.title}>{t("ui.form.summaryTitle")}</h2>
      <ul className={classes.list}>
        {problems.map(({ fieldId, message }) => (
          <li key={fieldId}>
            {/* A button, since a hash link would leave the page under hash routes. */}
            <button type="button" onClick={() => focusField(fieldId)}>
              {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function focusField(id: string): void {
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: "center" });
  const control = field?.matches("input, textarea, select, button")
    ? field
    : field?.querySelector<HTMLElement>("input, textarea, select, button");
  control?.focus({ preventScroll: true });
}
