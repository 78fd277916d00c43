import { findHandovers } from "../../chain/findHandovers.ts";
import type { ChainReader } from "../../chain/reader.ts";
import { type Envelope, parseEnvelope } from "../../crypto/documents/envelope.ts";
import type { ShareSheetEntry } from "../../crypto/documents/shareSheet.ts";
import type { Compartment, Digest, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { epochOf } from "../../domain/chartEpochs.ts";
import { includesCompartment } from "../../domain/masks.ts";
import { hasStaff } from "../../domain/providerKind.ts";
import { UseCaseError } from "../errors.ts";
import type { FileProgress, FileToAdd, Prepared } from "../model.ts";
import { addedRefs } from "../patient/prepareRecords.ts";
import { readPeopleToSealTo } from "../people/peopleToSealTo.ts";
import { type SealedFile, sealFile } from "../records/sealFile.ts";
import { type DrawerSealing, sealManifests } from "../records/sealManifests.ts";
import { reaches } from "../sharing/keyHolders.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import { retryWhenStale } from "../transactions/retryWhenStale.ts";
import type { Cancellable } from "../useCases.ts";
import { type Granted, openGrantedToSeal } from "./openGrantedChart.ts";
import type { ProviderDesk } from "./providerDesk.ts";

/**
 * Adds files to a patient's chart. Sealed under the drawer's key only where this provider holds
 * it and sees that nobody whose access has lapsed does; else to people: the patient and everyone
 * with a live read grant. The patient's app makes it readable for later grantees by a slip.
 */
export async function prepareProviderRecords(
  desk: ProviderDesk,
  patient: PatientNumber,
  files: readonly FileToAdd[],
  options: Cancellable & {
    onBehalfOf?: ProviderNumber;
    onProgress?: (progress: FileProgress) => void;
  } = {},
): Promise<Prepared<readonly number[]>> {
  if (files.length === 0) throw new UseCaseError("usecases.nothing-selected");
  requireWrite(await openGrantedToSeal(desk, patient, options.onBehalfOf), files);
  const sealed: SealedFile[] = [];
  for (const [index, file] of files.entries()) {
    sealed.push(await sealFile(desk, file, index, options));
  }
  const choose = async () => {
    const granted = await openGrantedToSeal(desk, patient, options.onBehalfOf);
    requireWrite(granted, files);
    return { granted, sealings: await chooseSealings(desk, granted, files) };
  };
  const prepare = async () => prepareSealedFiles(desk, await choose(), sealed, options.signal);
  const first = await choose();
  // Sealed to people, it waits for nobody; under a key, somebody's access may have lapsed since.
  const isOutdated = async () => {
    const { sealings } = await choose();
    return [...first.sealings].some(
      ([drawer, { to }]) => to === "epoch" && sealings.get(drawer)?.to !== "epoch",
    );
  };
  const prepared = retryWhenStale(
    await prepareSealedFiles(desk, first, sealed, options.signal),
    prepare,
    isOutdated,
  );
  for (const index of files.keys()) options.onProgress?.({ index, stage: "ready", fraction: 1 });
  return prepared;
}

function requireWrite({ terms }: Granted, files: readonly FileToAdd[]): void {
  for (const { compartment } of files) {
    if (!includesCompartment(terms.writeMask, compartment)) {
      throw new UseCaseError("usecases.no-access", { details: { compartment } });
    }
  }
}

type Sealings = ReadonlyMap<Compartment, DrawerSealing>;

async function chooseSealings(
  desk: ProviderDesk,
  granted: Granted,
  files: readonly FileToAdd[],
): Promise<Sealings> {
  const sealings = new Map<Compartment, DrawerSealing>();
  for (const compartment of new Set(files.map((file) => file.compartment))) {
    sealings.set(compartment, await chooseSealing(desk, granted, compartment));
  }
  return sealings;
}

async function prepareSealedFiles(
  desk: ProviderDesk,
  { granted, sealings }: { readonly granted: Granted; readonly sealings: Sealings },
  files: readonly SealedFile[],
  signal: AbortSignal | undefined,
): Promise<Prepared<readonly number[]>> {
  const { ports } = desk;
  const { patient, speaker, context, chart } = granted;
  const sealingOf = (compartment: Compartment): DrawerSealing =>
    sealings.get(compartment) ?? { to: "people", targets: [] };
  const workspace = { session: desk.session, documents: desk.documents, context };
  const records = await sealManifests(workspace, files, chart, sealingOf, signal);
  return prepareCalls(ports.writer, {
    kind: "add-records",
    facts: {
      patient,
      records: records.length,
      sealedBytes: files.reduce((sum, { sealedBytes }) => sum + sealedBytes, 0),
      sealedToPeople: [...sealings.values()].filter(({ to }) => to === "people").length,
    },
    calls: [
      ports.writer.calls.addRecordsAsProvider(patient, speaker.provider, speaker.doctor, records),
    ],
    finish: async (mined) => addedRefs(mined, patient),
  });
}

async function chooseSealing(
  desk: ProviderDesk,
  granted: Granted,
  compartment: Compartment,
): Promise<DrawerSealing> {
  const { chart, statesToSealWith: states, speaker, patient, sheet, isPatientsSheet } = granted;
  const readers = await desk.keys.agreed(`readers of drawer ${compartment}`, (reader) =>
    reader.readersOf(patient, speaker.viewer, compartment),
  );
  const inGeneration = states.filter(({ generation }) => generation === chart.generation);
  const mayUse =
    includesCompartment(granted.terms.readMask, compartment) &&
    reaches(inGeneration, chart, [compartment]) &&
    (await isKeySafe(desk, granted, compartment, readers));
  if (mayUse) return { to: "epoch", states };
  // What others were granted with, only the patient's own sheet tells; a delegate's isn't believed.
  const named = isPatientsSheet ? (sheet?.entries ?? []) : [];
  const versionOf = (number: ProviderNumber) =>
    number === speaker.provider
      ? granted.access.keyVersion
      : named.find(({ recipient }) => recipient.kind === "provider" && recipient.number === number)
          ?.recipient.keyVersion;
  return { to: "people", targets: await readPeopleToSealTo(desk, patient, readers, versionOf) };
}

/** Whether everybody who knows the drawer's current key may read it now, as far as can be seen. */
async function isKeySafe(
  desk: ProviderDesk,
  granted: Granted,
  compartment: Compartment,
  readers: readonly ProviderNumber[],
): Promise<boolean> {
  const { sheet, chart, isPatientsSheet } = granted;
  if (sheet === undefined || !isPatientsSheet) return false;
  if (sheet.generation !== chart.generation) return false;
  const current = epochOf(chart, compartment);
  const knows = ({ generation, epochs }: Pick<ShareSheetEntry, "generation" | "epochs">) =>
    generation === chart.generation &&
    epochs.some((held) => held.compartment === compartment && held.epoch >= current);
  for (const { recipient, ...held } of sheet.former) {
    const isReader =
      recipient?.kind === "provider" && readers.includes(recipient.number as ProviderNumber);
    if (knows(held) && !isReader) return false;
  }
  for (const entry of sheet.entries) {
    if (!knows(entry)) continue;
    // Who acts for the patient right now, only the patient's side can see.
    if (entry.recipient.kind === "person") return false;
    const number = entry.recipient.number as ProviderNumber;
    if (!readers.includes(number)) return false;
    const isSafe = await desk.keys.everyOne((reader) =>
      isStaffSafe(desk, reader, granted, entry, compartment),
    );
    if (!isSafe) return false;
  }
  return true;
}

/** Doctors who hold an organization's states of the drawer's current key are still on its staff. */
async function isStaffSafe(
  desk: ProviderDesk,
  reader: ChainReader,
  { patient, chart }: Granted,
  entry: ShareSheetEntry,
  compartment: Compartment,
): Promise<boolean> {
  const organization = entry.recipient.number as ProviderNumber;
  const standing = await reader.findStanding(organization);
  if (standing === undefined) return false;
  if (!hasStaff(standing.kind)) return true;
  const own = await findEnvelope(desk, entry.envelope);
  if (own === undefined) return false;
  const withStanza = own.stanzas
    .map(({ recipient }) => recipient)
    .filter(({ kind, number }) => kind === "provider" && number !== organization)
    .map(({ number }) => number as ProviderNumber);
  // To whom an organization handed keys is its own and the patient's to read, but an event too.
  const handovers = await findHandovers(reader, patient, organization);
  if (handovers === undefined) return false;
  const holders = new Set(withStanza);
  for (const { doctor, envelope } of handovers) {
    const terms = (await findEnvelope(desk, envelope))?.terms;
    const outOfUse =
      terms !== undefined &&
      (terms.generation !== chart.generation || !reaches(terms.epochs, chart, [compartment]));
    if (!outOfUse) holders.add(doctor);
  }
  for (const doctor of holders) {
    if (!(await reader.isCurrentStaff(organization, doctor))) return false;
  }
  return true;
}

/** The public part; `undefined` for what can't be found or read. */
async function findEnvelope(
  { documents }: ProviderDesk,
  digest: Digest,
): Promise<Envelope | undefined> {
  const bytes = await documents.find(digest);
  if (bytes === undefined) return undefined;
  try {
    return parseEnvelope(bytes);
  } catch {
    return undefined;
  }
}
