import { parseRecordRef } from "../../domain/recordRef.ts";
import { isSensitive } from "../charts/drawers.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { CompartmentView, OpenedRecord, RecordView } from "../model.ts";
import { readAuthors } from "../records/authors.ts";
import { listEntries, mapSome, readEntry } from "../records/listEntries.ts";
import {
  arrange,
  openEntry,
  openPayload,
  type RecordKeys,
  toMetadataView,
  viewEntry,
} from "../records/openEntries.ts";
import { readShareSheet } from "../sharing/readSharing.ts";
import { readSlips, slipsByRecord } from "../sharing/readSlips.ts";
import type { Cancellable, NewestOnly, WithProgress } from "../useCases.ts";

const openedAtOnce = 16;

export async function compartmentViews(chart: PatientChart): Promise<CompartmentView[]> {
  const counts = await chart.ports.reader.recordCounts(chart.patient, chart.viewer);
  return [...chart.drawers].map(([compartment, kind]) => ({
    compartment,
    kind,
    sensitive: isSensitive(kind),
    recordCount: counts[compartment] ?? 0,
  }));
}

export async function listRecords(
  chart: PatientChart,
  { signal, newestPerDrawer }: Cancellable & NewestOnly = {},
): Promise<RecordView[]> {
  const { ports, patient, viewer, history, people } = chart;
  const counts = await ports.reader.recordCounts(patient, viewer);
  const [entries, facts, keys] = await Promise.all([
    listEntries(ports, patient, viewer, counts, newestPerDrawer),
    history.facts(),
    recordKeys(chart),
  ]);
  const authorOf = await readAuthors(people, facts, { reader: ports.reader, patient, viewer });
  const views = await mapSome(entries, openedAtOnce, (entry) => {
    signal?.throwIfAborted();
    return viewEntry(keys, entry, facts.get(entry.ref), authorOf(entry.ref), signal);
  });
  return arrange(views);
}

export async function openRecord(
  chart: PatientChart,
  ref: number,
  options: WithProgress = {},
): Promise<OpenedRecord> {
  const known = parseRecordRef(ref);
  if (known === undefined) throw new UseCaseError("usecases.no-such-record", { details: { ref } });
  const entry = await readEntry(chart.ports, chart.patient, chart.viewer, known);
  const facts = await chart.history.facts();
  const opened = await openEntry(await recordKeys(chart), entry, facts.get(known), options.signal);
  const blob = await openPayload(chart.ports, opened, options);
  return { ref, metadata: toMetadataView(opened.metadata), blob };
}

export async function recordKeys(chart: PatientChart): Promise<RecordKeys> {
  const sheet = await readShareSheet(chart);
  return {
    session: chart.session,
    documents: chart.documents,
    context: chart.context,
    drawers: chart.drawers,
    states: chart.states,
    myKeys: chart.myKeys,
    slips: slipsByRecord(await readSlips(chart.documents, sheet)),
  };
}
