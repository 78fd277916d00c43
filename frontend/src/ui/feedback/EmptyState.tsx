import type { ReactNode } from "react";
import { EmptyMark, type EmptyMarkName } from "../icon/EmptyMark.tsx";
import classes from "./EmptyState.module.css";

export interface EmptyStateProps {
  mark: EmptyMarkName;
  /** What will be here: "Your records will be here". */
  title: string;
  /** How to begin. */
  children?: ReactNode;
  /** The one button that begins. */
  action?: ReactNode;
}

export function EmptyState({ mark, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <EmptyMark name={mark} />
      <h2 className={classes.title}>{title}</h2>
      {children !== undefined && <div className={classes.text}>{children}</div>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  );
}
