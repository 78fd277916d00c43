/** What a provider is. The order is the contract's: index + 1 is IProviders.Kind. */
export const providerKinds = [
  "doctor",
  "hospital",
  "laboratory",
  "pharmacy",
  "organization",
  "researcher",
  "storage-operator",
] as const;

export type ProviderKind = (typeof providerKinds)[number];

/** Storage operators are verified like the others, but never granted access to a chart. */
export function isGrantableKind(kind: ProviderKind): boolean {
  return kind !== "storage-operator";
}

/** Hospitals and organizations have staff that a grant serves. */
export function hasStaff(kind: ProviderKind): boolean {
  return kind === "hospital" || kind === "organization";
}

/** Which of the patient's two lists a provider is on. */
export function isOnDoctorsList(kind: ProviderKind): boolean {
  return kind === "doctor";
}
