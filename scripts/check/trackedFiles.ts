import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Every file that is, or is about to be, part of the repository. */
export function listTrackedFiles(): string[] {
  return execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  })
    .split("\0")
    .filter((file) => file !== "" && existsSync(file));
}
