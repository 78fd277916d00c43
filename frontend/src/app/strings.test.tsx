import { describe, expect, test } from "vitest";
import { preferredLanguage, resources } from "./i18n.ts";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.tsx"], {
  query: "?raw",
  import: "default",
  eager: true,
});

function keysOf(strings: unknown, prefix: string): string[] {
  if (typeof strings === "string") return [prefix];
  return Object.entries(strings ?? {}).flatMap(([key, value]) =>
    keysOf(value, prefix === "" ? key : `${prefix}.${key}`),
  );
}

/** What the code asks for: "ui.back", or a pattern where a part is computed. */
function askedFor(source: string): { shown: string; pattern: RegExp }[] {
  return [...source.matchAll(/\bt\(\s*(?:"([\w.]+)"|`([^`]+)`)/g)].map((match) => {
    const shown = match[1] ?? match[2] ?? "";
    const pattern = shown
      .replace(/\$\{[^}]+\}/g, "@")
      .replaceAll(".", "\\.")
      .replaceAll("@", "[^.]+");
    return { shown, pattern: new RegExp(`^${pattern}(_one|_other|_zero|_few|_many|_two)?$`) };
  });
}

const english = keysOf(resources.en?.translation, "");
const asked = Object.entries(sources).flatMap(([file, source]) =>
  askedFor(source).map((key) => ({ ...key, file })),
);

describe("strings", () => {
  test("exist for everything that the code asks for", () => {
    expect(asked.length).toBeGreaterThan(80);
    const missing = asked.filter(({ pattern }) => !english.some((key) => pattern.test(key)));
    expect(missing.map(({ file, shown }) => `${file}: ${shown}`)).toEqual([]);
  });

  test("of the kit and the shell are all asked for", () => {
    // A key may travel in a variable; then it is named somewhere, as a whole or as a pattern.
    const named = Object.values(sources).join("\n");
    const patterns = [...named.matchAll(/`((?:ui|app)\.[^`]+)`/g)].flatMap((match) =>
      askedFor(`t(\`${match[1]}\`)`),
    );
    const unused = english
      .filter((key) => /^(ui|app)\./.test(key))
      .filter((key) => ![...asked, ...patterns].some(({ pattern }) => pattern.test(key)))
      .filter((key) => !named.includes(`"${key}"`));
    expect(unused).toEqual([]);
  });

  test("hold no exclamation mark, no jargon, and no empty text", () => {
    const texts = (strings: unknown): string[] =>
      typeof strings === "string" ? [strings] : Object.values(strings ?? {}).flatMap(texts);
    const all = texts(resources.en?.translation);
    expect(all.filter((text) => /!|\bgas\b|\bCID\b|\bpinned\b|\brevoke/i.test(text))).toEqual([]);
    expect(all.filter((text) => text.trim() === "")).toEqual([]);
  });
});

test("takes the browser's first language that there is, with its region, English otherwise", () => {
  expect(preferredLanguage(["xx", "en-GB", "en"])).toBe("en-GB");
  expect(preferredLanguage(["xx"])).toBe("en");
});
