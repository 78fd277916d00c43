import type { ReactNode } from "react";

const marks = {
  records: (
    <>
      <rect x="30" y="22" width="42" height="54" rx="6" fill="var(--hr-surface)" />
      <path d="M39 36h24M39 46h24M39 56h14" />
    </>
  ),
  share: (
    <>
      <circle cx="38" cy="44" r="11" fill="var(--hr-surface)" />
      <circle cx="66" cy="60" r="11" fill="var(--hr-surface)" />
      <path d="m47.500 49.500 9 5" />
    </>
  ),
  requests: (
    <>
      <path d="M24 52v16a5 5 0 0 0 5 5h38a5 5 0 0 0 5-5V52l-8-24H32Z" fill="var(--hr-surface)" />
      <path d="M24 52h14a10 10 0 0 0 20 0h14" />
    </>
  ),
  people: (
    <>
      <circle cx="48" cy="38" r="12" fill="var(--hr-surface)" />
      <path d="M26 74c1-13 9-20 22-20s21 7 22 20" fill="var(--hr-surface)" />
    </>
  ),
  trace: (
    <>
      <circle cx="48" cy="48" r="24" fill="var(--hr-surface)" />
      <path d="M48 34v14l9 6" />
    </>
  ),
  search: (
    <>
      <circle cx="44" cy="44" r="18" fill="var(--hr-surface)" />
      <path d="m57 57 15 15" />
    </>
  ),
  lost: (
    <>
      <path
        d="M34 24h20l12 12v34a4 4 0 0 1-4 4H34a4 4 0 0 1-4-4V28a4 4 0 0 1 4-4Z"
        fill="var(--hr-surface)"
      />
      <path d="M42 46a6 6 0 1 1 8.500 5.500c-1.700.8-2.500 2-2.500 3.500M48 62v.2" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type EmptyMarkName = keyof typeof marks;

/** The picture of an empty page: a line drawing on a round of the accent's tint. */
export function EmptyMark({ name }: { name: EmptyMarkName }) {
  return (
    <svg
      aria-hidden="true"
      width="6rem"
      height="6rem"
      viewBox="0 0 96 96"
      fill="none"
      stroke="var(--hr-accent)"
      strokeWidth="2.750"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <circle cx="48" cy="48" r="46" fill="var(--hr-accent-soft)" stroke="none" />
      {marks[name]}
    </svg>
  );
}
