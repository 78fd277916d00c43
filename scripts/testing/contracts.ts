// Runs the contracts' tests (Solidity, then mocha) in one Hardhat, and writes what happened as
// JSON to the file named by the first argument. Hardhat itself reports no counts to programs, and
// its mocha totals take a test that never ran for a passed one, so the tests are counted here.
import { writeFileSync } from "node:fs";
import hre from "hardhat";
import Mocha from "mocha";

export interface ContractCounts {
  passed: number;
  failed: number;
  skipped: number;
  /** "test: what was wrong", a line each. */
  failures: string[];
}

const counts: Record<"solidity" | "mocha", ContractCounts> = {
  solidity: { passed: 0, failed: 0, skipped: 0, failures: [] },
  mocha: { passed: 0, failed: 0, skipped: 0, failures: [] },
};

/** Mocha's usual output, with every test's end noted. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;
    runner.on(EVENT_TEST_PASS, () => {
      counts.mocha.passed += 1;
    });
    runner.on(EVENT_TEST_FAIL, (test: Mocha.Test, error: Error) => {
      counts.mocha.failed += 1; // a failing hook, too
      counts.mocha.failures.push(`${test.fullTitle()}: ${error.message}`);
    });
    runner.on(EVENT_TEST_PENDING, () => {
      counts.mocha.skipped += 1;
    });
  }
}

/** What Hardhat's Solidity runner reports. Its own totals were seen to be 0 after a run. */
interface SolidityReport {
  suiteResults?: readonly { testResults: readonly { name?: string; status: string }[] }[];
}

interface TaskOutcome {
  success?: boolean;
  value?: SolidityReport;
  error?: SolidityReport;
}

function countSolidity({ suiteResults = [] }: SolidityReport): ContractCounts {
  const statuses = suiteResults.flatMap((suite) => suite.testResults.map(({ status }) => status));
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  const failures = suiteResults.flatMap((suite) =>
    suite.testResults.flatMap(({ name, status }) => (status === "Failure" ? [name ?? "?"] : [])),
  );
  return {
    passed: count("Success"),
    failed: count("Failure"),
    skipped: count("Skipped"),
    failures,
  };
}

const [outputFile, ...grep] = process.argv.slice(2);
if (outputFile === undefined) throw new Error("Usage: contracts.ts OUTPUT_FILE [NAME_PATTERN]");
const filter = grep[0] === undefined ? {} : { grep: grep[0] };

hre.config.test.mocha.reporter = CountingReporter as unknown as typeof Mocha.reporters.Spec;
hre.config.test.mocha.forbidOnly = process.env.CI !== undefined;
hre.config.test.mocha.timeout ??= 60_000;

let failed = false;
for (const suite of ["solidity", "mocha"] as const) {
  try {
    const outcome: TaskOutcome | undefined = await hre.tasks.getTask(["test", suite]).run(filter);
    if (outcome?.success === false) failed = true;
    if (suite === "solidity")
      counts.solidity = countSolidity(outcome?.value ?? outcome?.error ?? {});
  } catch (error) {
    failed = true;
    console.error(error);
  }
}
writeFileSync(outputFile, JSON.stringify({ failed, ...counts }));
// Whatever a test left open must not keep the run from ending.
process.exit(failed ? 1 : 0);
