/*
 * What is shared, while a person is still choosing: which parts, whether they may add, until when
 * and why. Parts and purposes are whatever the caller numbers and names them by.
 */
import { type ExpiryChoice, expiryDate } from "../form/expiryDate.ts";

export interface TermsDraft<Part extends number, Purpose extends string> {
  readonly read: readonly Part[];
  readonly mayAdd: boolean;
  readonly purpose: Purpose;
  readonly expiry: ExpiryChoice;
}

export interface TermsLimits<Part extends number> {
  /** The parts to which adding may be allowed; all of them when nothing is given. */
  readonly addable?: readonly Part[] | undefined;
  /** Nothing may be shared for longer than this. */
  readonly latest?: Date | undefined;
}

export interface ChosenTerms<Part extends number, Purpose extends string> {
  readonly read: readonly Part[];
  readonly write: readonly Part[];
  readonly purpose: Purpose;
  /** Unix seconds. */
  readonly expiresAt: number;
}

export type TermsProblem = "no-parts" | "no-date" | "past" | "too-far";

/** Undefined when the draft can be shared as it stands. */
export function termsProblem<Part extends number, Purpose extends string>(
  draft: TermsDraft<Part, Purpose>,
  now: Date,
  limits: TermsLimits<Part> = {},
): TermsProblem | undefined {
  if (draft.read.length === 0) return "no-parts";
  const end = expiryDate(draft.expiry, now);
  if (end === undefined) return "no-date";
  if (end <= now) return "past";
  if (limits.latest !== undefined && end > endOfDay(limits.latest)) return "too-far";
  return undefined;
}

/** Undefined while the draft has a problem. */
export function chosenTerms<Part extends number, Purpose extends string>(
  draft: TermsDraft<Part, Purpose>,
  now: Date,
  limits: TermsLimits<Part> = {},
): ChosenTerms<Part, Purpose> | undefined {
  const end = expiryDate(draft.expiry, now);
  if (end === undefined || termsProblem(draft, now, limits) !== undefined) return undefined;
  // The last day was chosen as a day; what was asked for may end within it.
  const last = limits.latest !== undefined && end > limits.latest ? limits.latest : end;
  const { addable } = limits;
  return {
    read: draft.read,
    write: draft.mayAdd
      ? draft.read.filter((part) => addable === undefined || addable.includes(part))
      : [],
    purpose: draft.purpose,
    expiresAt: Math.floor(last.getTime() / 1000),
  };
}

/** The day on which something ends, as the date field holds it. */
export function expiryOn(seconds: number): ExpiryChoice {
  const date = new Date(seconds * 1000);
  const part = (value: number) => String(value).padStart(2, "0");
  return {
    kind: "date",
    day: `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`,
  };
}

export function endOfDay(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 23, 59, 59);
}
