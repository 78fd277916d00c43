import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../icon/Icon.tsx";
import classes from "./Details.module.css";

export interface DetailsProps {
  /** "Details" when nothing is given. */
  summary?: string | undefined;
  children: ReactNode;
}

/** A fold for the technical facts (addresses, transaction, CID): one tap away, never in the way. */
export function Details({ summary, children }: DetailsProps) {
  const { t } = useTranslation();
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>
        <Icon name="forward" size={1.125} className={classes.mark} />
        <span>{summary ?? t("ui.details")}</span>
      </summary>
      <div className={classes.body}>{children}</div>
    </details>
  );
}
