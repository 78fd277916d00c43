// What every npm command of this project goes through:
//   node scripts/setup/run.mjs [--contracts] SCRIPT [ARGUMENT...]
// It does the set-up that a fresh clone lacks (install; with --contracts compile), then runs
// SCRIPT on the pinned Node. Plain JavaScript for the host's Node 20, no dependencies. It says
// everything on stderr: stdout is SCRIPT's alone, so that `--json` output can be piped.
import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureCompiled } from "./compile.mjs";
import { ensureInstalled } from "./install.mjs";
import { hasNativeSimulator, repairNativePackages } from "./nativePackages.mjs";
import { findNode, noNodeMessage, projectRoot } from "./pinnedNode.mjs";

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGWINCH", "SIGUSR1", "SIGUSR2"];
// One Ctrl-C arrives here twice: from the terminal and from npm, which passes on its own copy.
const sameSignalMs = 400;

async function main() {
  const args = process.argv.slice(2);
  const compile = args[0] === "--contracts";
  if (compile) args.shift();
  if (args.length === 0) throw new Error("Usage: run.mjs [--contracts] SCRIPT [ARGUMENT...]");

  await ensureInstalled();
  const node = findNode();
  if (node === undefined) throw new Error(noNodeMessage);
  if (!hasNativeSimulator()) repairNativePackages(node);
  if (compile) await ensureCompiled(node);
  run(node, args);
}

function childEnvironment(node) {
  // Whatever the script starts as plain `node` is the pinned one, too.
  const folders = [path.dirname(node), path.join(projectRoot, "node_modules", ".bin")];
  const inherited = process.env.PATH ?? process.env.Path ?? "";
  return { ...process.env, PATH: [...folders, inherited].join(path.delimiter) };
}

function run(node, args) {
  const lifeline = pathToFileURL(path.join(projectRoot, "scripts/setup/lifeline.mjs")).href;
  const [script, ...scriptArgs] = args;
  const child = spawn(
    node,
    ["--import", lifeline, path.resolve(projectRoot, script), ...scriptArgs],
    {
      cwd: projectRoot,
      stdio: "inherit",
      env: { ...childEnvironment(node), HEALTH_RECORDS_PARENT: String(process.pid) },
      // A session of its own: a Ctrl-C then reaches the script by the one way below, once.
      detached: process.platform !== "win32",
    },
  );
  const lastSeen = new Map();
  for (const signal of forwarded) {
    try {
      process.on(signal, () => {
        const now = Date.now();
        const repeated = now - (lastSeen.get(signal) ?? 0) < sameSignalMs;
        lastSeen.set(signal, now);
        if (!repeated || signal === "SIGWINCH") child.kill(signal);
      });
    } catch {
      // Windows doesn't know them all.
    }
  }
  stopWithNpm(child);
  child.on("error", (error) => fail(error));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    // Die of the same signal, as if the script had been started directly.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(1), 1000);
  });
}

/**
 * A signal sent to npm alone ends npm and its shell, and reaches nothing below them: what they
 * started is then somebody else's child.
 */
function stopWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 300);
  watch.unref();
}

function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
