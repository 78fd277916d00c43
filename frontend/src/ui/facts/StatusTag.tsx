import type { ReactNode } from "react";
import classes from "./StatusTag.module.css";

export type StatusKind = "good" | "waiting" | "ended" | "warning" | "bad" | "neutral";

/* Each kind has a shape of its own, so that it is told apart without colour. */
const shapes: Record<StatusKind, ReactNode> = {
  good: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m4.800 8.200 2.200 2.200 4.200-4.600" stroke="var(--tag-bg)" />
    </>
  ),
  waiting: (
    <>
      <circle cx="8" cy="8" r="6.200" stroke="currentColor" />
      <path d="M8 4.700V8l2.200 1.500" stroke="currentColor" />
    </>
  ),
  ended: (
    <>
      <circle cx="8" cy="8" r="6.200" stroke="currentColor" />
      <path d="M5 8h6" stroke="currentColor" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.500 15.200 14H.8Z" fill="currentColor" />
      <path d="M8 6v3.500M8 11.600v.1" stroke="var(--tag-bg)" />
    </>
  ),
  bad: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5Z" fill="currentColor" />
      <path d="m5.600 5.600 4.800 4.800M10.400 5.600l-4.800 4.800" stroke="var(--tag-bg)" />
    </>
  ),
  neutral: <rect x="3.500" y="3.500" width="9" height="9" rx="1.500" stroke="currentColor" />,
};

/** A state in a few words with its own shape: "Shared until 3 May", "Waiting for you", "Ended". */
export function StatusTag({ kind, children }: { kind: StatusKind; children: ReactNode }) {
  return (
    <span className={classes.tag} data-kind={kind}>
      <svg
        aria-hidden="true"
        width="1em"
        height="1em"
        viewBox="0 0 16 16"
        fill="none"
        strokeWidth="1.800"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {shapes[kind]}
      </svg>
      <span>{children}</span>
    </span>
  );
}
