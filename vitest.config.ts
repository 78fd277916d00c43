// Four projects that run in Node and one that runs in a browser; scripts/test.ts runs them one by
// one. The generous timeouts are for a busy machine with two cores, not for slow tests.
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { browserLaunchOptions } from "./scripts/setup/browser.ts";

const patience = { testTimeout: 60_000, hookTimeout: 120_000, teardownTimeout: 30_000 };

function inNode(name: string, folder: string, extra: { testTimeout?: number } = {}) {
  return {
    extends: true as const,
    test: {
      ...patience,
      ...extra,
      name,
      environment: "node" as const,
      include: [`${folder}/**/*.test.ts`],
    },
  };
}

export default defineConfig({
  test: {
    allowOnly: process.env.CI === undefined,
    maxWorkers: 2,
    projects: [
      inNode("core", "test/core"),
      inNode("ipfs", "test/ipfs"),
      inNode("usecases", "test/usecases"),
      // Whole commands as a person runs them: npm run demo, npm start.
      inNode("commands", "test/commands", { testTimeout: 300_000 }),
      {
        plugins: [react()],
        // Found beforehand: a dependency that turns up later reloads the page under a running test.
        optimizeDeps: {
          entries: ["frontend/src/**/*.{ts,tsx}"],
          include: ["react/jsx-dev-runtime", "vitest-browser-react"],
        },
        test: {
          ...patience,
          name: "components",
          include: ["frontend/src/**/*.test.tsx"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: browserLaunchOptions() }),
            instances: [{ browser: "chromium", viewport: { width: 1280, height: 800 } }],
          },
        },
      },
    ],
  },
});
