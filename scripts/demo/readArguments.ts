import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { DemoError } from "./describeFailure.ts";

export interface DemoFile {
  readonly path: string;
  readonly fileName: string;
  readonly mime: string;
  readonly blob: Blob;
}

const usage = "Usage: npm run demo -- FILE... [--json]";

const mimeByExtension: Readonly<Record<string, string>> = {
  ".dcm": "application/dicom",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".txt": "text/plain",
  ".xml": "application/xml",
};

const exampleLetter = `Discharge letter

Amina Yusuf was seen on 2 March because of a cough that would not go away.
X-ray of the chest: no finding. Peak flow 410 l/min. We suggest salbutamol as needed.
`;

/** Every file is looked at before anything is started. Throws DemoError. */
export async function readArguments(
  words: readonly string[],
): Promise<{ files: readonly DemoFile[]; json: boolean }> {
  const unknown = words.find((word) => word.startsWith("--") && word !== "--json");
  if (unknown !== undefined) throw new DemoError(`There is no option ${unknown}. ${usage}`);
  const paths = words.filter((word) => !word.startsWith("--"));
  const files: DemoFile[] = [];
  for (const file of paths) files.push(await readFile(file));
  if (files.length === 0) {
    files.push({
      path: "(built-in example)",
      fileName: "discharge-letter.txt",
      mime: "text/plain",
      blob: new Blob([exampleLetter]),
    });
  }
  return { files, json: words.includes("--json") };
}

async function readFile(file: string): Promise<DemoFile> {
  // npm runs scripts in the project's folder; INIT_CWD is where the person typed.
  const absolute = path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
  let size: number;
  try {
    const found = await stat(absolute);
    if (found.isDirectory()) {
      throw new DemoError(`${file} is a folder. Name the files in it, one by one. ${usage}`);
    }
    if (!found.isFile()) throw new DemoError(`${file} is not an ordinary file. ${usage}`);
    size = found.size;
  } catch (error) {
    if (error instanceof DemoError) throw error;
    throw new DemoError(`${whyUnreadable(file, error)} ${usage}`, { cause: error });
  }
  if (size === 0) throw new DemoError(`${file} is empty (0 bytes): there is nothing to add.`);
  const extension = path.extname(file).toLowerCase();
  return {
    path: file,
    fileName: path.basename(file),
    mime: mimeByExtension[extension] ?? "application/octet-stream",
    blob: await openAsBlob(absolute),
  };
}

function whyUnreadable(file: string, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR") return `There is no file ${file}.`;
  if (code === "EACCES") return `${file} may not be read by you.`;
  return `${file} can't be read (${code ?? "unknown reason"}).`;
}
