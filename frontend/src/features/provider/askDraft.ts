/** A request while it is being put together: safe defaults, and what the use case needs. Pure. */
import type { Compartment, ProviderNumber } from "../../domain/brand.ts";
import { emergencyCompartment } from "../../domain/masks.ts";
import { type ExpiryChoice, expiryDate } from "../../ui/form/expiryDate.ts";
import type { ProviderKindName, PurposeName } from "../../usecases/model.ts";
import type { ProviderApp } from "../../usecases/useCases.ts";

export type AskWhat = "everything" | "emergency" | "parts";
export type AskLapse = "day" | "week" | "month";

export interface AskDraft {
  readonly organization: ProviderNumber | undefined;
  readonly purpose: PurposeName;
  readonly what: AskWhat;
  /** For "parts": known from a chart that is open already. */
  readonly parts: readonly Compartment[];
  readonly mayAdd: boolean;
  readonly expiry: ExpiryChoice;
  readonly lapse: AskLapse;
}

const lapseDays: Record<AskLapse, number> = { day: 1, week: 7, month: 30 };

/** Those who usually write into a chart ask for that, too; the patient can leave it out. */
const writers: readonly ProviderKindName[] = ["doctor", "hospital", "laboratory"];

export function firstDraft(
  kind: ProviderKindName,
  organization: ProviderNumber | undefined,
): AskDraft {
  return {
    organization,
    purpose: kind === "researcher" ? "research" : "treatment",
    what: "everything",
    parts: [],
    mayAdd: writers.includes(kind),
    expiry: { kind: "week" },
    lapse: "week",
  };
}

export type Wish = Parameters<ProviderApp["prepareRequest"]>[1];

/** Undefined while something is missing: no part chosen, no such day, a day that has passed. */
export function toWish(draft: AskDraft, now: Date): Wish | undefined {
  const expires = expiryDate(draft.expiry, now);
  if (expires === undefined || expires <= now) return undefined;
  const read = partsOf(draft);
  if (read !== "everything" && read.length === 0) return undefined;
  return {
    read,
    write: draft.mayAdd ? read : "none",
    purpose: draft.purpose,
    expiresAt: wholeHour(Math.floor(expires.getTime() / 1000), now),
    lapsesAt: lapseTime(draft.lapse, now),
    ...(draft.organization === undefined ? {} : { onBehalfOf: draft.organization }),
  };
}

/** Unix seconds. */
export function lapseTime(lapse: AskLapse, now: Date): number {
  return wholeHour(Math.floor(now.getTime() / 1000) + lapseDays[lapse] * 86_400, now);
}

/**
 * The contract keeps a request's times in whole hours, rounded up: the last second of a day would
 * become the next day on everybody's screen.
 */
function wholeHour(seconds: number, now: Date): number {
  const earlier = seconds - (seconds % 3600);
  return earlier * 1000 > now.getTime() ? earlier : seconds;
}

function partsOf({ what, parts }: AskDraft): readonly Compartment[] | "everything" {
  switch (what) {
    case "everything":
      return "everything";
    case "emergency":
      return [emergencyCompartment];
    case "parts":
      return parts;
  }
}
