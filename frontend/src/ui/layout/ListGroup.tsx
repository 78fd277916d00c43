import type { ReactNode } from "react";
import classes from "./ListGroup.module.css";

export interface ListGroupProps {
  /** Names the list for screen readers when no heading stands right above it. */
  label?: string | undefined;
  children: ReactNode;
}

/** Holds `ListRow`s in one rounded frame with hairlines between them. */
export function ListGroup({ label, children }: ListGroupProps) {
  return (
    <ul className={classes.group} aria-label={label}>
      {children}
    </ul>
  );
}
