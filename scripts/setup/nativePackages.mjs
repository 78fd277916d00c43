// npm leaves out, without a word, optional packages whose "engines" don't accept the Node that
// npm itself runs on. On host Node 20 that takes the native half of Hardhat's simulator (EDR),
// although the project runs on the pinned Node 24. This puts it back.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "./pinnedNode.mjs";

const probe = `import("@nomicfoundation/edr").catch((error) => { console.error(error.message); process.exit(1); })`;

/** Whether the simulator loads. Slow (a process): for after an install. */
function simulatorLoads(node) {
  return spawnSync(node, ["-e", probe], { cwd: projectRoot }).status === 0;
}

/** Whether some native package of the simulator is there. Fast: for every start. */
export function hasNativeSimulator() {
  const scope = path.join(projectRoot, "node_modules", "@nomicfoundation");
  const names = Object.keys(readLockedPackages())
    .filter((name) => name.startsWith("node_modules/@nomicfoundation/edr-"))
    .map((name) => path.basename(name));
  return names.length === 0 || names.some((name) => existsSync(path.join(scope, name)));
}

function readLockedPackages() {
  return JSON.parse(readFileSync(path.join(projectRoot, "package-lock.json"), "utf8")).packages;
}

/** The JavaScript of npm, so that it can run on a Node of our choice. */
function findNpmScript() {
  const nodeFolder = path.dirname(process.execPath);
  return [
    process.env.npm_execpath,
    path.join(nodeFolder, "../lib/node_modules/npm/bin/npm-cli.js"),
    path.join(nodeFolder, "node_modules/npm/bin/npm-cli.js"),
  ].find((file) => file?.endsWith("npm-cli.js") && existsSync(file));
}

/**
 * Puts native packages back that npm left out. Leaves package.json and package-lock.json alone.
 * @param {string} node the Node to run npm on
 */
export function repairNativePackages(node) {
  if (hasNativeSimulator() && simulatorLoads(node)) return;
  const npm = findNpmScript();
  const args = ["install", "--no-save", "--ignore-scripts", "--prefer-offline", "--no-audit"];
  const [command, commandArgs] =
    npm === undefined
      ? // No npm script to be found (an unusual installation): its launcher, told to accept all.
        ["npm", [...args, "--force"]]
      : [node, [npm, ...args]];
  console.error("Adding the native packages that npm left out for this Node version…");
  const result = spawnSync(command, commandArgs, {
    cwd: projectRoot,
    stdio: ["ignore", 2, 2],
    shell: npm === undefined && process.platform === "win32",
  });
  if (result.status !== 0 || !simulatorLoads(node)) {
    throw new Error(
      "The native package of Hardhat's simulator (@nomicfoundation/edr-…) is missing and could not be added. Check the network and run `npm install` again.",
    );
  }
}
