import type { RecordView } from "../../usecases/model.ts";

/**
 * A record with everything that it replaced and that replaced it, newest first. Two corrections of
 * one record both count, so this follows every link, each record once.
 */
export function versionsOf(ref: number, all: readonly RecordView[]): readonly RecordView[] {
  const family = new Set([ref]);
  for (let grown = true; grown; ) {
    const before = family.size;
    for (const record of all) {
      if (record.state !== "readable" || record.supersedes === undefined) continue;
      if (family.has(record.ref)) family.add(record.supersedes);
      if (family.has(record.supersedes)) family.add(record.ref);
    }
    grown = family.size > before;
  }
  return all.filter((record) => family.has(record.ref));
}
