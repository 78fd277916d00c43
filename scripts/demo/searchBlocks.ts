import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { DemoFile } from "./readArguments.ts";

const windowBytes = 16;
const windowsPerFile = 400;

/** A piece of plaintext that must be nowhere. */
export interface Fragment {
  readonly from: string;
  readonly bytes: Buffer;
}

/** Every file in the node's folder: blocks, pins, whatever else it keeps. */
export async function readEverything(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(path.join(entry.parentPath, entry.name))));
}

/** Pieces from all over the file, as it is; runs of one byte say nothing and are left out. */
export async function fragmentsOf(file: DemoFile): Promise<Fragment[]> {
  const bytes = new Uint8Array(await file.blob.arrayBuffer());
  const length = Math.min(windowBytes, bytes.length);
  const step = Math.max(1, Math.floor((bytes.length - length) / windowsPerFile));
  const fragments: Fragment[] = [];
  for (let start = 0; start + length <= bytes.length; start += step) {
    const window = bytes.subarray(start, start + length);
    if (new Set(window).size > length / 3)
      fragments.push({ from: file.fileName, bytes: Buffer.from(window) });
  }
  return fragments;
}

/** A word as it could stand in a document: UTF-8, UTF-16, base64 at each of the three phases. */
export function fragmentsOfWord(word: string): Fragment[] {
  const utf8 = Buffer.from(word, "utf8");
  const phases = [0, 1, 2].map((phase) => {
    const padded = Buffer.concat([Buffer.alloc(phase), utf8]).toString("base64");
    // The first and last characters mix with their neighbours; the middle is the word's own.
    return Buffer.from(padded.slice(phase === 0 ? 0 : 4, -4), "latin1");
  });
  return [utf8, Buffer.from(word, "utf16le"), ...phases]
    .filter((bytes) => bytes.length >= 6)
    .map((bytes) => ({ from: word, bytes }));
}

/** The first fragment found anywhere; `undefined` when there is none. */
export function findReadable(
  blocks: readonly Buffer[],
  fragments: readonly Fragment[],
): Fragment | undefined {
  return fragments.find(({ bytes }) => blocks.some((block) => block.includes(bytes)));
}
