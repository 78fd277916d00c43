/**
 * Where a provider stands with its authority. The order is the contract's: index + 1 is
 * IProviders.Status. "verified" alone isn't access: the date may have passed, so ask
 * `verifiedNow`.
 */
export const providerStatuses = ["applied", "verified", "suspended", "revoked"] as const;

export type ProviderStatus = (typeof providerStatuses)[number];
