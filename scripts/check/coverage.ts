// `npm run coverage`: runs the contracts' tests instrumented, and fails for every contract with a
// line or statement that no test reaches. Hardhat 3 measures lines and statements, not branches:
// a branch without a statement of its own (a missing else, half a condition) goes unseen.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";

const report = "coverage/lcov.info";

interface FileCoverage {
  file: string;
  lines: number;
  uncovered: number[];
}

function readReport(): FileCoverage[] {
  return readFileSync(report, "utf8")
    .split("end_of_record")
    .filter((section) => section.includes("SF:"))
    .map((section) => {
      const lines = [...section.matchAll(/^DA:(\d+),(\d+)/gm)];
      return {
        file: /^SF:(.+)$/m.exec(section)?.[1] ?? "?",
        lines: lines.length,
        uncovered: lines.filter(([, , hits]) => hits === "0").map(([, line]) => Number(line)),
      };
    })
    .filter(({ file, lines }) => file.startsWith("contracts/") && lines > 0);
}

/** Runs the tests, shows them as they go, and returns what they said. */
function runTests(): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ["node_modules/hardhat/dist/src/cli.js", "--coverage", "test"],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

rmSync(report, { force: true });
const { code, output } = await runTests();
if (code !== 0) console.log("A test failed while coverage was measured (see above).");
const files = existsSync(report) ? readReport() : [];
const short = files.filter(({ uncovered }) => uncovered.length > 0);
for (const { file, uncovered } of short) console.log(`${file}: no test reaches line ${uncovered}`);
// Statements only show in Hardhat's table: "║ Total │ 100.00 │ 98.75 │ ║".
const statements = Number(/Total\s*│\s*[\d.]+\s*│\s*([\d.]+)/.exec(output)?.[1] ?? Number.NaN);
const statementsCovered = statements === 100;
if (!statementsCovered) console.log(`Statements reached: ${statements} %. See coverage/html.`);

const failed = short.length + (statementsCovered ? 0 : 1) + (code === 0 ? 0 : 1);
const passed = files.length - short.length + (statementsCovered ? 1 : 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && files.length > 0 ? 0 : 1;
