// `npm run relock`: rebuilds package-lock.json away from node_modules. An `npm install` beside an
// existing node_modules drops the packages of other platforms from the lock, and then `npm ci`
// refuses it on a fresh clone (`npm run check -- dependencies` notices).
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot } from "./pinnedNode.mjs";

/**
 * The lock without the packages that lost some of their platforms, and without those platforms
 * that are left: npm then looks all of them up anew.
 */
function readLockWithoutGaps() {
  const lock = JSON.parse(readFileSync(path.join(projectRoot, "package-lock.json"), "utf8"));
  const nameOf = (place) => place.split("node_modules/").at(-1);
  const places = Object.keys(lock.packages).filter((place) => place !== "");
  const names = new Set(places.map(nameOf));
  for (const place of places) {
    const platforms = Object.keys(lock.packages[place]?.optionalDependencies ?? {});
    if (platforms.every((name) => names.has(name))) continue;
    for (const other of places) {
      if (other === place || platforms.includes(nameOf(other))) delete lock.packages[other];
    }
  }
  return lock;
}

const folder = mkdtempSync(path.join(tmpdir(), "health-records-relock-"));
try {
  for (const file of ["package.json", ".npmrc"]) {
    copyFileSync(path.join(projectRoot, file), path.join(folder, file));
  }
  writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify(readLockWithoutGaps()));
  const { status } = spawnSync("npm", ["install", "--package-lock-only", "--ignore-scripts"], {
    cwd: folder,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status === 0) {
    copyFileSync(
      path.join(folder, "package-lock.json"),
      path.join(projectRoot, "package-lock.json"),
    );
  } else {
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
