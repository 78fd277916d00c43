import type { ProviderView } from "../../usecases/model.ts";

/** What the authority can decide about a provider now. */
export type Decision = "verify" | "suspend" | "reinstate" | "end" | "take-over";

/** "verified" is only said of those who are verified right now. */
export function statusOf({ status, verifiedNow }: ProviderView): ProviderView["status"] {
  return status === "verified" && !verifiedNow ? "expired" : status;
}

/** The main one first. Revoking is for good: a revoked provider has to apply again. */
export function decisionsFor(provider: ProviderView): readonly Decision[] {
  switch (statusOf(provider)) {
    case "applied":
    case "expired":
      return ["verify", "end"];
    case "verified":
      return ["suspend", "verify", "end"];
    case "suspended":
      return ["reinstate", "end"];
    case "revoked":
      return [];
  }
}
