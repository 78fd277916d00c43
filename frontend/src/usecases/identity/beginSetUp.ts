import type { Crypto, CryptoSession } from "../../crypto/crypto.ts";
import type { Random } from "../../crypto/random.ts";
import { pickWordsToCheck } from "../../crypto/recovery/recoverySheet.ts";
import { UseCaseError } from "../errors.ts";
import type { SetUpDraft } from "../useCases.ts";

/** The keys behind a draft: screens hold the draft, only this layer gets at the session. */
const sessions = new WeakMap<SetUpDraft, CryptoSession>();

/** New keys, in memory only, and the sheet to write down before anything is published. */
export async function beginSetUp(crypto: Crypto, random: Random): Promise<SetUpDraft> {
  return createDraft(await crypto.createSession(), random, { keep: false });
}

/** @param keep the session is in use: giving the draft up doesn't lock it. */
export async function createDraft(
  session: CryptoSession,
  random: Random,
  { keep }: { readonly keep: boolean },
): Promise<SetUpDraft> {
  const { words, code } = await session.recoverySheet();
  const [first, second] = pickWordsToCheck(random);
  const matches = (position: number, typed: string) =>
    typed.normalize("NFKD").trim().toLowerCase() === words[position - 1];
  const draft: SetUpDraft = {
    words,
    sheetCode: code,
    checkPositions: [first, second],
    checkWords: (one, other) => matches(first, one) && matches(second, other),
    discard() {
      // After the set-up the keys belong to the app.
      if (!sessions.delete(draft) || keep) return;
      // Wiping can't fail in a way that anyone could act on.
      session.lock().catch(() => undefined);
    },
  };
  sessions.set(draft, session);
  return draft;
}

/** Throws usecases.draft-used. */
export function readDraft(draft: SetUpDraft): CryptoSession {
  const session = sessions.get(draft);
  if (session === undefined) throw new UseCaseError("usecases.draft-used");
  return session;
}

/** The app has taken over the session: the draft may neither be used nor discarded any more. */
export function finishDraft(draft: SetUpDraft): void {
  sessions.delete(draft);
}
