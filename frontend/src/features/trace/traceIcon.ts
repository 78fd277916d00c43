import type { IconName } from "../../ui/icon/Icon.tsx";
import type { TraceEntry } from "../../usecases/model.ts";

export const traceIcon: Record<TraceEntry["what"], IconName> = {
  registered: "records",
  "record-added": "plus",
  requested: "requests",
  "request-withdrawn": "cross",
  denied: "cross",
  granted: "share",
  renewed: "clock",
  revoked: "stop",
  "keys-moved": "lock",
  "generation-started": "key",
  "share-sheet-replaced": "refresh",
  "handed-over": "people",
  opened: "eye",
  "key-document-replaced": "key",
  "delegate-set": "people",
  "delegate-removed": "stop",
  "controller-replaced": "wallet",
};
