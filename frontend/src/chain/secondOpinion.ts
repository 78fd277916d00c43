import type { AuthorityNumber, Digest, PatientNumber, ProviderNumber } from "../domain/brand.ts";
import { ChainError } from "./errors.ts";
import { pause } from "./pause.ts";
import type { ChainReader } from "./reader.ts";

/** Which key document somebody's keys come from. */
export interface KeysOnChain {
  readonly keyDocument: Digest;
  readonly keyVersion: number;
}

/** Reads keys to seal to, and whatever else decides whom something is sealed to. */
export interface KeyReader {
  /** How many RPCs agreed on each answer. */
  readonly opinions: 1 | 2;
  patientKeys(patient: PatientNumber): Promise<KeysOnChain>;
  /** Throws chain.providers-unknown. Says nothing about verification: ask the contract. */
  providerKeys(provider: ProviderNumber): Promise<KeysOnChain>;
  /** `keyDocument` undefined: the authority has published no keys yet. */
  authorityKeys(
    authority: AuthorityNumber,
  ): Promise<{ readonly keyDocument: Digest | undefined; readonly keyVersion: number }>;
  /**
   * The first RPC's answer where both give the same.
   * @param compared what must be the same; the whole answer unless told otherwise
   */
  agreed<T>(
    what: string,
    read: (reader: ChainReader) => Promise<T>,
    compared?: (answer: T) => unknown,
  ): Promise<T>;
  /** Whether every RPC, asked by itself, has it so. */
  everyOne(read: (reader: ChainReader) => Promise<boolean>): Promise<boolean>;
}

/**
 * Keys to seal to, compared across two independent RPCs where a second one is set: one that lies
 * could otherwise have a record sealed to its own key. Throws chain.rpc-disagree when the two
 * still differ after `pausesMs` (one may be a block behind), and whatever either of them fails
 * with: a second opinion that can't be had is no second opinion.
 */
export function withSecondOpinion(
  first: ChainReader,
  second: ChainReader | undefined,
  pausesMs: readonly number[] = [500, 2_000],
): KeyReader {
  async function agreed<T>(
    what: string,
    read: (reader: ChainReader) => Promise<T>,
    compared: (answer: T) => unknown = (answer) => answer,
  ): Promise<T> {
    if (second === undefined) return read(first);
    for (let attempt = 0; ; attempt += 1) {
      const [one, other] = await Promise.all([read(first), read(second)]);
      if (JSON.stringify(compared(one)) === JSON.stringify(compared(other))) return one;
      const wait = pausesMs[attempt];
      if (wait === undefined) throw new ChainError("chain.rpc-disagree", { details: { what } });
      await pause(wait);
    }
  }

  async function keysOf<T extends { keyDocument: Digest | undefined; keyVersion: number }>(
    what: string,
    read: (reader: ChainReader) => Promise<T>,
  ): Promise<Pick<T, "keyDocument" | "keyVersion">> {
    return agreed(what, async (reader) => {
      const { keyDocument, keyVersion } = await read(reader);
      return { keyDocument, keyVersion };
    });
  }

  async function everyOne(read: (reader: ChainReader) => Promise<boolean>): Promise<boolean> {
    const readers = second === undefined ? [first] : [first, second];
    return (await Promise.all(readers.map(read))).every(Boolean);
  }

  return {
    agreed,
    everyOne,
    opinions: second === undefined ? 1 : 2,
    patientKeys: (patient) =>
      keysOf(`patient ${patient}`, (reader) => reader.patientByNumber(patient)),
    providerKeys: (provider) =>
      keysOf(`provider ${provider}`, (reader) => reader.providerByNumber(provider)),
    authorityKeys: (authority) =>
      keysOf(`authority ${authority}`, (reader) => reader.authorityByNumber(authority)),
  };
}
