import type { ReactNode } from "react";
import classes from "./Stack.module.css";

export interface StackProps {
  /** Room between the parts: "tight" 8 px, "normal" 16 px, "wide" 24 px (default), "page" 32 px. */
  gap?: "tight" | "normal" | "wide" | "page";
  children: ReactNode;
}

/** One column with even room between its parts. */
export function Stack({ gap = "wide", children }: StackProps) {
  return <div className={`${classes.stack} ${classes[gap]}`}>{children}</div>;
}
