import type { IconName } from "../../ui/icon/Icon.tsx";
import type { RecordKind } from "../../usecases/model.ts";

export const recordIcon: Record<RecordKind, IconName> = {
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
};
