import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

/** BIP-39, English list: 32 bytes <-> 24 words, the last of which carries 8 bits of checksum. */
export function toWords(seed: Uint8Array): string[] {
  return entropyToMnemonic(seed, wordlist).split(" ");
}

/** Undefined when the checksum doesn't fit. The words must be on the list. */
export function findSeed(words: readonly string[]): Uint8Array | undefined {
  try {
    return mnemonicToEntropy(words.join(" "), wordlist);
  } catch {
    return undefined;
  }
}

const known = new Set(wordlist);

export function isKnownWord(word: string): boolean {
  return known.has(word);
}
