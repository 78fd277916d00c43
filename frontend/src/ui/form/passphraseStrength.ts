export type PassphraseStrength = "empty" | "short" | "weak" | "fair" | "good";

/**
 * Advice, not a rule: how hard a passphrase is to guess, by its length in different characters and
 * its words. There are no composition rules (NIST SP 800-63B): they make people choose "Passw0rd!".
 */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  const text = passphrase.normalize("NFKC").trim();
  if (text === "") return "empty";
  if (text.length < 8) return "short";
  // A run or a repetition counts as one character: "aaaaaaaa", "12345678", "abcabcabc".
  const effective = withoutRuns(text.replace(/(.{1,6}?)\1+/gu, "$1"));
  const words = new Set(
    text
      .toLowerCase()
      .split(/[\s\-_.,]+/u)
      .filter((word) => word.length > 2),
  );
  if (effective < 8 || /pass(word|phrase)|qwerty|letmein/i.test(text)) return "weak";
  if (words.size >= 4 || effective >= 18) return "good";
  if (words.size === 3 || effective >= 13) return "fair";
  return "weak";
}

function withoutRuns(text: string): number {
  let count = 0;
  let previous = Number.NaN;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (Math.abs(code - previous) !== 1) count += 1;
    previous = code;
  }
  return count;
}
