// Finds the Node that everything here runs on. Plain JavaScript without dependencies: it runs
// on the host's Node (20 or newer), before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

// Runs TypeScript files and has node:sqlite, both without a flag.
const oldestUsable = [22, 18];

function isUsable(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > oldestUsable[0] || (major === oldestUsable[0] && minor >= oldestUsable[1]);
}

/**
 * The Node pinned by package-lock.json (its package is an optional dependency, one for each
 * platform that has one), or the running Node when that is new enough.
 * @returns {string | undefined} path of the executable
 */
export function findNode() {
  const executable = process.platform === "win32" ? "node.exe" : "node";
  const platform = process.platform === "win32" ? "win" : process.platform;
  const pinned = path.join(
    projectRoot,
    "node_modules",
    `node-${platform}-${process.arch}`,
    "bin",
    executable,
  );
  // It may be there and yet not start: the pinned one is built for glibc.
  if (existsSync(pinned) && spawnSync(pinned, ["--version"]).status === 0) return pinned;
  return isUsable(process.version) ? process.execPath : undefined;
}

export const noNodeMessage = `Health Records needs Node ${oldestUsable.join(".")} or newer, and this is Node ${process.versions.node}.
On Linux and Windows a suitable Node comes with the dependencies. There is none for this
system (${process.platform} ${process.arch}; on macOS there never is): install Node 24 from https://nodejs.org and try again.`;
