// `npm test`: every suite in order, to the end even when one fails; then one table and the line
// `N passed, N failed`.
//   npm test                          all suites
//   npm test -- core e2e              some of them
//   npm test -- core -- -t "revoked"  what follows the second `--` goes to the runner
import { spawn } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBrowser } from "./setup/browser.ts";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** "test: what was wrong", a line each. */
  failures: readonly string[];
}

interface Suite {
  name: string;
  /** Its test files; a suite without any fails. */
  files: string;
  needs: readonly ("contracts" | "browser")[];
  /** Arguments for Node, given the file to report to. */
  command: (reportFile: string) => string[];
  environment?: (reportFile: string) => Record<string, string>;
  readCounts: (report: unknown) => Counts;
}

const vitest = "node_modules/vitest/vitest.mjs";

function vitestSuite(name: string, files: string, needs: Suite["needs"]): Suite {
  return {
    name,
    files,
    needs,
    command: (reportFile) => [
      ...[vitest, "run", "--project", name, "--reporter=default", "--reporter=json"],
      `--outputFile.json=${reportFile}`,
    ],
    readCounts: readVitestCounts,
  };
}

const suites: readonly Suite[] = [
  {
    name: "contracts",
    files: "test/contracts/**/*.{ts,sol}",
    needs: ["contracts"],
    command: (reportFile) => ["scripts/testing/contracts.ts", reportFile],
    readCounts: readContractCounts,
  },
  vitestSuite("core", "test/core/**/*.test.ts", ["contracts"]),
  vitestSuite("ipfs", "test/ipfs/**/*.test.ts", []),
  vitestSuite("usecases", "test/usecases/**/*.test.ts", ["contracts"]),
  vitestSuite("commands", "test/commands/**/*.test.ts", ["contracts"]),
  vitestSuite("components", "frontend/src/**/*.test.tsx", ["browser"]),
  {
    name: "e2e",
    files: "test/e2e/**/*.spec.ts",
    needs: ["contracts", "browser"],
    command: () => ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
    environment: (reportFile) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile }),
    readCounts: readPlaywrightCounts,
  },
];

interface Outcome extends Counts {
  suite: string;
  seconds: number;
  /** Why the suite failed although no test did. */
  problem?: string;
}

async function main(): Promise<number> {
  const { chosen, allowMissing, runnerArguments } = readArguments(process.argv.slice(2));
  const outcomes: Outcome[] = [];
  for (const suite of chosen) {
    if (globSync(suite.files).length === 0) {
      if (!allowMissing) outcomes.push(failure(suite, `no tests in ${suite.files}`));
      continue;
    }
    process.stdout.write(`\n══ ${suite.name} ${"═".repeat(Math.max(3, 60 - suite.name.length))}\n`);
    const outcome = await runSuite(suite, runnerArguments);
    if (outcome.problem !== undefined) console.log(`${suite.name}: ${outcome.problem}`);
    outcomes.push(outcome);
    if (interrupted) break;
  }
  return report(outcomes);
}

function readArguments(args: readonly string[]) {
  const separator = args.indexOf("--");
  const own = separator === -1 ? args : args.slice(0, separator);
  const names = own.filter((argument) => argument !== "--allow-missing");
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`There is no suite called ${unknown.join(", ")}.`);
    console.error(`Suites: ${suites.map((suite) => suite.name).join(", ")}`);
    process.exit(2);
  }
  return {
    chosen: suites.filter((suite) => names.length === 0 || names.includes(suite.name)),
    allowMissing: own.includes("--allow-missing"),
    runnerArguments: separator === -1 ? [] : args.slice(separator + 1),
  };
}

