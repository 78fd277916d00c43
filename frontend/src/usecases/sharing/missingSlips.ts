import { z } from "zod";
import type { RecordEntry } from "../../chain/chainState.ts";
import { parseManifest } from "../../crypto/documents/manifest.ts";
import type { Slip } from "../../crypto/documents/slip.ts";
import { type ChartEpochs, epochOf } from "../../domain/chartEpochs.ts";
import { compartmentOfRef, indexOfRef } from "../../domain/recordRef.ts";
import { isOwner, type PatientChart } from "../charts/patientChart.ts";
import { recordKeys } from "../patient/records.ts";
import { listEntries, mapSome } from "../records/listEntries.ts";
import { openEntry } from "../records/openEntries.ts";
import { readSlips } from "./readSlips.ts";
import type { Sharing } from "./sharing.ts";

/** So many are added at a time: the next refresh goes on. */
const slipsAtOnce = 500;

/** Which records were sealed to people, found once and remembered: manifests never change. */
const indexSchema = z.object({
  /** By drawer, how many of its records were looked at. */
  seen: z.array(z.int().nonnegative()).length(16),
  people: z.array(z.int().nonnegative()),
  /** Looked at, but their manifest could not be found. */
  unknown: z.array(z.int().nonnegative()),
});
type PeopleIndex = z.output<typeof indexSchema>;

/** Records that were sealed to people and that later grantees couldn't open without a slip. */
export async function findSlipless(chart: PatientChart, sharing: Sharing): Promise<RecordEntry[]> {
  if (!isOwner(chart)) return [];
  const { ports, patient, viewer, session } = chart;
  const key = `people-records/${patient}`;
  const index = await readIndex(chart, key);
  const counts = await ports.reader.recordCounts(patient, viewer);
  const isNew = counts.some((count, compartment) => count > (index.seen[compartment] ?? 0));
  if (!isNew && index.people.length === 0 && index.unknown.length === 0) return [];

  const entries = await listEntries(ports, patient, viewer, counts);
  const toLookAt = entries.filter(
    ({ ref }) =>
      indexOfRef(ref) >= (index.seen[compartmentOfRef(ref)] ?? 0) || index.unknown.includes(ref),
  );
  const people = new Set(index.people);
  const unknown: number[] = [];
  await mapSome(toLookAt, 16, async ({ ref, manifest }) => {
    const bytes = await chart.documents.find(manifest);
    if (bytes === undefined) {
      unknown.push(ref);
      return;
    }
    try {
      if (parseManifest(bytes).epoch === 0) people.add(ref);
    } catch {
      return; // Not one of ours: nobody can open it, with a slip or without.
    }
  });
  const next: PeopleIndex = { seen: [...counts], people: [...people], unknown };
  const content = new TextEncoder().encode(JSON.stringify(next));
  await ports.store.set(key, await session.sealLocal(key, content));
  const slips = await readSlips(chart.documents, sharing.sheet);
  const withSlip = new Set(slips.map(({ record }) => record));
  return entries.filter(({ ref }) => people.has(ref) && !withSlip.has(ref));
}

/** Slips for those of them that open here. @param epochs after the transaction. */
export async function sealMissingSlips(
  chart: PatientChart,
  sharing: Sharing,
  epochs: ChartEpochs,
  signal?: AbortSignal,
): Promise<Slip[]> {
  const entries = await findSlipless(chart, sharing);
  if (entries.length === 0) return [];
  const keys = await recordKeys(chart);
  const slips: Slip[] = [];
  for (const entry of entries.slice(0, slipsAtOnce)) {
    signal?.throwIfAborted();
    const compartment = compartmentOfRef(entry.ref);
    try {
      const { manifest, payload } = await openEntry(keys, entry, undefined, signal);
      const place = {
        compartment,
        record: entry.ref,
        epoch: epochOf(epochs, compartment),
        generation: epochs.generation,
      };
      const { context, session } = chart;
      slips.push(
        await session.sealSlip({ context, manifest, place, recordKey: payload.recordKey }),
      );
    } catch (error) {
      if (signal?.aborted) throw error;
      // A record that its own patient can't open gets no slip; the list says what is wrong.
    }
  }
  return slips;
}

async function readIndex({ ports, session }: PatientChart, key: string): Promise<PeopleIndex> {
  const none: PeopleIndex = { seen: new Array<number>(16).fill(0), people: [], unknown: [] };
  const sealed = await ports.store.get(key);
  if (sealed === undefined) return none;
  try {
    const content = await session.openLocal(key, sealed);
    return indexSchema.parse(JSON.parse(new TextDecoder().decode(content)));
  } catch {
    return none;
  }
}
