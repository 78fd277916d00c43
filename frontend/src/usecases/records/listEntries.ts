import type { RecordEntry, Viewer } from "../../chain/chainState.ts";
import { readAll } from "../../chain/reader.ts";
import type { Compartment, PatientNumber } from "../../domain/brand.ts";
import { compartmentOfRef, indexOfRef, type RecordRef } from "../../domain/recordRef.ts";
import { UseCaseError } from "../errors.ts";
import type { Ports } from "../ports.ts";

const entriesPerPage = 500;

/**
 * The entries of the drawers, from contract state alone.
 * @param newest how many of each drawer, its newest ones; all when left out.
 */
export async function listEntries(
  { reader }: Ports,
  patient: PatientNumber,
  viewer: Viewer,
  counts: readonly number[],
  newest = Number.POSITIVE_INFINITY,
): Promise<RecordEntry[]> {
  const drawers = counts.flatMap((count, compartment) =>
    count === 0 ? [] : [compartment as Compartment],
  );
  const pages = await Promise.all(
    drawers.map(async (compartment) => {
      const first = Math.max(0, (counts[compartment] ?? 0) - newest);
      return readAll(async (from) => {
        const { page, total } = await reader.recordsIn(
          patient,
          viewer,
          compartment,
          first + from,
          entriesPerPage,
        );
        return { page, total: total - first };
      });
    }),
  );
  return pages.flat();
}

/** Throws usecases.no-such-record. */
export async function readEntry(
  { reader }: Ports,
  patient: PatientNumber,
  viewer: Viewer,
  ref: RecordRef,
): Promise<RecordEntry> {
  const { page } = await reader.recordsIn(
    patient,
    viewer,
    compartmentOfRef(ref),
    indexOfRef(ref),
    1,
  );
  const [entry] = page;
  if (entry === undefined) {
    throw new UseCaseError("usecases.no-such-record", { details: { ref } });
  }
  return entry;
}

/** `work` for each item, at most `atOnce` at a time, results in order. */
export async function mapSome<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  async function run() {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index] as T, index);
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, run));
  return results;
}
