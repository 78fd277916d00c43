import { type ReactNode, useId } from "react";
import classes from "./Section.module.css";

export interface SectionProps {
  title?: string | undefined;
  lead?: ReactNode;
  /** One quiet action beside the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page under an h2. Leaves the right room above itself. */
export function Section({ title, lead, action, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={title === undefined ? undefined : id}>
      {(title !== undefined || action !== undefined) && (
        <div className={classes.head}>
          {title !== undefined && (
            <h2 id={id} className={classes.title}>
              {title}
            </h2>
          )}
          {action}
        </div>
      )}
      {lead !== undefined && <div className={classes.lead}>{lead}</div>}
      {children}
    </section>
  );
}
