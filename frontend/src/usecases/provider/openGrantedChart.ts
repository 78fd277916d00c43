import type { Access, ChartState } from "../../chain/chainState.ts";
import { isRevert } from "../../chain/errors.ts";
import type { MyKey, OpenedEnvelope } from "../../crypto/crypto.ts";
import { findEntry, type ShareSheet } from "../../crypto/documents/shareSheet.ts";
import type { Slip } from "../../crypto/documents/slip.ts";
import { CryptoError } from "../../crypto/errors.ts";
import type { CompartmentState } from "../../crypto/keys/compartmentChain.ts";
import type { Digest, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { compartmentsIn } from "../../domain/masks.ts";
import type { Terms } from "../../domain/terms.ts";
import { ChartHistory } from "../charts/chartHistory.ts";
import { type Drawers, drawersFrom, isSensitive } from "../charts/drawers.ts";
import { chartContext } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { PersonDetails } from "../model.ts";
import { readAuthors } from "../records/authors.ts";
import { listEntries, mapSome } from "../records/listEntries.ts";
import { arrange, type RecordKeys, viewEntry } from "../records/openEntries.ts";
import { toTermsView } from "../sharing/accessViews.ts";
import { judgeSheet, ownerKeys } from "../sharing/judgeSheet.ts";
import { readSlips, slipsByRecord } from "../sharing/readSlips.ts";
import type { GrantedChart, NewestOnly, WithProgress } from "../useCases.ts";
import type { ProviderDesk } from "./providerDesk.ts";
import { type Speaker, speakerOf } from "./speaker.ts";

/** A chart as far as a live grant and an envelope open it. */
export interface Granted {
  readonly patient: PatientNumber;
  readonly speaker: Speaker;
  readonly context: ChartContext;
  readonly access: Access;
  readonly terms: Terms;
  readonly chart: ChartState;
  readonly sheet: ShareSheet | undefined;
  /** Whether the sheet is the patient's own word; else it opens things, and decides nothing. */
  readonly isPatientsSheet: boolean;
  readonly states: readonly CompartmentState[];
  /**
   * Of these, what the patient's own app gave: the envelope that a sheet signed by the patient
   * names. Only under these keys is anything new sealed; empty where the sheet isn't the patient's.
   */
  readonly statesToSealWith: readonly CompartmentState[];
  /** Of the sheet that this chart was opened with. */
  readonly slips: ReadonlyMap<number, readonly Slip[]>;
  readonly drawers: Drawers;
  readonly details: PersonDetails;
  readonly history: ChartHistory;
}

/** How the chain is asked what decides: the first RPC, or both where two are set. */
type Ask = ProviderDesk["keys"]["agreed"];

/**
 * Finds the envelope from chain state alone and opens it. Throws usecases.no-access,
 * usecases.no-envelope, usecases.no-handover.
 */
export function openGranted(
  desk: ProviderDesk,
  patient: PatientNumber,
  onBehalfOf: ProviderNumber | undefined,
): Promise<Granted> {
  return openWith(desk, patient, onBehalfOf, (_what, read) => read(desk.ports.reader));
}

/**
 * The same before something is sealed: whose chart, under which epochs and by which sheet must be
 * what both RPCs say, where two are set. Also throws chain.rpc-disagree.
 */
export function openGrantedToSeal(
  desk: ProviderDesk,
  patient: PatientNumber,
  onBehalfOf: ProviderNumber | undefined,
): Promise<Granted> {
  return openWith(desk, patient, onBehalfOf, desk.keys.agreed);
}

async function openWith(
  desk: ProviderDesk,
  patient: PatientNumber,
  onBehalfOf: ProviderNumber | undefined,
  ask: Ask,
): Promise<Granted> {
  const { ports } = desk;
  const speaker = speakerOf(desk, onBehalfOf);
  const { viewer } = speaker;
  const { patientId, access, terms, chart, sheetDigest } = await guarded(() =>
    ask(
      `grant of patient ${patient}`,
      async (reader) => {
        const granted = await reader.accessOf(patient, speaker.provider, viewer);
        if (!granted.live || granted.terms === undefined) {
          throw new UseCaseError("usecases.no-access");
        }
        const [id, epochs, digest] = await Promise.all([
          reader.patientIdOf(patient),
          reader.epochsOf(patient, viewer),
          reader.shareSheet(patient, viewer),
        ]);
        return {
          patientId: id,
          access: granted,
          terms: granted.terms,
          chart: epochs,
          sheetDigest: digest,
        };
      },
      (answer) => [
        [answer.patientId, answer.sheetDigest, answer.chart.epochs, answer.chart.generation],
        [answer.access.keyVersion, answer.terms.readMask, answer.terms.writeMask],
      ],
    ),
  );
  const context = chartContext(desk, patientId);
  const judged = { ...desk, patient, context };
  const keys = await ownerKeys(judged, false, chart.generation);
  const { found: sheet, trusted } = await judgeSheet(judged, sheetDigest, keys);

  const envelopes = await openEnvelopes(desk, patient, speaker, context, sheet);
  const [newest] = envelopes;
  if (newest === undefined) {
    throw new UseCaseError(speaker.doctor === 0 ? "usecases.no-envelope" : "usecases.no-handover");
  }
  const held = envelopes.flatMap(({ content }) => content.states);
  const states = await ports.crypto.openPreviousStates(context, held, sheet?.previousStates ?? []);
  return {
    patient,
    speaker,
    context,
    access,
    terms,
    chart,
    sheet,
    isPatientsSheet: trusted,
    states,
    statesToSealWith: trusted
      ? envelopes
          .filter(({ terms: { purpose } }) => purpose === "grant")
          .flatMap(({ content }) => content.states)
      : [],
    slips: slipsByRecord(await readSlips(desk.documents, sheet)),
    drawers: drawersFrom(envelopes.toReversed().flatMap(({ content }) => content.compartments)),
    details: newest.content.patient,
    history: new ChartHistory(ports.reader, patient, viewer),
  };
}

/** The contract says no: the grant ended between two questions, or never was. */
async function guarded<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isRevert(error, "HealthRecordsAccessDenied", "HealthRecordsNotProvider")) {
      throw new UseCaseError("usecases.no-access", { cause: error });
    }
    throw error;
  }
}

