// Real medical files where the checkout has them beside it (../shared/samples), files of our own
// where it doesn't: then the report says so.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { TestInfo } from "@playwright/test";

/** As Playwright's `setInputFiles` takes it. */
export interface TestFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const folder = fileURLToPath(new URL("../../../../shared/samples/", import.meta.url));
const mimeTypes: Record<string, string> = { json: "application/json", xml: "text/xml" };

/** Every file of the samples folder, or one small file of each kind made here. */
export async function medicalFiles(testInfo: TestInfo): Promise<TestFile[]> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => !name.endsWith(".md"))
      .map(async (name) => ({
        name,
        // Browsers don't know DICOM either.
        mimeType: mimeTypes[name.split(".").at(-1) ?? ""] ?? "application/octet-stream",
        buffer: await readFile(`${folder}${name}`),
      })),
  );
  if (files.length > 0) return files;
  const description =
    "../shared/samples is absent: this run used small files of its own, no real medical ones";
  testInfo.annotations.push({ type: "samples missing", description });
  console.warn(`\n  WARNING: ${description}.\n`);
  return [
    textFile("blood-test.json", '{"resourceType":"Bundle","type":"collection","entry":[]}'),
    textFile("summary.xml", '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>'),
    { name: "scan.dcm", mimeType: "application/octet-stream", buffer: pattern(300_000) },
  ];
}

export function textFile(name: string, text: string): TestFile {
  const mimeType = mimeTypes[name.split(".").at(-1) ?? ""] ?? "text/plain";
  return { name, mimeType, buffer: Buffer.from(text) };
}

/** Bytes without a short period. */
export function pattern(bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  let state = 0x2545f491;
  for (let index = 0; index < bytes; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    buffer[index] = state & 0xff;
  }
  return buffer;
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
