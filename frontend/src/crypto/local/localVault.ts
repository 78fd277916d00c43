import * as z from "zod";
import type { Generation } from "../../domain/brand.ts";
import { encodeDocument, encodePart, parseDocument, parsePart } from "../documents/document.ts";
import { bytesBetween, bytesOf, generationSchema, integer, unique } from "../documents/schemas.ts";
import { CryptoError } from "../errors.ts";
import type { Keyring } from "../keys/keyring.ts";
import type { Seed } from "../keys/seed.ts";
import { label } from "../labels.ts";
import { limits } from "../limits.ts";
import { type Argon2Parameters, argon2id } from "../primitives/argon2id.ts";
import { concat, sameBytes, utf8, wipe } from "../primitives/bytes.ts";
import { encodeCbor } from "../primitives/cbor.ts";
import { sha256 } from "../primitives/sha256.ts";
import type { Random } from "../random.ts";
import { openSecretBox, sealSecretBox, secretBoxOverhead } from "../secretBox.ts";

/**
 * The passphrase lock: the seeds in this browser's own storage under Argon2id. Never
 * published, because a passphrase can be guessed offline for ever.
 *
 * A SHA-256 over everything stands outside, so that a damaged vault and a wrong
 * passphrase are told apart. It protects against accidents only; against a forger,
 * the box does.
 */

/** OWASP's and RFC 9106's second choice: 64 MiB, 3 passes; about 0.4 s on a laptop. */
export const defaultArgon2Parameters: Argon2Parameters = {
  memoryKib: 64 * 1024,
  passes: 3,
  lanes: 1,
};

const localVaultSchema = z.strictObject({
  argon2: z.strictObject({
    memoryKib: integer(limits.argon2.minimumMemoryKib, limits.argon2.maximumMemoryKib),
    passes: integer(limits.argon2.minimumPasses, limits.argon2.maximumPasses),
    lanes: z.literal(1),
  }),
  salt: bytesOf(32),
  box: bytesBetween(secretBoxOverhead + 32, limits.localVaultBytes),
});

const format = {
  type: "local-vault",
  version: 1,
  schema: localVaultSchema,
  maximumBytes: limits.localVaultBytes,
};

const contentSchema = z.strictObject({
  newest: generationSchema,
  seeds: z
    .array(
      z.strictObject({
        generation: generationSchema,
        seed: bytesOf(32) as unknown as z.ZodType<Seed, Uint8Array>,
      }),
    )
    .min(1)
    .max(1_000)
    .refine(unique<{ generation: number }>(({ generation }) => generation)),
});

const checksumBytes = 32;

/** Throws crypto.weak-passphrase or crypto.invalid-input. */
export async function sealLocalVault(
  keyring: Keyring,
  passphrase: string,
  random: Random,
  parameters: Argon2Parameters = defaultArgon2Parameters,
): Promise<Uint8Array> {
  requireStrength(passphrase);
  const { memoryKib, passes } = parameters;
  const argon2 = { memoryKib, passes, lanes: 1 as const };
  const salt = random(32);
  const content = encodePart(contentSchema, {
    newest: keyring.newest,
    seeds: [...keyring.seeds].map(([generation, seed]) => ({ generation, seed })),
  });
  const key = await argon2id(normalized(passphrase), salt, argon2);
  const box = await sealSecretBox(key, "local-vault", headAad(argon2, salt), content, random);
  wipe(key, content);
  const document = encodeDocument(format, { argon2, salt, box });
  return concat(document, await sha256(document));
}

/** Throws crypto.corrupted-vault, crypto.wrong-passphrase or crypto.newer-format. */
export async function openLocalVault(vault: Uint8Array, passphrase: string): Promise<Keyring> {
  const document = vault.subarray(0, Math.max(0, vault.length - checksumBytes));
  const checksum = vault.subarray(document.length);
  if (!sameBytes(await sha256(document), checksum)) throw new CryptoError("crypto.corrupted-vault");
  const { argon2, salt, box } = parseOrCorrupted(document);

  const key = await argon2id(normalized(passphrase), salt, argon2);
  let content: Uint8Array;
  try {
    content = await openSecretBox(key, "local-vault", headAad(argon2, salt), box);
  } catch (cause) {
    throw new CryptoError("crypto.wrong-passphrase", { cause });
  } finally {
    wipe(key);
  }
  const { newest, seeds } = parsePart(contentSchema, content, "local-vault");
  const byGeneration = new Map<Generation, Seed>(
    seeds.map(({ generation, seed }) => [generation, seed]),
  );
  if (!byGeneration.has(newest)) throw new CryptoError("crypto.corrupted-vault");
  return { newest, seeds: byGeneration };
}

function parseOrCorrupted(document: Uint8Array) {
  try {
    return parseDocument(format, document);
  } catch (cause) {
    if (cause instanceof CryptoError && cause.code === "crypto.newer-format") throw cause;
    throw new CryptoError("crypto.corrupted-vault", { cause });
  }
}

/** NFKC, so that one passphrase is one byte string whatever keyboard typed it. */
function normalized(passphrase: string): Uint8Array {
  const bytes = utf8(passphrase.normalize("NFKC"));
  if (bytes.length > limits.passphraseBytes) {
    throw new CryptoError("crypto.invalid-input", { details: { field: "passphrase" } });
  }
  // The WebAssembly refuses an empty password; it is a wrong one like any other.
  return bytes.length === 0 ? new Uint8Array(1) : bytes;
}

function requireStrength(passphrase: string): void {
  if ([...passphrase.normalize("NFKC")].length < limits.passphraseCharacters) {
    throw new CryptoError("crypto.weak-passphrase");
  }
}

function headAad(argon2: Argon2Parameters, salt: Uint8Array): Uint8Array {
  return concat(label("local-vault"), encodeCbor({ argon2: { ...argon2 }, salt }));
}
