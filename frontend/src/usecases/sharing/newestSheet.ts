import { z } from "zod";
import type { CryptoSession } from "../../crypto/crypto.ts";
import type { ShareSheet } from "../../crypto/documents/shareSheet.ts";
import type { Digest, PatientNumber } from "../../domain/brand.ts";
import type { Ports } from "../ports.ts";

const newestSchema = z.object({
  digest: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/)
    .transform((value) => value as Digest),
  sequence: z.int().positive(),
});
type NewestSheet = z.output<typeof newestSchema>;

interface Reader {
  readonly ports: Ports;
  readonly session: CryptoSession;
  readonly patient: PatientNumber;
}

/**
 * The newest of the owner's sheets that this browser has seen: who puts an older one back, signed
 * though it is, can't hide whom the newer one names.
 */
export async function readNewestSheet({
  ports,
  session,
  patient,
}: Reader): Promise<NewestSheet | undefined> {
  const key = keyOf(patient);
  const sealed = await ports.store.get(key);
  if (sealed === undefined) return undefined;
  try {
    const content = await session.openLocal(key, sealed);
    return newestSchema.parse(JSON.parse(new TextDecoder().decode(content)));
  } catch {
    return undefined;
  }
}

export async function rememberNewestSheet(
  reader: Reader,
  digest: Digest,
  { sequence }: Pick<ShareSheet, "sequence">,
): Promise<void> {
  const known = await readNewestSheet(reader);
  if (known !== undefined && known.sequence >= sequence) return;
  const key = keyOf(reader.patient);
  const content = new TextEncoder().encode(JSON.stringify({ digest, sequence }));
  await reader.ports.store.set(key, await reader.session.sealLocal(key, content));
}

function keyOf(patient: PatientNumber): string {
  return `newest-sheet/${patient}`;
}
