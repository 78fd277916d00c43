// `npm run demo` as a person runs it.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "demo-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function demo(...words: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      "npm",
      // Typed in another folder: paths are meant from there.
      ["--prefix", root, "run", "--silent", "demo", "--", ...words],
      { cwd: folder, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

describe("npm run demo", () => {
  test("tells the story and ends with one line of JSON", async () => {
    const text = "Haemoglobin 13.1 g/dl, ferritin 9 µg/l.\n".repeat(400);
    const fileName = "Blutbild 🩸.txt";
    await writeFile(path.join(folder, fileName), text);
    const big = Buffer.alloc(5_000_000, "0123456789abcdef scan ");
    await writeFile(path.join(folder, "scan.dcm"), big);
    const { code, stdout, stderr } = await demo(fileName, path.join(folder, "scan.dcm"), "--json");
    expect(stderr).not.toMatch(/error/i);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    const result = JSON.parse(lines.at(-1) ?? "");
    const sha256 = createHash("sha256").update(text).digest("hex");
    expect(result.files).toMatchObject([
      { path: fileName, bytes: Buffer.byteLength(text), sha256, openedSha256: sha256 },
      { bytes: big.length, sealedBytes: expect.any(Number) },
    ]);
    expect(result.files[0].cid).toMatch(/^bafkrei[a-z2-7]{52}$/);
    expect(result.files[1].sealedBytes).toBeGreaterThan(big.length);
    expect(result.files[1].sealedBytes).toBeLessThan(big.length * 1.13);
    expect(result.afterRevoke).toEqual({
      contract: "denied",
      newRecordOpens: false,
      oldRecordStillListed: false,
    });
    expect(result.outsider).toMatchObject({ readable: "nothing" });
    expect(result.outsider.ipfsBlocksRead).toBeGreaterThan(10);
    for (const step of ["register", "addRecords", "request", "approve", "receipt", "revoke"]) {
      expect(result.gas[step], step).toBeGreaterThan(21_000);
      expect(result.seconds[step], step).toBeGreaterThan(0);
    }
    expect(lines.slice(0, -1).join("\n")).toContain("byte for byte the same");
  });

  test("says what is wrong with a file, before anything starts", async () => {
    await writeFile(path.join(folder, "empty.txt"), "");
    const cases = [
      ["missing.pdf", /There is no file missing\.pdf/],
      [".", /is a folder/],
      ["empty.txt", /empty\.txt is empty \(0 bytes\)/],
      ["--jsn", /no option --jsn/],
    ] as const;
    for (const [word, expected] of cases) {
      const { code, stdout, stderr } = await demo(word, "--json");
      expect(code, word).toBe(1);
      expect(stderr).toMatch(expected);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(stdout).not.toContain("Starting a chain");
    }
  });
});
