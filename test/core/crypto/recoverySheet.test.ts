import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Seed } from "../../../frontend/src/crypto/keys/seed.ts";
import { toBase64Url } from "../../../frontend/src/crypto/primitives/base64url.ts";
import {
  pickWordsToCheck,
  readRecoveryCode,
  readRecoveryWords,
  writeRecoverySheet,
} from "../../../frontend/src/crypto/recovery/recoverySheet.ts";
import { repeatableRandom } from "./cast.ts";

const aSeed = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => bytes as Uint8Array as Seed);
const seed = repeatableRandom("sheet")(32) as Seed;
const { words, code } = await writeRecoverySheet(seed);
const thrown = (error: object) => expect.objectContaining(error);

test("words and code both give the seed back", async () => {
  await fc.assert(
    fc.asyncProperty(aSeed, async (any) => {
      const sheet = await writeRecoverySheet(any);
      expect(sheet.words).toHaveLength(24);
      expect(readRecoveryWords(sheet.words.join(" "))).toEqual(any);
      expect(await readRecoveryCode(sheet.code)).toEqual(any);
    }),
  );
});

test("words may be numbered, in capitals, over several lines", () => {
  const typed = words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`).join("\n");
  expect(readRecoveryWords(typed)).toEqual(seed);
});

describe("mistakes are told apart", () => {
  test.each([0, 12, 23, 25])("%i words", (count) => {
    const typed = [...words, "abandon"].slice(0, count).join(" ");
    expect(() => readRecoveryWords(typed)).toThrow(
      thrown({ code: "crypto.recovery-word-count", details: { words: count } }),
    );
  });

  test("a word that isn't on the list, by its number and without repeating it", () => {
    const typed = words.with(6, "hospittal").join(" ");
    expect(() => readRecoveryWords(typed)).toThrow(
      thrown({ code: "crypto.recovery-unknown-word", details: { position: 7 } }),
    );
  });

  test("two words swapped", () => {
    const typed = words
      .with(0, words[1] ?? "")
      .with(1, words[0] ?? "")
      .join(" ");
    expect(() => readRecoveryWords(typed)).toThrow(thrown({ code: "crypto.recovery-checksum" }));
  });

  test.each([
    ["a website's", "https://example.org/#/p/1"],
    ["one with a changed letter", code.replace(/.$/, (last) => (last === "A" ? "E" : "A"))],
    ["a cut one", code.slice(0, -4)],
    ["one without checksum", `HRS1:${toBase64Url(seed)}`],
    ["nothing", ""],
  ])("%s QR code", async (_, text) => {
    await expect(readRecoveryCode(text)).rejects.toMatchObject({ code: "crypto.recovery-code" });
  });

  test("a newer sheet's code", async () => {
    await expect(readRecoveryCode("HRS2:abc")).rejects.toMatchObject({
      code: "crypto.newer-format",
    });
  });
});

test("two different words are asked for, any two, in order", () => {
  const random = repeatableRandom("check");
  const asked = Array.from({ length: 3000 }, () => pickWordsToCheck(random));
  for (const [first, second] of asked) {
    expect(first).toBeGreaterThanOrEqual(1);
    expect(second).toBeLessThanOrEqual(24);
    expect(first).toBeLessThan(second);
  }
  expect(new Set(asked.map(String)).size).toBe((24 * 23) / 2);
});
