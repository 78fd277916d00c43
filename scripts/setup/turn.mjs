// One process at a time for jobs that must not run twice at once (install, compile). The lock is
// a file with the process id; one left behind by a process that died counts as free.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "./pinnedNode.mjs";

/**
 * Waits until no other process of this clone does the same job.
 * @param {string} job
 * @returns {Promise<() => void>} ends the turn
 */
export async function takeTurn(job) {
  const lockFolder = path.join(projectRoot, ".local");
  const lockFile = path.join(lockFolder, `${job}.lock`);
  mkdirSync(lockFolder, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: "wx" });
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (isAbandoned(lockFile)) rmSync(lockFile, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function isAbandoned(lockFile) {
  try {
    const owner = Number(readFileSync(lockFile, "utf8"));
    // Empty for a moment, between being created and being written.
    return owner > 0 ? !isAlive(owner) : Date.now() - statSync(lockFile).mtimeMs > 5000;
  } catch {
    return false; // released just now: the next attempt will tell
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
