// Brings node_modules in line with package-lock.json when it is missing or stale.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "./pinnedNode.mjs";
import { takeTurn } from "./turn.mjs";

const modules = path.join(projectRoot, "node_modules");
const stampFile = path.join(modules, ".health-records-stamp");

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/**
 * Whether everything that package-lock.json asks for is installed. The hash of the lock is
 * stamped into node_modules, so that the usual answer costs one small read; without a matching
 * stamp, npm's own account of node_modules decides (someone may have run `npm install` by hand).
 */
export function isInstalled() {
  const lock = path.join(projectRoot, "package-lock.json");
  const hash = createHash("sha256").update(readFileSync(lock)).digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash) return true;

  const installedList = path.join(modules, ".package-lock.json");
  if (!existsSync(installedList)) return false;
  const installed = readPackages(installedList);
  const complete = Object.entries(readPackages(lock)).every(
    ([place, wanted]) =>
      place === "" ||
      wanted.link === true ||
      (installed[place] === undefined
        ? wanted.optional === true
        : installed[place].version === wanted.version),
  );
  if (complete) writeFileSync(stampFile, hash);
  return complete;
}

/** Installs when needed, one process at a time. Everything it says goes to stderr. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  const release = await takeTurn("install");
  try {
    if (isInstalled()) return; // another process did it while this one waited
    const fresh = !existsSync(path.join(modules, ".package-lock.json"));
    console.error(
      fresh
        ? "Installing the dependencies (about a minute, the first time only)…"
        : "The dependencies have changed: bringing them up to date…",
    );
    // Either way package-lock.json decides and stays as it is; `ci` would first delete what a
    // running `npm start` has open.
    // (Without the warnings that the host's Node is too old for some packages: it won't run them.)
    npm([...(fresh ? ["ci"] : ["install", "--no-save"]), "--loglevel=error"]);
    if (!isInstalled()) {
      throw new Error("The dependencies are still incomplete. Delete node_modules and try again.");
    }
  } finally {
    release();
  }
}

function npm(args) {
  const script = process.env.npm_execpath;
  const viaScript = script?.endsWith("npm-cli.js") === true && existsSync(script);
  const result = spawnSync(
    viaScript ? process.execPath : "npm",
    [...(viaScript ? [script] : []), ...args],
    {
      cwd: projectRoot,
      stdio: ["ignore", 2, 2], // stdout belongs to the command that asked
      shell: !viaScript && process.platform === "win32",
    },
  );
  if (result.status !== 0) {
    throw new Error(
      `\`npm ${args.join(" ")}\` failed (see above). Check the network and try again.`,
    );
  }
}
