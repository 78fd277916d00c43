import { z } from "zod";
import type { MyKey } from "../../crypto/crypto.ts";
import type { Digest, Generation, PatientNumber } from "../../domain/brand.ts";
import type { LocalStore } from "../localStore.ts";

const keySchema = z.object({
  keyVersion: z.int().positive(),
  keyDocument: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/)
    .transform((value) => value as Digest),
  generation: z
    .int()
    .positive()
    .transform((value) => value as Generation),
});

/**
 * The person's identities as others knew them, newest first: what was sealed to an earlier one,
 * just before it was replaced, opens with that one only. Digests and versions are public; the
 * chain keeps the present ones in state and the earlier ones in events, which RPCs forget.
 */
export async function rememberOwnKeys(store: LocalStore, current: MyKey): Promise<MyKey[]> {
  const { kind, number } = current.recipient;
  const key = `own-keys/${kind}/${number}`;
  const earlier = await readKeys(store, key);
  const known = [
    {
      keyVersion: current.recipient.keyVersion,
      keyDocument: current.keyDocument,
      generation: current.generation,
    },
    ...earlier.filter(({ keyVersion }) => keyVersion !== current.recipient.keyVersion),
  ];
  if (earlier[0]?.keyDocument !== current.keyDocument) {
    await store.set(key, new TextEncoder().encode(JSON.stringify(known)));
  }
  return known.map(({ keyVersion, keyDocument, generation }) => ({
    recipient: { kind, number, keyVersion },
    keyDocument,
    generation,
  }));
}

/** The key documents under which this browser knew the person, newest first. */
export async function listOwnKeyDocuments(
  store: LocalStore,
  patient: PatientNumber,
): Promise<Digest[]> {
  const keys = await readKeys(store, `own-keys/person/${patient}`);
  return keys.map(({ keyDocument }) => keyDocument);
}

async function readKeys(store: LocalStore, key: string): Promise<z.output<typeof keySchema>[]> {
  const bytes = await store.get(key);
  if (bytes === undefined) return [];
  try {
    return z
      .array(keySchema)
      .max(1_000)
      .parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return [];
  }
}
