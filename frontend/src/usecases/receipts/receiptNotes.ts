import { z } from "zod";
import type { Digest, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import type { RecordRef } from "../../domain/recordRef.ts";
import type { UnlockedWorkspace } from "../workspace.ts";

const noteSchema = z.object({
  patient: z
    .int()
    .positive()
    .transform((value) => value as PatientNumber),
  /** Whom the doctor spoke for; the provider's own number otherwise. */
  provider: z
    .int()
    .positive()
    .transform((value) => value as ProviderNumber),
  ref: z
    .int()
    .nonnegative()
    .transform((value) => value as RecordRef),
  manifest: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/)
    .transform((value) => value as Digest),
  /** Unix seconds. */
  openedAt: z.int().positive(),
});

const notesSchema = z.array(noteSchema).max(100_000);

export type ReceiptNote = z.output<typeof noteSchema>;

/** One receipt's worth: what was opened of one patient, for one provider, in one session. */
export interface NotedSession {
  readonly key: string;
  readonly patient: PatientNumber;
  readonly provider: ProviderNumber;
  readonly notes: readonly ReceiptNote[];
}

/**
 * Openings that the patient hasn't been told of yet: kept in this browser, sealed under the
 * provider's own key, one entry per patient and session, until their receipt is on the chain.
 */
export class ReceiptNotes {
  readonly #workspace: UnlockedWorkspace;
  readonly #prefix: string;
  /** Tells this session's openings from those of earlier ones. */
  readonly #session: string;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(workspace: UnlockedWorkspace, provider: ProviderNumber) {
    this.#workspace = workspace;
    this.#prefix = `openings/${provider}/`;
    const random = workspace.ports.random(8);
    this.#session = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Before the file is shown: an opening that can't be noted isn't one. */
  add(note: ReceiptNote): Promise<void> {
    const key = `${this.#prefix}${note.patient}/${note.provider}/${this.#session}`;
    // One after the other: two at once would overwrite each other.
    const written = this.#writing.then(async () => {
      const notes = [...(await this.#read(key)), note];
      const content = new TextEncoder().encode(JSON.stringify(notes));
      const { session, ports } = this.#workspace;
      await ports.store.set(key, await session.sealLocal(key, content));
    });
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async list(): Promise<NotedSession[]> {
    const keys = await this.#workspace.ports.store.keys(this.#prefix);
    const sessions = await Promise.all(
      [...keys].sort().map(async (key) => ({ key, notes: await this.#read(key) })),
    );
    return sessions.flatMap(({ key, notes }) => {
      const [first] = notes;
      return first === undefined
        ? []
        : [{ key, patient: first.patient, provider: first.provider, notes }];
    });
  }

  /** Once their receipt is on the chain. What was noted in the meantime stays. */
  async remove({ key, notes }: NotedSession): Promise<void> {
    const written = this.#writing.then(async () => {
      const later = (await this.#read(key)).slice(notes.length);
      const { session, ports } = this.#workspace;
      if (later.length === 0) await ports.store.delete(key);
      else {
        const content = new TextEncoder().encode(JSON.stringify(later));
        await ports.store.set(key, await session.sealLocal(key, content));
      }
    });
    this.#writing = written.catch(() => undefined);
    await written;
  }

  /** What can't be opened any more (another seed, damage) is as good as none. */
  async #read(key: string): Promise<ReceiptNote[]> {
    const { session, ports } = this.#workspace;
    const sealed = await ports.store.get(key);
    if (sealed === undefined) return [];
    try {
      const content = await session.openLocal(key, sealed);
      return notesSchema.parse(JSON.parse(new TextDecoder().decode(content)));
    } catch {
      return [];
    }
  }
}
