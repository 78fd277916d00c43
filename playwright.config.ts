// End to end, in a real browser. Each test file starts what it needs on ports of its own, so
// several runs can share a machine.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { browserLaunchOptions } from "./scripts/setup/browser.ts";

// The fake camera plays this file; a test overwrites it before it opens the scanner (the path is
// in `testInfo.project.metadata.cameraFile`). Set once, here, and inherited by the workers.
if (process.env.HEALTH_RECORDS_CAMERA_FOLDER === undefined) {
  const created = mkdtempSync(path.join(tmpdir(), "health-records-camera-"));
  process.env.HEALTH_RECORDS_CAMERA_FOLDER = created;
  process.on("exit", () => rmSync(created, { recursive: true, force: true }));
}
const cameraFolder = process.env.HEALTH_RECORDS_CAMERA_FOLDER;

function project(name: string, viewport: { width: number; height: number }) {
  const cameraFile = path.join(cameraFolder, `${name}.y4m`);
  return {
    name,
    metadata: { cameraFile },
    use: {
      ...devices["Desktop Chrome"],
      viewport,
      launchOptions: browserLaunchOptions([
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        `--use-file-for-fake-video-capture=${cameraFile}`,
      ]),
    },
  };
}

export default defineConfig({
  testDir: "test/e2e",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    permissions: ["camera"],
  },
  projects: [
    { ...project("desktop", { width: 1280, height: 800 }), testIgnore: "**/*.phone.spec.ts" },
    { ...project("phone", { width: 390, height: 844 }), testMatch: "**/*.phone.spec.ts" },
  ],
});
