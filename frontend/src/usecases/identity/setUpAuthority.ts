import { zeroDigest } from "../../chain/calls.ts";
import { type AuthorityDesk, openAuthorityDesk } from "../authority/authorityDesk.ts";
import { UseCaseError } from "../errors.ts";
import type { Prepared } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { SetUpDraft, WithProgress } from "../useCases.ts";
import type { Workspace } from "../workspace.ts";
import { finishDraft, readDraft } from "./beginSetUp.ts";
import type { LocalVaults } from "./localVaults.ts";
import { putKeyDocument } from "./registerPatient.ts";

/** The admin appointed the wallet; here the authority publishes keys, so that evidence can be sealed. */
export async function prepareAuthoritySetUp(
  workspace: Workspace,
  vaults: LocalVaults,
  draft: SetUpDraft,
  passphrase: string,
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<AuthorityDesk>> {
  const session = readDraft(draft);
  const { ports, wallet } = workspace;
  const number = await ports.reader.findAuthorityNumberOf(wallet);
  if (number === undefined) throw new UseCaseError("usecases.not-an-authority");
  const authority = await ports.reader.authorityByNumber(number);
  const localVault = await session.sealLocalVault(passphrase);
  onProgress?.(0.6, "uploading");
  const keyDocument = await putKeyDocument(
    { ...workspace, session },
    "authority",
    authority.keyVersion + 1,
    null,
    signal,
  );
  onProgress?.(1, "ready");
  const expected = authority.keyDocument ?? zeroDigest;
  return prepareCalls(ports.writer, {
    kind: "set-up-authority",
    facts: { authority: number },
    calls: [ports.writer.calls.replaceAuthorityKeyDocument(number, expected, keyDocument)],
    before: () => vaults.set("authority", localVault),
    undo: () => vaults.delete("authority"),
    async finish() {
      const desk = await openAuthorityDesk({ ...workspace, session }, number);
      finishDraft(draft);
      return desk;
    },
  });
}
