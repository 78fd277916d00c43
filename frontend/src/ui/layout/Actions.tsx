import type { ReactNode } from "react";
import classes from "./Actions.module.css";

/**
 * The buttons at the end of a page or a panel, the one primary action first. Full width and one
 * under the other on a phone, in a row on a wider screen.
 */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
