// docs/errors.md and the code name the same error codes: each code that can reach a person has a
// row, and each row has code behind it.
import { existsSync, globSync, readFileSync } from "node:fs";

const document = "docs/errors.md";
const layers = "domain|crypto|ipfs|chain|usecases|ui|node|cli";
/** A whole string literal that is a code: `"ipfs.cid-mismatch"`. */
const codeLiteral = new RegExp(`["'\`]((?:${layers})\\.[a-z0-9]+(?:-[a-z0-9]+)*)["'\`]`, "g");
/** A code in the document: between backticks. */
const codeInDocument = new RegExp(`\`((?:${layers})\\.[a-z0-9]+(?:-[a-z0-9]+)*)\``, "g");

/** Where each code occurs first. Tests don't count: they may name codes that don't exist. */
function findCodes(): Map<string, string> {
  const places = new Map<string, string>();
  const files = globSync(["frontend/src/**/*.{ts,tsx}", "scripts/**/*.ts"])
    .filter((file) => !/\.test\.tsx?$/.test(file) && !file.includes("generated"))
    .sort();
  for (const file of files) {
    for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
      // A comment may give an example.
      if (/^\s*(?:\/\/|\*|\/\*)/.test(line)) continue;
      for (const match of line.matchAll(codeLiteral)) {
        const code = match[1];
        if (code !== undefined && !places.has(code)) places.set(code, `${file}:${index + 1}`);
      }
    }
  }
  return places;
}

/** @returns one sentence per finding. */
export function checkErrorCodes(): string[] {
  if (!existsSync(document)) return [`${document} is missing.`];
  const documented = new Set(
    [...readFileSync(document, "utf8").matchAll(codeInDocument)].map((match) => match[1]),
  );
  const used = findCodes();
  return [
    ...[...used]
      .filter(([code]) => !documented.has(code))
      .map(([code, place]) => `${place}: ${code} has no row in ${document}`),
    ...[...documented]
      .filter((code) => code !== undefined && !used.has(code))
      .map((code) => `${document}: ${code} is used nowhere`),
  ];
}
