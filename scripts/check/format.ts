// `npm run format`: formats TypeScript and Solidity, and applies lint's safe fixes. Takes files or
// folders; everything without.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";

const chosen = process.argv.slice(2);
const solidity = (
  chosen.length > 0
    ? chosen.flatMap((place) => (place.endsWith(".sol") ? [place] : globSync(`${place}/**/*.sol`)))
    : globSync(["contracts/**/*.sol", "test/contracts/**/*.sol"])
).filter((file) => file.endsWith(".sol"));

function run(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}

const others = chosen.filter((place) => !place.endsWith(".sol"));
if (chosen.length === 0 || others.length > 0) {
  run(["node_modules/@biomejs/biome/bin/biome", "check", "--write", ...others]);
}
if (solidity.length > 0) run(["node_modules/prettier/bin/prettier.cjs", "--write", ...solidity]);
