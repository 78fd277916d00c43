import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import classes from "./KeyFacts.module.css";

export interface KeyFact {
  readonly label: string;
  readonly value: ReactNode;
  /** "Change" leads back to the step where this was answered. */
  readonly change?: string | (() => void) | undefined;
  /** A fixed-width face for addresses and digests. */
  readonly mono?: boolean | undefined;
}

/** Questions and answers: "check your answers", or the facts of one thing. */
export function KeyFacts({ facts }: { facts: readonly KeyFact[] }) {
  const { t } = useTranslation();
  return (
    <dl className={classes.list}>
      {facts.map((fact) => (
        <div key={fact.label} className={classes.row}>
          <dt>{fact.label}</dt>
          <dd className={fact.mono === true ? classes.mono : undefined}>{fact.value}</dd>
          {fact.change !== undefined && (
            <dd className={classes.change}>
              {typeof fact.change === "string" ? (
                <Link to={fact.change}>
                  {t("ui.change")}
                  <span className="hr-visually-hidden"> {fact.label}</span>
                </Link>
              ) : (
                <button type="button" onClick={fact.change}>
                  {t("ui.change")}
                  <span className="hr-visually-hidden"> {fact.label}</span>
                </button>
              )}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
