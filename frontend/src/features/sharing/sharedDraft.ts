import type { Compartment } from "../../domain/brand.ts";
import {
  chosenTerms,
  expiryOn,
  type TermsDraft,
  type TermsLimits,
} from "../../ui/terms/termsDraft.ts";
import type {
  CompartmentView,
  ProviderKindName,
  PurposeName,
  TermsView,
} from "../../usecases/model.ts";

export type SharedDraft = TermsDraft<Compartment, PurposeName>;

/** The safest useful answer: all but the sensitive parts, looking only, for a week. */
export function usualDraft(
  kind: ProviderKindName,
  compartments: readonly CompartmentView[],
): SharedDraft {
  return {
    read: compartments.filter(({ sensitive }) => !sensitive).map(({ compartment }) => compartment),
    mayAdd: false,
    purpose: usualPurpose(kind),
    expiry: { kind: "week" },
  };
}

function usualPurpose(kind: ProviderKindName): PurposeName {
  if (kind === "organization") return "payment";
  return kind === "researcher" ? "research" : "treatment";
}

/** What is shared already, to be changed; a date that has passed becomes the usual week. */
export function draftOf(terms: TermsView, now: Date): SharedDraft {
  return {
    read: terms.read,
    mayAdd: terms.write.length > 0,
    purpose: terms.purpose,
    expiry: terms.expiresAt * 1000 > now.getTime() ? expiryOn(terms.expiresAt) : { kind: "week" },
  };
}

export function termsOf(
  draft: SharedDraft,
  now: Date,
  limits?: TermsLimits<Compartment>,
): TermsView | undefined {
  return chosenTerms(draft, now, limits);
}
