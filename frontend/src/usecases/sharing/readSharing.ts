import type { Access, Viewer } from "../../chain/chainState.ts";
import { type ChainReader, pageSize, readAllByCursor } from "../../chain/reader.ts";
import {
  type FormerHolder,
  parseShareSheet,
  type ShareSheet,
  type ShareSheetContent,
} from "../../crypto/documents/shareSheet.ts";
import type { Digest, Generation, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { type ChartEpochs, epochOf } from "../../domain/chartEpochs.ts";
import { allCompartments } from "../../domain/masks.ts";
import { isOwner, type PatientChart } from "../charts/patientChart.ts";
import { findOwnersSheet, judgeSheet, ownerKeys } from "./judgeSheet.ts";
import { readHolders } from "./readHolders.ts";
import type { Sharing } from "./sharing.ts";

export async function readSharing(chart: PatientChart): Promise<Sharing> {
  // All of it decides whom to seal to: with two RPCs, both must say the same.
  const onChain = await chart.keys.agreed(
    `sharing of patient ${chart.patient}`,
    (reader) => readOnChain(chart, reader),
    whatCounts,
  );
  const { state, sheetDigest, doctors, others, delegates, persons } = onChain;
  const { sheet: base, trusted } = await readBelievedSheet(chart, state.generation, sheetDigest);
  const known = {
    chart: state,
    sheetDigest,
    sheet: trusted ? base : withUnknownHolder(base, state),
    trusted,
    accesses: new Map([...doctors, ...others].map((access) => [access.provider, access] as const)),
    organizations: new Set(others.map(({ provider }) => provider)),
    delegates,
    livePersons: new Set<PatientNumber>(persons),
  };
  return { ...known, holders: await readHolders(chart, known) };
}

async function readOnChain({ patient, viewer, wallet }: PatientChart, reader: ChainReader) {
  const [state, sheetDigest, doctors, others, delegates] = await Promise.all([
    reader.epochsOf(patient, viewer),
    reader.shareSheet(patient, viewer),
    readAllByCursor(
      async (cursor: ProviderNumber | 0) =>
        (await reader.doctorsOf(patient, wallet, cursor, pageSize)).page,
      (access) => access.provider,
    ),
    readAllByCursor(
      async (cursor: ProviderNumber | 0) =>
        (await reader.hospitalsOf(patient, wallet, cursor, pageSize)).page,
      (access) => access.provider,
    ),
    reader.delegatesOf(patient, wallet),
  ]);
  const live = delegates.filter((delegate) => delegate.live);
  const persons = await Promise.all(live.map(({ account }) => reader.patientsOf(account)));
  return { state, sheetDigest, doctors, others, delegates, persons: persons.flat() };
}

function whatCounts(answer: Awaited<ReturnType<typeof readOnChain>>) {
  const { state, sheetDigest, doctors, others, delegates, persons } = answer;
  const standing = ({ provider, terms, keyVersion, live, verifiedNow }: Access) => [
    [provider, keyVersion, live, verifiedNow],
    [terms?.readMask, terms?.writeMask, terms?.expiresAt],
  ];
  return [
    [state.epochs, state.generation, sheetDigest],
    [doctors.map(standing), others.map(standing)],
    delegates.map(({ account, powers, until, live }) => [account, powers, until, live]),
    persons,
  ];
}

/** Whoever wrote or withheld a sheet may hide anybody: somebody unknown holds every current key. */
function withUnknownHolder(
  sheet: ShareSheetContent | undefined,
  chart: ChartEpochs,
): ShareSheetContent {
  const unknown: FormerHolder = {
    recipient: null,
    generation: chart.generation,
    epochs: allCompartments.map((compartment) => ({
      compartment,
      epoch: epochOf(chart, compartment),
    })),
  };
  const former = sheet?.former.filter(({ recipient }) => recipient !== null) ?? [];
  const none: ShareSheetContent = {
    generation: chart.generation,
    sequence: 1,
    previous: null,
    entries: [],
    former: [],
    slips: [],
    slipPages: [],
    previousStates: [],
  };
  return { ...(sheet ?? none), former: [...former, unknown] };
}

/**
 * The sheet to go by: the one on chain where it is the owner's word; else, for the owner, their
 * own latest one.
 */
export async function readBelievedSheet(
  chart: PatientChart,
  generation: Generation,
  digest: Digest | undefined,
): Promise<{ readonly sheet: ShareSheet | undefined; readonly trusted: boolean }> {
  const keys = await ownerKeys(chart, isOwner(chart), generation);
  const { found, trusted } = await judgeSheet(chart, digest, keys);
  const sheet = trusted || !isOwner(chart) ? found : await findOwnersSheet(chart, found, keys);
  return { sheet, trusted };
}

/** The sheet alone; `undefined` before the first, and where it can't be found or read. */
export async function readShareSheet(chart: {
  readonly ports: PatientChart["ports"];
  readonly documents: PatientChart["documents"];
  readonly patient: PatientNumber;
  readonly viewer: Viewer;
}): Promise<ShareSheet | undefined> {
  const digest = await chart.ports.reader.shareSheet(chart.patient, chart.viewer);
  const bytes = digest === undefined ? undefined : await chart.documents.find(digest);
  if (bytes === undefined) return undefined;
  try {
    return parseShareSheet(bytes);
  } catch {
    return undefined;
  }
}
