/**
 * Files on their way into a chart, before they are sealed: sensible defaults, what is missing, and
 * what the use case needs. Pure; the same for a patient and for a provider who may add.
 */
import type { Compartment } from "../domain/brand.ts";
import { withoutDirectionMarks } from "../domain/directionMarks.ts";
import type {
  CompartmentKind,
  CompartmentView,
  FileProgress,
  FileToAdd,
  RecordKind,
} from "../usecases/model.ts";

export interface FileDraft {
  readonly id: string;
  readonly file: File;
  readonly title: string;
  readonly kind: RecordKind;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly part: Compartment;
}

export type FileProblem = "empty-file" | "too-large" | "no-title" | "no-date" | "future-date";

/** The format's own limit, docs/envelope-format.md. */
export const largestFileBytes = 4 * 1024 ** 3;

const partOfKind: Record<RecordKind, CompartmentKind> = {
  document: "general",
  photo: "general",
  "test-result": "results",
  scan: "imaging",
  letter: "letters",
  prescription: "medicines",
  vaccination: "vaccinations",
  "discharge-summary": "hospital-stays",
  structured: "general",
  other: "general",
};

const kindWords: readonly (readonly [RecordKind, RegExp])[] = [
  ["vaccination", /vaccin|immuni[sz]/],
  ["prescription", /prescri|medication/],
  ["discharge-summary", /discharge/],
  ["scan", /x-?ray|\bmri\b|\bct\b|ultrasound|radiograph|\.dcm$/],
  ["test-result", /blood|\blabs?\b|result|\btest\b|cholesterol|haemoglobin|hemoglobin/],
  ["letter", /letter|referral/],
];

export function suggestKind(file: { name: string; type: string }): RecordKind {
  const name = file.name.toLowerCase().replace(/[_-]+/g, " ");
  const named = kindWords.find(([, words]) => words.test(name));
  if (named !== undefined) return named[0];
  if (file.type === "application/dicom") return "scan";
  if (file.type.startsWith("image/")) return "photo";
  if (/json|xml/.test(file.type) || /\.(json|xml|hl7|ndjson)$/.test(name)) return "structured";
  return "document";
}

/**
 * Where a record of this kind usually goes; the first part that there is, if that one isn't.
 */
export function suggestPart(kind: RecordKind, parts: readonly CompartmentView[]): Compartment {
  const find = (wanted: CompartmentKind) => parts.find((part) => part.kind === wanted);
  const part = find(partOfKind[kind]) ?? find("general") ?? parts[0];
  return part?.compartment ?? (1 as Compartment);
}

/** @param photoTitle what to call a photo that only has a camera's number for a name. */
export function draftFor(
  id: string,
  file: File,
  parts: readonly CompartmentView[],
  now: Date,
  photoTitle: string,
): FileDraft {
  const kind = suggestKind(file);
  const changed = new Date(file.lastModified);
  return {
    id,
    file,
    title: suggestTitle(file, photoTitle),
    kind,
    date: isoDay(changed < now ? changed : now),
    part: suggestPart(kind, parts),
  };
}

function suggestTitle(file: File, photoTitle: string): string {
  const bare = withoutDirectionMarks(file.name).replace(/\.[a-z0-9]{1,5}$/i, "");
  const fromCamera =
    file.type.startsWith("image/") &&
    /^(image|photo|img|dsc|dscn|pxl|capture|screenshot)?[\s_\-().\d]*$/i.test(bare);
  const named = bare.replace(/[_-]+/g, " ").trim();
  const title = fromCamera ? photoTitle : named.charAt(0).toLocaleUpperCase() + named.slice(1);
  return [...title].slice(0, 200).join("");
}

/** A new kind moves the part along, unless the person chose a part of their own. */
export function changeDraft(
  was: FileDraft,
  next: FileDraft,
  parts: readonly CompartmentView[],
): FileDraft {
  const partWasSuggested = was.part === suggestPart(was.kind, parts);
  return next.kind !== was.kind && partWasSuggested && next.part === was.part
    ? { ...next, part: suggestPart(next.kind, parts) }
    : next;
}

export function draftProblems(draft: FileDraft, now: Date): readonly FileProblem[] {
  if (draft.file.size === 0) return ["empty-file"];
  if (draft.file.size > largestFileBytes) return ["too-large"];
  const problems: FileProblem[] = [];
  if (draft.title.trim() === "") problems.push("no-title");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(draft.date)) problems.push("no-date");
  else if (draft.date > isoDay(now)) problems.push("future-date");
  return problems;
}

export function fileToAdd(draft: FileDraft, supersedes?: number): FileToAdd {
  return {
    file: draft.file,
    fileName: draft.file.name,
    mime: draft.file.type === "" ? "application/octet-stream" : draft.file.type,
    title: draft.title.trim(),
    kind: draft.kind,
    date: draft.date,
    compartment: draft.part,
    ...(supersedes === undefined ? {} : { supersedes }),
  };
}

/** A day of this device's calendar. */
export function isoDay(date: Date): string {
  const part = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

/** The stages of the use case as ui's `ProgressList` names them. */
export function progressState(
  stage: FileProgress["stage"] | undefined,
): "waiting" | "sealing" | "uploading" | "done" | "failed" {
  switch (stage) {
    case undefined:
      return "waiting";
    case "encrypting":
      return "sealing";
    case "uploading":
    case "checking":
      return "uploading";
    case "ready":
      return "done";
    case "failed":
      return "failed";
  }
}
