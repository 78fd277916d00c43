import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Details } from "../facts/Details.tsx";
import { type KeyFact, KeyFacts } from "../facts/KeyFacts.tsx";
import { Icon } from "../icon/Icon.tsx";
import { Actions } from "../layout/Actions.tsx";
import classes from "./ErrorPanel.module.css";
import type { ErrorFacts } from "./errorFacts.ts";

export interface ErrorPanelProps {
  error: ErrorFacts;
  /** "Something went wrong" when nothing is given; better: "We could not show your records". */
  title?: string | undefined;
  /** Whether anything was lost. "Nothing was lost or changed." when nothing is given. */
  reassurance?: string | undefined;
  /** Buttons that do the next step. A panel without one is a dead end. */
  actions?: ReactNode;
  /** Move the focus here on appearing: for a failure that answers something the person just did. */
  takesFocus?: boolean;
}

/** What happened, whether anything was lost, what to do now: in that order. */
export function ErrorPanel({ error, title, reassurance, actions, takesFocus }: ErrorPanelProps) {
  const { t } = useTranslation();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus === true) panel.current?.focus();
  }, [takesFocus]);
  const facts: KeyFact[] = [
    { label: t("ui.error.code"), value: error.code, mono: true },
    ...Object.entries(error.details ?? {}).map(([label, value]) => ({ label, value, mono: true })),
  ];
  return (
    <div ref={panel} role="alert" tabIndex={-1} className={classes.panel}>
      <Icon name="alert" className={classes.icon} />
      <div className={classes.body}>
        <h2 className={classes.title}>{title ?? t("ui.error.title")}</h2>
        <p>{error.message}</p>
        <p>{reassurance ?? t("ui.error.nothingLost")}</p>
        <p className={classes.next}>{error.nextStep}</p>
        {actions !== undefined && (
          <div className={classes.actions}>
            <Actions>{actions}</Actions>
          </div>
        )}
        <Details>
          <KeyFacts facts={facts} />
        </Details>
      </div>
    </div>
  );
}