async function runSuite(suite: Suite, runnerArguments: readonly string[]): Promise<Outcome> {
  const started = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), "health-records-test-"));
  const reportFile = path.join(folder, "report.json");
  try {
    if (suite.needs.includes("browser")) ensureBrowser();
    if (suite.needs.includes("contracts")) {
      if ((await run(["scripts/setup/compile.mjs"])) !== 0) {
        return failure(suite, "the contracts don't compile");
      }
    }
    const exitCode = await run(
      [...suite.command(reportFile), ...runnerArguments],
      suite.environment?.(reportFile),
    );
    const seconds = (performance.now() - started) / 1000;
    if (!existsSync(reportFile)) {
      return { ...failure(suite, `the runner ended (${exitCode}) without a report`), seconds };
    }
    const report: unknown = JSON.parse(readFileSync(reportFile, "utf8"));
    const counts = suite.readCounts(report);
    const outcome: Outcome = { suite: suite.name, ...counts, seconds };
    if (counts.passed + counts.failed === 0) {
      return { ...outcome, failed: 1, problem: "no test ran" };
    }
    if (exitCode !== 0 && counts.failed === 0) {
      return {
        ...outcome,
        failed: 1,
        problem: `the runner failed outside its tests (${exitCode})`,
      };
    }
    return outcome;
  } catch (error) {
    return failure(suite, error instanceof Error ? error.message : String(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failure(suite: Suite, problem: string): Outcome {
  return { suite: suite.name, passed: 0, failed: 1, skipped: 0, failures: [], seconds: 0, problem };
}

let interrupted = false;

/** Runs Node in the foreground and returns its exit code. */
function run(args: readonly string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...environment },
    });
    const stop = (signal: NodeJS.Signals) => {
      interrupted = true;
      child.kill(signal);
    };
    process.once("SIGINT", stop).once("SIGTERM", stop);
    const forget = () => process.off("SIGINT", stop).off("SIGTERM", stop);
    child.once("error", (error) => {
      forget();
      reject(error);
    });
    child.once("exit", (code) => {
      forget();
      resolve(code ?? 1);
    });
  });
}

function report(outcomes: readonly Outcome[]): number {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log(`\n${"suite".padEnd(12)}  passed  failed  skipped  seconds`);
  for (const outcome of outcomes) {
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.skipped += outcome.skipped;
    const cells = [
      outcome.suite.padEnd(12),
      String(outcome.passed).padStart(6),
      String(outcome.failed).padStart(6),
      String(outcome.skipped).padStart(7),
      outcome.seconds.toFixed(1).padStart(7),
      outcome.problem ?? "",
    ];
    console.log(cells.join("  ").trimEnd());
  }
  if (interrupted) console.log("Stopped before the end.");
  // Once more, where whoever reads only the end of a long output finds them.
  for (const { suite, failures, problem } of outcomes) {
    if (problem !== undefined) console.log(`✗ ${suite}: ${firstLineOf(problem)}`);
    for (const failure of failures) console.log(`✗ ${suite}: ${firstLineOf(failure)}`);
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 || interrupted ? 1 : 0;
}

function readContractCounts(value: unknown): Counts {
  const { solidity, mocha } = value as { solidity: Counts; mocha: Counts };
  return {
    passed: solidity.passed + mocha.passed,
    failed: solidity.failed + mocha.failed,
    skipped: solidity.skipped + mocha.skipped,
    failures: [...solidity.failures, ...mocha.failures],
  };
}

const ansiColours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

function firstLineOf(text: string): string {
  const [first = ""] = text.replaceAll(ansiColours, "").trim().split("\n");
  return first.slice(0, 300);
}

function readVitestCounts(value: unknown): Counts {
  const summary = value as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: readonly {
      name: string;
      status: string;
      message?: string;
      assertionResults: readonly {
        status: string;
        fullName: string;
        failureMessages?: readonly string[];
      }[];
    }[];
  };
  // A file that could not be loaded has no tests in it, and counts as one that failed.
  const broken = summary.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: summary.numPassedTests,
    failed: summary.numFailedTests + broken.length,
    skipped: summary.numPendingTests + summary.numTodoTests,
    failures: [
      ...broken.map(({ name, message }) => `${path.basename(name)}: ${message ?? "not loaded"}`),
      ...summary.testResults
        .flatMap((file) => file.assertionResults)
        .filter(({ status }) => status === "failed")
        .map(({ fullName, failureMessages = [] }) => `${fullName}: ${failureMessages[0] ?? "?"}`),
    ],
  };
}

function readPlaywrightCounts(value: unknown): Counts {
  const { stats, suites: files } = value as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    suites: readonly PlaywrightSuite[];
  };
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    failures: files.flatMap(readPlaywrightFailures),
  };
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly {
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

function readPlaywrightFailures({ suites: inner = [], specs }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .flatMap(({ results }) => results)
      .flatMap(({ error }) =>
        error === undefined ? [] : [`${file} › ${title}: ${error.message ?? "?"}`],
      ),
  );
  return [...own, ...inner.flatMap(readPlaywrightFailures)];
}

process.exitCode = await main();
