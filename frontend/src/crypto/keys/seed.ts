import type { Brand } from "../../domain/brand.ts";
import { label } from "../labels.ts";
import { ed25519PublicKey } from "../primitives/ed25519.ts";
import { hkdfSha256 } from "../primitives/hkdf.ts";
import { hpkePublicKey } from "../primitives/hpke.ts";
import type { Random } from "../random.ts";
import { signingSuite } from "../suites.ts";

/** 32 random bytes, one per generation; everything of that generation follows from it. */
export type Seed = Brand<Uint8Array, "Seed">;
/** 32 bytes: the X-Wing decapsulation seed of the identity. */
export type IdentityKey = Brand<Uint8Array, "IdentityKey">;
/** 1,216 bytes: ML-KEM-768 encapsulation key and X25519 public key. */
export type IdentityPublicKey = Brand<Uint8Array, "IdentityPublicKey">;
/** 32 bytes: the Ed25519 seed that signs share sheets. */
export type SigningKey = Brand<Uint8Array, "SigningKey">;
/** 32 bytes. */
export type SigningPublicKey = Brand<Uint8Array, "SigningPublicKey">;
/** 32 bytes: all compartment keys of a generation follow from it. */
export type Root = Brand<Uint8Array, "Root">;

export const seedBytes = 32;

export function newSeed(random: Random): Seed {
  return random(seedBytes) as Seed;
}

/** No salt anywhere here: the seed is uniform and the labels keep the purposes apart. */
const noSalt = new Uint8Array(0);

export async function deriveIdentityKey(seed: Seed): Promise<IdentityKey> {
  return (await hkdfSha256(seed, noSalt, label("identity"), 32)) as IdentityKey;
}

export async function deriveIdentityPublicKey(key: IdentityKey): Promise<IdentityPublicKey> {
  return (await hpkePublicKey(key)) as IdentityPublicKey;
}

export async function deriveSigningKey(seed: Seed): Promise<SigningKey> {
  return (await hkdfSha256(seed, noSalt, label("signing", signingSuite), 32)) as SigningKey;
}

export async function deriveSigningPublicKey(key: SigningKey): Promise<SigningPublicKey> {
  return (await ed25519PublicKey(key)) as SigningPublicKey;
}

export async function deriveRoot(seed: Seed): Promise<Root> {
  return (await hkdfSha256(seed, noSalt, label("root"), 32)) as Root;
}

/** Keys for what only the owner reads; each under its own label. */
export async function deriveOwnKey(
  seed: Seed,
  purpose: "profile" | "vault-seeds" | "local-store",
): Promise<Uint8Array> {
  return hkdfSha256(seed, noSalt, label(purpose), 32);
}
