import type { MyKey } from "../../crypto/crypto.ts";
import { parseKeyDocument } from "../../crypto/documents/keyDocument.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import { requireOwnKeys } from "../charts/openOwnChart.ts";
import { rememberOwnKeys } from "../charts/ownKeys.ts";
import type { PersonDetails, ProviderKindName } from "../model.ts";
import { ReceiptNotes } from "../receipts/receiptNotes.ts";
import type { UnlockedWorkspace } from "../workspace.ts";

/** A provider at work: unlocked, with what it opened and has not reported yet. */
export interface ProviderDesk extends UnlockedWorkspace {
  readonly provider: ProviderNumber;
  readonly kind: ProviderKindName;
  readonly myKeys: readonly MyKey[];
  readonly notes: ReceiptNotes;
  /** Names from envelopes that were opened in this session, by patient and speaker. */
  readonly names: Map<string, PersonDetails>;
}

/** Throws usecases.sheet-mismatch where the keys on chain are not this session's. */
export async function openProviderDesk(
  workspace: UnlockedWorkspace,
  number: ProviderNumber,
): Promise<ProviderDesk> {
  const { ports, documents, session } = workspace;
  const provider = await ports.reader.providerByNumber(number);
  const document = parseKeyDocument(await documents.read(provider.keyDocument));
  await requireOwnKeys(session, document, provider);
  const key: MyKey = {
    recipient: { kind: "provider", number, keyVersion: provider.keyVersion },
    keyDocument: provider.keyDocument,
    generation: document.generation,
  };
  return {
    ...workspace,
    provider: number,
    kind: provider.kind,
    myKeys: await rememberOwnKeys(ports.store, key),
    notes: new ReceiptNotes(workspace, number),
    names: new Map(),
  };
}
