// `npm run coverage`: runs the contracts' tests instrumented, and fails for every contract with a
// line, statement or branch that no test reaches. Hardhat 3 measures lines and statements; branches
// (each condition, operand of && and ||, and ternary, both ways) are added by scripts/branches.
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, globSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { type Branch, findBranches } from "../branches/branches.ts";

const report = "coverage/lcov.info";

/** What Hardhat says of one file. */
interface Reached {
  lines: number;
  uncovered: number[];
}

interface Row extends Reached {
  file: string;
  /** Percent. */
  statements: number;
  branches: readonly Branch[];
  missed: readonly Branch[];
}

function readLines(): Map<string, Reached> {
  const sections = readFileSync(report, "utf8").split("end_of_record");
  return new Map(
    sections
      .filter((section) => section.includes("SF:"))
      .map((section) => {
        const lines = [...section.matchAll(/^DA:(\d+),(\d+)/gm)];
        const uncovered = lines.filter(([, , hits]) => hits === "0").map(([, line]) => line);
        const file = /^SF:(.+)$/m.exec(section)?.[1] ?? "?";
        return [file, { lines: lines.length, uncovered: uncovered.map(Number) }];
      }),
  );
}

/** Statements only show in Hardhat's table: "║ contracts/Staff.sol │ 100.00 │ 98.75 │ - ║". */
function readStatements(output: string): Map<string, number> {
  const rows = output.matchAll(/(contracts\/\S+\.sol)\s*│\s*[\d.]+\s*│\s*([\d.]+)/g);
  return new Map([...rows].map(([, file = "?", percent]) => [file, Number(percent)]));
}

/** The tags of everything that was reached, in hex. */
function readTags(): Set<string> {
  return new Set(
    globSync("coverage/data/**/*.json").flatMap((file) =>
      Object.keys(JSON.parse(readFileSync(file, "utf8")) as Record<string, number>),
    ),
  );
}

function readRows(output: string): Row[] {
  const lines = readLines();
  const statements = readStatements(output);
  const tags = readTags();
  return globSync("contracts/**/*.sol")
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => lines.has(file))
    .sort()
    .map((file) => {
      const branches = findBranches(file, readFileSync(file, "utf8"));
      return {
        file,
        ...(lines.get(file) ?? { lines: 0, uncovered: [] }),
        statements: statements.get(file) ?? 0,
        branches,
        missed: branches.filter(({ tag }) => !tags.has(tag)),
      };
    });
}

/** Adds the branches to the report that tools read. */
function appendBranches(rows: readonly Row[]): void {
  for (const { file, branches, missed } of rows) {
    if (branches.length === 0) continue;
    const lines = branches.map(
      (branch, index) =>
        `BRDA:${branch.condition.line},${index >> 1},${index % 2},${missed.includes(branch) ? 0 : 1}`,
    );
    const totals = [`BRF:${branches.length}`, `BRH:${branches.length - missed.length}`];
    appendFileSync(
      report,
      `TN:\n${[`SF:${file}`, ...lines, ...totals].join("\n")}\nend_of_record\n`,
    );
  }
}

function percent(reached: number, all: number): string {
  return all === 0 ? "-" : ((100 * reached) / all).toFixed(2);
}

function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ file }) => file.length), 5);
  console.log(`\n${"file".padEnd(width)}    lines  statements  branches`);
  const print = (name: string, cells: readonly string[]) =>
    console.log(
      [name.padEnd(width), ...cells.map((cell, i) => cell.padStart([7, 10, 8][i] ?? 0))].join("  "),
    );
  for (const { file, lines, uncovered, statements, branches, missed } of rows) {
    print(file, [
      percent(lines - uncovered.length, lines),
      statements.toFixed(2),
      percent(branches.length - missed.length, branches.length),
    ]);
  }
  const sum = (count: (row: Row) => number) => rows.reduce((total, row) => total + count(row), 0);
  const lines = sum((row) => row.lines);
  const branches = sum((row) => row.branches.length);
  print("all", [
    percent(lines - sum((row) => row.uncovered.length), lines),
    rows.every(({ statements }) => statements === 100) ? "100.00" : "< 100",
    percent(branches - sum((row) => row.missed.length), branches),
  ]);
  console.log(`${branches} branches of ${branches / 2} conditions.`);
}

/** Runs the tests, shows them as they go, and returns what they said. */
function runTests(): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        ...[
          "node_modules/hardhat/dist/src/cli.js",
          "--config",
          "scripts/branches/hardhat.config.ts",
        ],
        ...["--coverage", "test"],
      ],
      {
        stdio: ["ignore", "pipe", "inherit"],
        // Instrumented code is slow, and a few runs of random calls reach what many do: `npm test`
        // has done the many.
        env: { FUZZ_RUNS: "16", INVARIANT_RUNS: "2", ...process.env },
      },
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

rmSync("coverage", { recursive: true, force: true });
const { code, output } = await runTests();
if (code !== 0) console.log("A test failed while coverage was measured (see above).");
const rows = existsSync(report) ? readRows(output) : [];
if (rows.length > 0) {
  appendBranches(rows);
  printTable(rows);
}
const short = rows.filter(
  ({ uncovered, statements, missed }) =>
    uncovered.length > 0 || statements !== 100 || missed.length > 0,
);
for (const { file, uncovered, statements, missed } of short) {
  if (uncovered.length > 0) console.log(`${file}: no test reaches line ${uncovered.join(", ")}`);
  if (statements !== 100) console.log(`${file}: ${statements} % of statements, see coverage/html`);
  for (const { condition, outcome } of missed) {
    console.log(`${file}:${condition.line}: never ${outcome}: ${condition.text}`);
  }
}

const failed = short.length + (code === 0 ? 0 : 1);
console.log(`\n${rows.length - short.length} passed, ${failed} failed`);
process.exitCode = failed === 0 && rows.length > 0 ? 0 : 1;
