import type { KeysOnChain } from "../../chain/secondOpinion.ts";
import { type KeyDocument, parseKeyDocument } from "../../crypto/documents/keyDocument.ts";
import type { SealTarget } from "../../crypto/documents/manifest.ts";
import type { SigningPublicKey } from "../../crypto/keys/seed.ts";
import type { AuthorityNumber, Digest, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { UseCaseError } from "../errors.ts";
import type { Workspace } from "../workspace.ts";

/**
 * Whom to seal to. What is sealed to a wrong key is lost to the right person and open to another,
 * so the digest comes from the chain (from two RPCs where two are set), the document is checked
 * against it, and its owner and version against the chain once more.
 */
export async function readProviderTarget(
  workspace: Workspace,
  number: ProviderNumber,
): Promise<SealTarget> {
  const keys = await workspace.keys.providerKeys(number);
  const document = await readKeyDocument(workspace, keys, "provider", number);
  return {
    recipient: { kind: "provider", number, keyVersion: keys.keyVersion },
    publicKey: document.publicKey,
    keyDocument: keys.keyDocument,
  };
}

export async function readPatientTarget(
  workspace: Workspace,
  number: PatientNumber,
): Promise<SealTarget> {
  const keys = await workspace.keys.patientKeys(number);
  const document = await readKeyDocument(workspace, keys, "patient", number);
  return {
    recipient: { kind: "person", number, keyVersion: keys.keyVersion },
    publicKey: document.publicKey,
    keyDocument: keys.keyDocument,
  };
}

/** What the patient's own share sheets are signed with. */
export async function readPatientSigningKey(
  workspace: Workspace,
  number: PatientNumber,
): Promise<SigningPublicKey> {
  const keys = await workspace.keys.patientKeys(number);
  return (await readKeyDocument(workspace, keys, "patient", number)).signingKey;
}

export async function readAuthorityKey(
  workspace: Workspace,
  number: AuthorityNumber,
): Promise<{ keyDocument: Digest; publicKey: KeyDocument["publicKey"] }> {
  const { keyDocument, keyVersion } = await workspace.keys.authorityKeys(number);
  if (keyDocument === undefined) {
    throw new UseCaseError("usecases.unknown-keys", { details: { authority: number } });
  }
  const keys = { keyDocument, keyVersion };
  const document = await readKeyDocument(workspace, keys, "authority", number);
  return { keyDocument, publicKey: document.publicKey };
}

async function readKeyDocument(
  { documents }: Workspace,
  named: KeysOnChain,
  owner: KeyDocument["owner"],
  number: number,
): Promise<KeyDocument> {
  const document = parseKeyDocument(await documents.read(named.keyDocument));
  if (document.owner !== owner || document.keyVersion !== named.keyVersion) {
    throw new UseCaseError("usecases.unknown-keys", {
      details: { number, version: named.keyVersion },
    });
  }
  return document;
}
