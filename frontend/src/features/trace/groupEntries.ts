import type { TraceEntry } from "../../usecases/model.ts";

/**
 * Several records added at once are one thing that happened, though the network holds an entry for
 * each: entries of one transaction, of the same kind, by the same person become one.
 */
export function groupEntries(entries: readonly TraceEntry[]): readonly TraceEntry[] {
  const groups = new Map<string, TraceEntry>();
  for (const entry of entries) {
    const key =
      entry.what === "record-added"
        ? `${entry.transaction}-${entry.what}-${whoKey(entry.who)}`
        : entry.id;
    const before = groups.get(key);
    groups.set(
      key,
      before === undefined ? entry : { ...before, records: [...before.records, ...entry.records] },
    );
  }
  return [...groups.values()];
}

function whoKey(who: TraceEntry["who"]): string {
  switch (who.by) {
    case "patient":
      return "patient";
    case "provider":
      return `${who.provider.provider}-${who.doctor?.provider ?? 0}`;
    case "delegate":
    case "unknown":
      return who.account ?? "";
  }
}
