// `npm run bench`: ratios of our speed against a reference in the same run. `--json` prints
// `[{"name", "reference", "seconds", "referenceSeconds", "ratio"}]` and nothing else.
import type { BenchResult } from "./bench/compare.ts";
import { benchCrypto } from "./bench/crypto.ts";
import { benchIpfs } from "./bench/ipfs.ts";

const results: BenchResult[] = [...(await benchCrypto()), ...(await benchIpfs())];

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(results));
} else {
  const rows = results.map(({ name, reference, seconds, referenceSeconds, ratio }) => [
    name,
    `${(seconds * 1_000).toFixed(1)} ms`,
    reference,
    `${(referenceSeconds * 1_000).toFixed(1)} ms`,
    ratio.toFixed(2),
  ]);
  const header = ["what", "median", "against", "median", "ratio"];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [header, ...rows]) {
    console.log(row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  "));
  }
  console.log("\nMedians of one run on this machine; only the ratios travel.");
}
process.exit(0);
