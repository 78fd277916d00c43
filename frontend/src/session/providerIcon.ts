import type { ProviderKindName } from "../usecases/model.ts";

/** The name of ui's icon for a kind of provider. */
export function providerIcon(
  kind: ProviderKindName,
): Exclude<ProviderKindName, "storage-operator"> | "storage" {
  return kind === "storage-operator" ? "storage" : kind;
}
