import type { Generation } from "../../domain/brand.ts";
import { CryptoError } from "../errors.ts";
import { wipe } from "../primitives/bytes.ts";
import type { Random } from "../random.ts";
import { newSeed, type Seed } from "./seed.ts";

/** Someone's seeds by generation. The newest one opens the vault that holds the earlier ones. */
export interface Keyring {
  readonly newest: Generation;
  readonly seeds: ReadonlyMap<Generation, Seed>;
}

export function createKeyring(seed: Seed, generation: Generation): Keyring {
  return { newest: generation, seeds: new Map([[generation, seed]]) };
}

/** Throws crypto.unknown-generation. */
export function readSeed(keyring: Keyring, generation: Generation): Seed {
  const seed = keyring.seeds.get(generation);
  if (!seed) throw new CryptoError("crypto.unknown-generation", { details: { generation } });
  return seed;
}

export function withNextGeneration(keyring: Keyring, random: Random): Keyring {
  const newest = (keyring.newest + 1) as Generation;
  return { newest, seeds: new Map(keyring.seeds).set(newest, newSeed(random)) };
}

/** Adds what the vault held; a seed that is already there stays. */
export function withEarlierSeeds(
  keyring: Keyring,
  earlier: ReadonlyMap<Generation, Seed>,
): Keyring {
  return { newest: keyring.newest, seeds: new Map([...earlier, ...keyring.seeds]) };
}

export function wipeKeyring(keyring: Keyring): void {
  wipe(...keyring.seeds.values());
}
