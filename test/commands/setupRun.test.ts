// scripts/setup/run.mjs stands between npm and every command of this project: it must add nothing
// to stdout, pass the exit code on, and let each signal through exactly once.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const runner = path.resolve(import.meta.dirname, "../../scripts/setup/run.mjs");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "health-records-run-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(source: string, ...args: string[]) {
  const script = path.join(folder, `script${Math.random().toString(36).slice(2)}.ts`);
  writeFileSync(script, source);
  const child = spawn(process.execPath, [runner, script, ...args]);
  const output = { text: "" };
  child.stdout.on("data", (chunk) => {
    output.text += String(chunk);
  });
  return { child, output };
}

async function untilItSays(output: { text: string }, words: string) {
  await expect.poll(() => output.text, { timeout: 30_000 }).toContain(words);
}

async function end(child: ChildProcessWithoutNullStreams) {
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { code, signal };
}

/** Says which signals it got, and ends half a second after the first. */
const patient = `
  const started: number = Date.now();
  process.on("SIGINT", () => {
    console.log("interrupted");
    setTimeout(() => process.exit(3), 500);
  });
  process.on("SIGTERM", () => {
    console.log("told to end");
    process.exit(4);
  });
  setInterval(() => {}, 1000);
  console.log("running", process.pid, started > 0);
`;

test("a script's stdout, arguments and exit code come through untouched", async () => {
  const { child, output } = start(
    `console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;`,
    "a b",
    "--json",
  );
  expect(await end(child)).toEqual({ code: 7, signal: null });
  expect(output.text).toBe('["a b","--json"]\n');
});

test("the script runs on a Node that has what the project needs", async () => {
  const { child, output } = start(`console.log(process.versions.node);`);
  await end(child);
  expect(Number(output.text.split(".")[0])).toBeGreaterThanOrEqual(22);
});

test("a Ctrl-C that arrives from the terminal and again from npm reaches the script once", async () => {
  const { child, output } = start(patient);
  await untilItSays(output, "running");
  child.kill("SIGINT");
  setTimeout(() => child.kill("SIGINT"), 30);
  expect(await end(child)).toEqual({ code: 3, signal: null });
  expect(output.text.match(/interrupted/g)).toHaveLength(1);
});

test("a script that a signal ends makes the command end by the same signal", async () => {
  const { child, output } = start(`setInterval(() => {}, 1000); console.log("running");`);
  await untilItSays(output, "running");
  child.kill("SIGTERM");
  expect(await end(child)).toEqual({ code: null, signal: "SIGTERM" });
});

test("a script doesn't outlive a command that was killed outright", async () => {
  const { child, output } = start(patient);
  await untilItSays(output, "running");
  child.kill("SIGKILL");
  await untilItSays(output, "told to end");
});
