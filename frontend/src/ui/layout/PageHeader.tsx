import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useDocumentTitle } from "../hooks/useDocumentTitle.ts";
import { Icon } from "../icon/Icon.tsx";
import classes from "./PageHeader.module.css";

export interface PageHeaderProps {
  title: string;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  /** A path, or a function for a step back inside one page. */
  back?: string | (() => void) | undefined;
  backLabel?: string | undefined;
  /** Small words above the title: "Step 2 of 4". */
  eyebrow?: string | undefined;
  /** A status tag or one quiet action, to the right of the title. */
  aside?: ReactNode;
}

/** Every page has exactly one: it holds the h1, names the browser tab and takes the focus. */
export function PageHeader({ title, lead, back, backLabel, eyebrow, aside }: PageHeaderProps) {
  const { t } = useTranslation();
  useDocumentTitle(title);
  const backText = (
    <>
      <Icon name="back" size={1.25} />
      {backLabel ?? t("ui.back")}
    </>
  );
  return (
    <header className={classes.header}>
      {typeof back === "string" && (
        <Link to={back} className={classes.back}>
          {backText}
        </Link>
      )}
      {typeof back === "function" && (
        <button type="button" onClick={back} className={classes.back}>
          {backText}
        </button>
      )}
      {eyebrow !== undefined && <p className={classes.eyebrow}>{eyebrow}</p>}
      <div className={classes.titleRow}>
        <h1 tabIndex={-1} className={classes.title} data-page-title="">
          {title}
        </h1>
        {aside}
      </div>
      {lead !== undefined && <div className={classes.lead}>{lead}</div>}
    </header>
  );
}
