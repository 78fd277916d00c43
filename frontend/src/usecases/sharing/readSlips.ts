import type { ShareSheet } from "../../crypto/documents/shareSheet.ts";
import type { Slip } from "../../crypto/documents/slip.ts";
import { parseSlipPage } from "../../crypto/documents/slipPage.ts";
import { CryptoError } from "../../crypto/errors.ts";
import type { Documents } from "../documents/documents.ts";

/** All slips of a sheet, its pages' included. A page that can't be found or read is left out. */
export async function readSlips(
  documents: Documents,
  sheet: Pick<ShareSheet, "slips" | "slipPages"> | undefined,
): Promise<Slip[]> {
  if (sheet === undefined) return [];
  const pages = await Promise.all(
    sheet.slipPages.map(async (digest) => {
      const bytes = await documents.find(digest);
      if (bytes === undefined) return [];
      try {
        return parseSlipPage(bytes);
      } catch (error) {
        if (error instanceof CryptoError) return [];
        throw error;
      }
    }),
  );
  return [...pages.flat(), ...sheet.slips];
}

/** Newest generation first: one that doesn't open hides no other. */
export function slipsByRecord(slips: readonly Slip[]): ReadonlyMap<number, readonly Slip[]> {
  const byRecord = new Map<number, Slip[]>();
  for (const slip of slips) {
    const known = byRecord.get(slip.record);
    if (known === undefined) byRecord.set(slip.record, [slip]);
    else known.push(slip);
  }
  for (const known of byRecord.values()) {
    known.sort((left, right) => right.generation - left.generation);
  }
  return byRecord;
}
