import { parseKeyDocument } from "../../crypto/documents/keyDocument.ts";
import type { AuthorityNumber, Digest, Generation } from "../../domain/brand.ts";
import { requireOwnKeys } from "../charts/openOwnChart.ts";
import { UseCaseError } from "../errors.ts";
import type { UnlockedWorkspace } from "../workspace.ts";

/** An authority at work. */
export interface AuthorityDesk extends UnlockedWorkspace {
  readonly authority: AuthorityNumber;
  readonly keyDocument: Digest;
  readonly generation: Generation;
}

/** Throws usecases.sheet-mismatch where the keys on chain are not this session's. */
export async function openAuthorityDesk(
  workspace: UnlockedWorkspace,
  number: AuthorityNumber,
): Promise<AuthorityDesk> {
  const authority = await workspace.ports.reader.authorityByNumber(number);
  const { keyDocument } = authority;
  if (keyDocument === undefined) throw new UseCaseError("usecases.no-vault");
  const document = parseKeyDocument(await workspace.documents.read(keyDocument));
  await requireOwnKeys(workspace.session, document, authority);
  return { ...workspace, authority: number, keyDocument, generation: document.generation };
}
