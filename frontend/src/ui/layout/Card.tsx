import type { ReactNode } from "react";
import classes from "./Card.module.css";

export interface CardProps {
  /** "plain" has a hairline, "soft" a tint without a line, "accent" the accent's tint: one a page. */
  tone?: "plain" | "soft" | "accent";
  children: ReactNode;
}

/** A quiet box for what belongs together. Prefer a `Section` where a heading is enough. */
export function Card({ tone = "plain", children }: CardProps) {
  return <div className={`${classes.card} ${classes[tone]}`}>{children}</div>;
}