/** What the grant's envelope and a handover gave, newest first. One that fails hides no other. */
async function openEnvelopes(
  desk: ProviderDesk,
  patient: PatientNumber,
  speaker: Speaker,
  context: ChartContext,
  sheet: ShareSheet | undefined,
): Promise<OpenedEnvelope[]> {
  const recipient = { kind: "provider" as const, number: speaker.provider };
  const entry = sheet === undefined ? undefined : findEntry(sheet, recipient);
  const digests: { digest: Digest; purpose: "grant" | "handover" }[] = [];
  if (entry !== undefined) digests.push({ digest: entry.envelope, purpose: "grant" });
  if (speaker.doctor !== 0) {
    const { reader } = desk.ports;
    const handovers = await guarded(() =>
      reader.handoversOf(patient, speaker.provider, speaker.viewer),
    );
    const mine = handovers.find(({ doctor }) => doctor === desk.provider);
    if (mine !== undefined) digests.push({ digest: mine.envelope, purpose: "handover" });
  }
  const opened: OpenedEnvelope[] = [];
  let failure: unknown;
  for (const { digest, purpose } of digests) {
    const bytes = await desk.documents.find(digest);
    if (bytes === undefined) continue;
    try {
      const envelope = await desk.session.openEnvelope(context, bytes, desk.myKeys);
      const { terms } = envelope;
      if (terms.purpose !== purpose || terms.provider !== speaker.provider) {
        throw new CryptoError("crypto.binding-mismatch", { details: { field: "purpose" } });
      }
      opened.push(envelope);
    } catch (error) {
      const notMine = error instanceof CryptoError && error.code === "crypto.not-a-recipient";
      if (!notMine) failure = error;
    }
  }
  if (opened.length === 0 && failure !== undefined) throw failure;
  return opened.sort((left, right) => newness(right) - newness(left));
}

function newness({ terms }: OpenedEnvelope): number {
  return terms.generation * 1e6 + terms.epochs.reduce((sum, { epoch }) => sum + epoch, 0);
}

export function grantedKeys(desk: ProviderDesk, granted: Granted): RecordKeys {
  return {
    session: desk.session,
    documents: desk.documents,
    context: granted.context,
    drawers: granted.drawers,
    states: granted.states,
    myKeys: desk.myKeys as readonly MyKey[],
    slips: granted.slips,
  };
}

export async function openGrantedChart(
  desk: ProviderDesk,
  patient: PatientNumber,
  options: WithProgress & NewestOnly & { onBehalfOf?: ProviderNumber } = {},
): Promise<GrantedChart> {
  const { signal, onProgress } = options;
  onProgress?.(0.1, "opening");
  const granted = await openGranted(desk, patient, options.onBehalfOf);
  const { ports, people } = desk;
  const { speaker, drawers, terms } = granted;
  onProgress?.(0.4, "reading");
  const counts = await guarded(() => ports.reader.recordCounts(patient, speaker.viewer));
  const [entries, facts] = await Promise.all([
    guarded(() => listEntries(ports, patient, speaker.viewer, counts, options.newestPerDrawer)),
    granted.history.facts(),
  ]);
  const authorOf = await readAuthors(people, facts, {
    reader: ports.reader,
    patient,
    viewer: speaker.viewer,
  });
  const keys = grantedKeys(desk, granted);
  let done = 0;
  const views = await mapSome(entries, 16, async (entry) => {
    signal?.throwIfAborted();
    const view = await viewEntry(keys, entry, facts.get(entry.ref), authorOf(entry.ref), signal);
    done += 1;
    onProgress?.(0.4 + (0.6 * done) / entries.length, "reading");
    return view;
  });
  const visible = new Set([...compartmentsIn(terms.readMask), ...compartmentsIn(terms.writeMask)]);
  return {
    patient,
    details: granted.details,
    terms: toTermsView(terms),
    compartments: [...drawers]
      .filter(([compartment]) => visible.has(compartment))
      .map(([compartment, kind]) => ({
        compartment,
        kind,
        sensitive: isSensitive(kind),
        recordCount: counts[compartment] ?? 0,
      })),
    records: arrange(views),
    onBehalfOf: speaker.doctor === 0 ? undefined : await people.readProvider(speaker.provider),
  };
}
