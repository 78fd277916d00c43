import { type CompartmentMask, isSubsetOf, maskWithout } from "./masks.ts";
import type { Purpose } from "./purpose.ts";

/** What is asked for, or granted. */
export interface Terms {
  readonly readMask: CompartmentMask;
  readonly writeMask: CompartmentMask;
  readonly purpose: Purpose;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/** Whether `given` opens nothing that `asked` doesn't, and for no longer. Purposes must agree. */
export function isAtMost(given: Terms, asked: Terms): boolean {
  return (
    isSubsetOf(given.readMask, asked.readMask) &&
    isSubsetOf(given.writeMask, asked.writeMask) &&
    given.purpose === asked.purpose &&
    given.expiresAt <= asked.expiresAt
  );
}

export function sameTerms(a: Terms, b: Terms): boolean {
  return (
    a.readMask === b.readMask &&
    a.writeMask === b.writeMask &&
    a.purpose === b.purpose &&
    a.expiresAt === b.expiresAt
  );
}

/** The compartments whose read right ends when `next` (undefined: nothing) replaces `previous`. */
export function readTakenAway(previous: Terms, next: Terms | undefined): CompartmentMask {
  return next === undefined ? previous.readMask : maskWithout(previous.readMask, next.readMask);
}
