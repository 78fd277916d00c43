import { putEvidence, putProfile } from "../identity/applyForVerification.ts";
import type { Prepared, ProviderProfile } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { WithProgress } from "../useCases.ts";
import type { ProviderDesk } from "./providerDesk.ts";

/** Another public profile. Unverified until the authority has confirmed it. */
export async function prepareProfileChange(
  desk: ProviderDesk,
  profile: ProviderProfile,
  evidence: { readonly file: Blob; readonly fileName: string },
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<void>> {
  const { ports } = desk;
  const provider = await ports.reader.providerByNumber(desk.provider);
  const next = await putProfile(desk, profile, provider.kind, provider.jurisdiction, signal);
  onProgress?.(0.5, "sealing");
  const sealed = await putEvidence(desk, provider.authority, evidence, signal);
  onProgress?.(1, "ready");
  return prepareCalls(ports.writer, {
    kind: "change-profile",
    facts: { name: profile.name, authority: provider.authority },
    calls: [ports.writer.calls.replaceProfile(desk.provider, provider.profile, next, sealed)],
    finish: async () => undefined,
  });
}
