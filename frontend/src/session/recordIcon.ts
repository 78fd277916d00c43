import type { RecordKind } from "../usecases/model.ts";

/** The name of ui's icon for a kind of record. */
export const recordIcon = {
  document: "records",
  photo: "image",
  "test-result": "laboratory",
  scan: "image",
  letter: "file",
  prescription: "pharmacy",
  vaccination: "shield",
  "discharge-summary": "hospital",
  structured: "storage",
  other: "file",
} as const satisfies Record<RecordKind, string>;
