import { parseKeyDocument } from "../../crypto/documents/keyDocument.ts";
import { UseCaseError } from "../errors.ts";
import { createDraft, finishDraft, readDraft } from "../identity/beginSetUp.ts";
import type { LocalVaults } from "../identity/localVaults.ts";
import { putKeyDocument } from "../identity/registerPatient.ts";
import type { Prepared } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { SetUpDraft, WithProgress } from "../useCases.ts";
import type { ProviderDesk } from "./providerDesk.ts";

/** A new seed in the session, and its sheet to write down; nothing of it is published yet. */
export async function beginNewProviderKeys(desk: ProviderDesk): Promise<SetUpDraft> {
  const { session, ports, documents, provider } = desk;
  const { keyDocument } = await ports.reader.providerByNumber(provider);
  const { generation } = parseKeyDocument(await documents.read(keyDocument));
  if ((await session.identity()).generation <= generation) await session.startGeneration();
  return createDraft(session, ports.random, { keep: true });
}

/**
 * Publishes them. What was sealed to the old keys still opens in this browser; a browser restored
 * from the new sheet waits until each patient's app has sealed anew.
 */
export async function prepareNewProviderKeys(
  desk: ProviderDesk,
  vaults: LocalVaults,
  draft: SetUpDraft,
  passphrase: string,
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<void>> {
  const { ports, session, provider } = desk;
  if (readDraft(draft) !== session) throw new UseCaseError("usecases.draft-used");
  const entry = await ports.reader.providerByNumber(provider);
  const localVault = await session.sealLocalVault(passphrase);
  onProgress?.(0.5, "uploading");
  const next = await putKeyDocument(desk, "provider", entry.keyVersion + 1, null, signal);
  onProgress?.(1, "ready");
  return prepareCalls(ports.writer, {
    kind: "new-keys",
    facts: { provider, keyVersion: entry.keyVersion + 1 },
    calls: [ports.writer.calls.replaceProviderKeyDocument(provider, entry.keyDocument, next)],
    before: () => vaults.set("provider", localVault),
    async finish() {
      finishDraft(draft);
    },
  });
}
