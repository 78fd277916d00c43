// Prints what each operation costs in gas: today's mainnet, the Amsterdam price list as the
// simulator knows it, what Sepolia's whole Amsterdam fork would charge (computed), the budgets,
// and what peers spend.
//   npm run gas                 a table of everything
//   npm run gas -- --json       the budgeted operations, for programs
//   npm run gas -- --check      fails where a budget is broken or the snapshot differs
//   npm run gas -- --update     rewrites the snapshot
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type BudgetedOperation, budgetedOperations, budgets } from "./gas/budgets.ts";
import { type Cost, measureCosts } from "./gas/scenario.ts";

/** One operation, as printed and as kept in the snapshot. */
interface Row {
  readonly operation: string;
  readonly mainnet: number;
  readonly amsterdam: number;
  /** Not measured: Amsterdam - 6,000 + 7,100 a changed slot + 400 an external contract called. */
  readonly sepoliaComputed: number;
  readonly budgetMainnet?: number;
  readonly budgetAmsterdam?: number;
}

const snapshotFile = new URL("../test/contracts/gas-snapshot.json", import.meta.url);

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    update: { type: "boolean", default: false },
  },
});

const rows = await measureRows();
const failures = rows.flatMap(findBrokenBudgets);
if (options.update) await writeFile(snapshotFile, `${JSON.stringify(rows, null, 2)}\n`);
if (options.check) failures.push(...findDifferences(rows, await readSnapshot()));
console.log(options.json ? JSON.stringify(rows.filter(isBudgeted)) : formatTable(rows));
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

async function measureRows(): Promise<Row[]> {
  const mainnet = await measureCosts("default");
  const amsterdam = await measureCosts("amsterdam");
  const others = [...mainnet.keys()].filter((name) => !isBudgetedName(name));
  const rowOf = (operation: string): Row =>
    operation === "request and approve"
      ? add(operation, rowOf("request"), rowOf("approve"))
      : toRow(operation, read(mainnet, operation), read(amsterdam, operation));
  return [...budgetedOperations, ...others].map(rowOf).map(withBudget);
}

function toRow(operation: string, mainnet: Cost, amsterdam: Cost): Row {
  const { gas, changedSlots, calledContracts } = amsterdam;
  return {
    operation,
    mainnet: mainnet.gas,
    amsterdam: gas,
    sepoliaComputed: gas - 6_000 + 7_100 * changedSlots + 400 * calledContracts,
  };
}

function add(operation: string, one: Row, other: Row): Row {
  return {
    operation,
    mainnet: one.mainnet + other.mainnet,
    amsterdam: one.amsterdam + other.amsterdam,
    sepoliaComputed: one.sepoliaComputed + other.sepoliaComputed,
  };
}

function withBudget(row: Row): Row {
  if (!isBudgetedName(row.operation)) return row;
  const { mainnet, amsterdam } = budgets[row.operation];
  return { ...row, budgetMainnet: mainnet, budgetAmsterdam: amsterdam };
}

function read(costs: ReadonlyMap<string, Cost>, operation: string): Cost {
  const cost = costs.get(operation);
  if (cost === undefined) throw new Error(`The story never did "${operation}".`);
  return cost;
}

function isBudgetedName(operation: string): operation is BudgetedOperation {
  return (budgetedOperations as readonly string[]).includes(operation);
}

function isBudgeted(row: Row): boolean {
  return row.budgetMainnet !== undefined;
}

function findBrokenBudgets(row: Row): string[] {
  const over = (list: string, gas: number, budget: number | undefined) =>
    budget !== undefined && gas > budget
      ? [`${row.operation}: ${gas} gas on ${list}, ${gas - budget} over the budget of ${budget}`]
      : [];
  return [
    ...over("mainnet", row.mainnet, row.budgetMainnet),
    ...over("Amsterdam", row.amsterdam, row.budgetAmsterdam),
  ];
}

async function readSnapshot(): Promise<Row[]> {
  return JSON.parse(await readFile(snapshotFile, "utf8")) as Row[];
}

function findDifferences(now: readonly Row[], before: readonly Row[]): string[] {
  const names = new Set([...before, ...now].map(({ operation }) => operation));
  return [...names].flatMap((name) => {
    const was = JSON.stringify(before.find(({ operation }) => operation === name));
    const is = JSON.stringify(now.find(({ operation }) => operation === name));
    if (was === is) return [];
    return [`${name}: the snapshot says ${was}, measured ${is}; --update accepts it`];
  });
}

function formatTable(all: readonly Row[]): string {
  const header = ["operation", "mainnet", "Amsterdam", "Sepolia*", "budget", "budget A.", "peers"];
  const cells = all.map((row) => [
    row.operation,
    ...[
      row.mainnet,
      row.amsterdam,
      row.sepoliaComputed,
      row.budgetMainnet,
      row.budgetAmsterdam,
    ].map((gas) => gas?.toLocaleString("en-US") ?? "-"),
    isBudgetedName(row.operation) ? budgets[row.operation].peers : "-",
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        const isText = column === 0 || column === line.length - 1;
        return isText ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
  return [
    format(header),
    ...cells.map(format),
    "",
    "* computed, not measured: Amsterdam - 6,000 + 7,100 a changed slot + 400 a contract called.",
    "Peers: other open health-record DApps, mainnet rules, run side by side.",
  ].join("\n");
}
