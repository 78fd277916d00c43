// Each error code that can reach a person has a row in docs/errors.md.
import { existsSync, globSync, readFileSync } from "node:fs";

const document = "docs/errors.md";
const layers = "domain|crypto|ipfs|chain|usecases";
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

/**
 * @returns one sentence per finding. The other direction (a row without code behind it) is covered
 * by writing the table from the catalogs: scripts/docs/errorTable.ts --check.
 */
export function checkErrorCodes(): string[] {
  if (!existsSync(document)) return [`${document} is missing.`];
  const documented = new Set(
    [...readFileSync(document, "utf8").matchAll(codeInDocument)].map((match) => match[1]),
  );
  return [...findCodes()]
    .filter(([code]) => !documented.has(code))
    .map(([code, place]) => `${place}: ${code} has no row in ${document}`);
}
