import { uniform } from "../compartmentNumbering.ts";
import { CryptoError } from "../errors.ts";
import { type Seed, seedBytes } from "../keys/seed.ts";
import { findBase64Url, toBase64Url } from "../primitives/base64url.ts";
import { concat, sameBytes, utf8 } from "../primitives/bytes.ts";
import { findSeed, isKnownWord, toWords } from "../primitives/mnemonic.ts";
import { sha256 } from "../primitives/sha256.ts";
import type { Random } from "../random.ts";

/**
 * The recovery sheet is the seed itself, on paper, twice: as 24 words (BIP-39) for
 * people and as a QR code for cameras. It needs nothing else, and opens everything.
 */
export const recoveryWordCount = 24;
const codePrefix = "HRS1:";
const codeChecksumBytes = 4;

export interface RecoverySheet {
  readonly words: readonly string[];
  /** Text of the QR code: "HRS1:" and base64url of the seed and 4 bytes of checksum. */
  readonly code: string;
}

export async function writeRecoverySheet(seed: Seed): Promise<RecoverySheet> {
  return {
    words: toWords(seed),
    code: codePrefix + toBase64Url(concat(seed, await codeChecksum(seed))),
  };
}

/**
 * From what someone typed: any spacing, any case. Throws crypto.recovery-word-count,
 * crypto.recovery-unknown-word (details.position counts from 1) or
 * crypto.recovery-checksum.
 */
export function readRecoveryWords(text: string): Seed {
  const words = text
    .normalize("NFKD")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
  if (words.length !== recoveryWordCount) {
    throw new CryptoError("crypto.recovery-word-count", { details: { words: words.length } });
  }
  const unknown = words.findIndex((word) => !isKnownWord(word));
  if (unknown >= 0) {
    throw new CryptoError("crypto.recovery-unknown-word", { details: { position: unknown + 1 } });
  }
  const seed = findSeed(words);
  if (!seed) throw new CryptoError("crypto.recovery-checksum");
  return seed as Seed;
}

/** From the QR code. Throws crypto.recovery-code, or crypto.newer-format for "HRS2:". */
export async function readRecoveryCode(text: string): Promise<Seed> {
  const code = text.trim();
  if (/^HRS([2-9]|[1-9]\d+):/.test(code)) throw new CryptoError("crypto.newer-format");
  const bytes = code.startsWith(codePrefix)
    ? findBase64Url(code.slice(codePrefix.length))
    : undefined;
  const seed = bytes?.slice(0, seedBytes);
  if (
    !bytes ||
    !seed ||
    bytes.length !== seedBytes + codeChecksumBytes ||
    !sameBytes(await codeChecksum(seed), bytes.subarray(seedBytes))
  ) {
    throw new CryptoError("crypto.recovery-code");
  }
  return seed as Seed;
}

/** Two different word numbers (1..24, ascending) to ask for after the sheet was saved. */
export function pickWordsToCheck(random: Random): [number, number] {
  const first = uniform(recoveryWordCount, random);
  const second = (first + 1 + uniform(recoveryWordCount - 1, random)) % recoveryWordCount;
  return first < second ? [first + 1, second + 1] : [second + 1, first + 1];
}

async function codeChecksum(seed: Uint8Array): Promise<Uint8Array> {
  return (await sha256(concat(utf8(codePrefix), seed))).slice(0, codeChecksumBytes);
}
