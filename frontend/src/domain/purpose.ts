/**
 * Why access is asked for or given. Six coarse ones, because the chain shows them to
 * everybody. The order is the contract's: index + 1 is IHealthRecords.Purpose.
 */
export const purposes = [
  "treatment",
  "payment",
  "research",
  "public-health",
  "patient-request",
  "emergency",
] as const;

export type Purpose = (typeof purposes)[number];
