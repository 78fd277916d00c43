import { encodeProviderProfile } from "../../crypto/documents/providerProfile.ts";
import type { AuthorityNumber, Digest } from "../../domain/brand.ts";
import { UseCaseError } from "../errors.ts";
import type { Prepared, ProviderKindName, ProviderProfile } from "../model.ts";
import { toProfileDocument } from "../people/profileDocument.ts";
import { readAuthorityKey } from "../people/sealTargets.ts";
import { openProviderDesk, type ProviderDesk } from "../provider/providerDesk.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { SetUpDraft, WithProgress } from "../useCases.ts";
import type { Workspace } from "../workspace.ts";
import { finishDraft, readDraft } from "./beginSetUp.ts";
import type { LocalVaults } from "./localVaults.ts";
import { putKeyDocument } from "./registerPatient.ts";

export interface Application {
  readonly kind: ProviderKindName;
  readonly authority: AuthorityNumber;
  readonly profile: ProviderProfile;
  readonly evidence: { readonly file: Blob; readonly fileName: string };
}

/** Publishes the profile and the keys, seals the evidence to the authority, then applies. */
export async function prepareApplication(
  workspace: Workspace,
  vaults: LocalVaults,
  draft: SetUpDraft,
  application: Application,
  passphrase: string,
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<ProviderDesk>> {
  const session = readDraft(draft);
  const { ports, wallet } = workspace;
  const authority = await ports.reader.authorityByNumber(application.authority);
  const profile = await putProfile(
    workspace,
    application.profile,
    application.kind,
    authority.jurisdiction,
    signal,
  );
  onProgress?.(0.3, "locking");
  const localVault = await session.sealLocalVault(passphrase);
  onProgress?.(0.6, "sealing");
  const evidence = await putEvidence(
    workspace,
    application.authority,
    application.evidence,
    signal,
  );
  const keyDocument = await putKeyDocument({ ...workspace, session }, "provider", 1, null, signal);
  onProgress?.(1, "ready");
  return prepareCalls(ports.writer, {
    kind: "apply",
    facts: { authority: application.authority, name: application.profile.name },
    calls: [
      ports.writer.calls.applyForVerification({
        kind: application.kind,
        authority: application.authority,
        profile,
        keyDocument,
        evidence,
      }),
    ],
    before: () => vaults.set("provider", localVault),
    undo: () => vaults.delete("provider"),
    async finish() {
      const provider = await ports.reader.findProviderNumberOf(wallet);
      if (provider === undefined) throw new UseCaseError("usecases.not-a-provider");
      const desk = await openProviderDesk({ ...workspace, session }, provider);
      finishDraft(draft);
      return desk;
    },
  });
}

export async function putProfile(
  { documents }: Workspace,
  profile: ProviderProfile,
  kind: ProviderKindName,
  jurisdiction: number,
  signal?: AbortSignal,
): Promise<Digest> {
  return documents.put(
    encodeProviderProfile(toProfileDocument(profile, kind, jurisdiction)),
    signal,
  );
}

/** Sealed so that only this authority opens it, and only for this applicant. */
export async function putEvidence(
  workspace: Workspace,
  authority: AuthorityNumber,
  evidence: { readonly file: Blob; readonly fileName: string },
  signal?: AbortSignal,
): Promise<Digest> {
  const { ports, wallet, documents } = workspace;
  const { keyDocument, publicKey } = await readAuthorityKey(workspace, authority);
  const { chainId, addresses } = ports.reader.deployment;
  const sealed = await ports.crypto.sealEvidence(
    { chainId, contract: addresses.Providers, applicant: wallet, authority, keyDocument },
    publicKey,
    {
      fileName: evidence.fileName,
      mime: /^[\x21-\x7e ]{0,127}$/.test(evidence.file.type) ? evidence.file.type : "",
      note: "",
      file: new Uint8Array(await evidence.file.arrayBuffer()),
    },
  );
  return documents.put(sealed, signal);
}
