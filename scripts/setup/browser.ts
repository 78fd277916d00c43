// The browser that the tests run in: found here by vitest.config.ts, playwright.config.ts and
// scripts/test.ts alike, and installed when there is none.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Quiet, headless and without calls of its own to the outside. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of a Chromium, or undefined when there is none. `CHROMIUM_PATH` wins where it is set. */
export function findBrowser(): string | undefined {
  const candidates = [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    chromium.executablePath(), // where Playwright's own would be
  ];
  return candidates.find((file) => file !== undefined && file !== "" && existsSync(file));
}

/** Launch options with the browser found; Playwright's own error names the remedy otherwise. */
export function browserLaunchOptions(extraArguments: readonly string[] = []): {
  args: string[];
  executablePath?: string;
} {
  const executablePath = findBrowser();
  return {
    args: [...browserArguments, ...extraArguments],
    ...(executablePath === undefined ? {} : { executablePath }),
  };
}

/** Installs a Chromium when there is none: Debian's as root, Playwright's otherwise. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.error("Installing Chromium for the browser tests (the first time only)…");
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  }
  if (findBrowser() === undefined) {
    console.error("Downloading Playwright's Chromium for the browser tests…");
    run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]);
  }
  const installed = findBrowser();
  if (installed === undefined) {
    throw new Error(
      "No Chromium for the browser tests. Install one (Debian: `apt-get install chromium`) or set CHROMIUM_PATH.",
    );
  }
  return installed;
}

function run(command: string, args: readonly string[]): void {
  spawnSync(command, args, {
    stdio: ["ignore", 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

if (import.meta.main) {
  try {
    console.log(ensureBrowser());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
