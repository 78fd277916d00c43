// What must never be committed: package hosts, paths of somebody's machine, credentials. Each
// pattern is written so that it doesn't match itself.
import { readFileSync } from "node:fs";
import { listTrackedFiles } from "./trackedFiles.ts";

interface Forbidden {
  what: string;
  pattern: RegExp;
}

const forbidden: readonly Forbidden[] = [
  {
    what: "a package registry's or proxy's address",
    pattern:
      /https?:[/][/][\w.:@-]*(?:registry|npmjs|npmmirror|yarnpkg|artifactory|nexus|verdaccio|goproxy|proxy\.golang)[\w.-]*(?::\d+)?[/]/i,
  },
  { what: "a resolved package address in the lock", pattern: /"resolved": "https?:/ },
  {
    what: "a path of somebody's machine",
    pattern: /(?<![\w.~-])[/](?:work|root|home[/]\w+|Users[/]\w+|tmp|mnt|farm)[/][\w.-]/,
  },
  { what: "a private key block", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b|_auth[T]oken\s*=/ },
  { what: "a GitHub token", pattern: /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60,}/ },
  { what: "a cloud access key", pattern: /\bAKIA[0-9A-Z]{16}\b/ },
  { what: "a key of an RPC service", pattern: /(?:infura\.io[/]v3|alchemy\.com[/]v2)[/]\w{16,}/ },
  {
    what: "a wallet's private key",
    pattern: /(?:private[_-]?key|secret[_-]?key)["']?\s*[:=]\s*["']?0x[0-9a-f]{64}\b/i,
  },
];

// The place in a line that a reviewer has looked at: `public-test-key` beside a key that is
// published everywhere (Hardhat's own accounts).
const reviewed = /\bpublic-test-key\b/;

/** @returns one sentence per finding. */
export function checkForbiddenContent(): string[] {
  const problems: string[] = [];
  for (const file of listTrackedFiles()) {
    const bytes = readFileSync(file);
    if (bytes.includes(0)) continue; // not text
    bytes
      .toString("utf8")
      .split("\n")
      .forEach((line, index) => {
        if (reviewed.test(line)) return;
        for (const { what, pattern } of forbidden) {
          if (pattern.test(line)) problems.push(`${file}:${index + 1}: ${what}`);
        }
      });
  }
  return problems;
}
