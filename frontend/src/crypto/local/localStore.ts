import { deriveOwnKey, type Seed } from "../keys/seed.ts";
import { label } from "../labels.ts";
import { concat, utf8, wipe } from "../primitives/bytes.ts";
import type { Random } from "../random.ts";
import { openSecretBox, sealSecretBox } from "../secretBox.ts";

/**
 * What this browser keeps for itself (unsent receipts, copies of documents): sealed
 * under a key of the seed, so that it is readable only while unlocked. The purpose
 * (like "receipts 12") is bound: one entry can't stand in for another.
 */
export async function sealLocal(
  seed: Seed,
  purpose: string,
  content: Uint8Array,
  random: Random,
): Promise<Uint8Array> {
  const key = await deriveOwnKey(seed, "local-store");
  const box = await sealSecretBox(key, "local-store", purposeAad(purpose), content, random);
  wipe(key);
  return box;
}

/** Throws crypto.cannot-open. */
export async function openLocal(seed: Seed, purpose: string, box: Uint8Array): Promise<Uint8Array> {
  const key = await deriveOwnKey(seed, "local-store");
  try {
    return await openSecretBox(key, "local-store", purposeAad(purpose), box);
  } finally {
    wipe(key);
  }
}

function purposeAad(purpose: string): Uint8Array {
  return concat(label("local-store"), utf8(purpose));
}
