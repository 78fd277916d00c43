import type { ContractCall } from "../../chain/calls.ts";
import type { MinedTransaction } from "../../chain/transaction.ts";
import type { HeldStates } from "../../crypto/crypto.ts";
import type { SealTarget } from "../../crypto/documents/manifest.ts";
import type { Compartment, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { epochOf, lastEpoch } from "../../domain/chartEpochs.ts";
import {
  type CompartmentMask,
  compartmentsIn,
  emptyMask,
  includesCompartment,
  maskOf,
} from "../../domain/masks.ts";
import { isOwner, type PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { FileProgress, FileToAdd, Prepared } from "../model.ts";
import { readPeopleToSealTo } from "../people/peopleToSealTo.ts";
import { type SealedFile, sealFile } from "../records/sealFile.ts";
import { type DrawerSealing, sealManifests } from "../records/sealManifests.ts";
import { drawersToMove, reaches } from "../sharing/keyHolders.ts";
import { readSharing } from "../sharing/readSharing.ts";
import { epochsAfter, sealShareSheet } from "../sharing/sealShareSheet.ts";
import type { Sharing } from "../sharing/sharing.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import { signForSponsor } from "../transactions/prepareOrder.ts";
import { retryWhenStale } from "../transactions/retryWhenStale.ts";
import type { Cancellable, SponsorablePrepared } from "../useCases.ts";

/**
 * Adds files to the chart. Where somebody whose access has lapsed still knows a drawer's current
 * key, the keys move on first, in a transaction of their own: nothing is sealed under a key that
 * one person too many knows. Who can't move them (a delegate without the power, a drawer whose
 * keys are used up) seals to people instead.
 */
export async function prepareRecords(
  chart: PatientChart,
  files: readonly FileToAdd[],
  options: Cancellable & { onProgress?: (progress: FileProgress) => void } = {},
): Promise<SponsorablePrepared<readonly number[]>> {
  if (files.length === 0) throw new UseCaseError("usecases.nothing-selected");
  const sealed: SealedFile[] = [];
  for (const [index, file] of files.entries()) {
    sealed.push(await sealFile(chart, file, index, options));
  }
  const prepare = () => prepareSealedFiles(chart, sealed, options.signal);
  const first = await prepare();
  const prepared = retryWhenStale(first, prepare, () => hasLapsedSince(chart, files, first));
  for (const index of files.keys()) options.onProgress?.({ index, stage: "ready", fraction: 1 });
  return { ...prepared, sign: first.sign };
}

/** Whether somebody's access lapsed after the files were sealed without moving any key. */
async function hasLapsedSince(
  chart: PatientChart,
  files: readonly FileToAdd[],
  { facts }: Prepared<unknown>,
): Promise<boolean> {
  // What moves the keys first, or is sealed to people, waits for nobody.
  if (facts.movedDrawers !== 0 || facts.sealedToPeople === files.length) return false;
  const sharing = await readSharing(chart);
  const wanted = maskOf(files.map(({ compartment }) => compartment));
  return (drawersToMove(sharing.holders, sharing.chart) & wanted) !== emptyMask;
}

async function prepareSealedFiles(
  chart: PatientChart,
  files: readonly SealedFile[],
  signal: AbortSignal | undefined,
): Promise<SponsorablePrepared<readonly number[]>> {
  const { ports, patient } = chart;
  const sharing = await readSharing(chart);
  const states = currentStates(chart.statesToSealWith, sharing);
  const wanted = maskOf(files.map(({ file }) => file.compartment));
  const lapsed = drawersToMove(sharing.holders, sharing.chart);
  const concerned = (lapsed & wanted) as CompartmentMask;
  const moved = concerned === emptyMask ? emptyMask : movable(chart, sharing, lapsed);

  const calls: ContractCall[] = [];
  let epochs = epochsAfter(sharing, emptyMask);
  let remember = async (): Promise<void> => undefined;
  if (moved !== emptyMask) {
    const sheet = await sealShareSheet(chart, sharing, { moved }, signal);
    calls.push(ports.writer.calls.moveEpochs(patient, moved, epochs, sheet.swap));
    epochs = sheet.epochs;
    remember = sheet.remember;
  }
  const toPeople = compartmentsIn(wanted).filter(
    (compartment) =>
      (includesCompartment(concerned, compartment) && !includesCompartment(moved, compartment)) ||
      (states !== "own" && !reaches(states, epochs, [compartment])),
  );
  const targets = new Map<Compartment, readonly SealTarget[]>();
  for (const compartment of toPeople) {
    const readers = await chart.keys.agreed(`readers of drawer ${compartment}`, (reader) =>
      reader.readersOf(patient, chart.viewer, compartment),
    );
    const granted = (reader: ProviderNumber) => sharing.accesses.get(reader)?.keyVersion;
    targets.set(compartment, await readPeopleToSealTo(chart, patient, readers, granted));
  }
  const sealingOf = (compartment: Compartment): DrawerSealing => {
    const people = targets.get(compartment);
    return people === undefined ? { to: "epoch", states } : { to: "people", targets: people };
  };
  const records = await sealManifests(chart, files, epochs, sealingOf, signal);
  calls.push(ports.writer.calls.addRecords(patient, records));
  // Moving keys first takes an order that the relay doesn't carry.
  const order =
    calls.length === 1 ? ({ order: "addRecords", patient, records } as const) : undefined;
  const prepared = prepareCalls(ports.writer, {
    kind: "add-records",
    facts: {
      records: records.length,
      sealedBytes: files.reduce((sum, { sealedBytes }) => sum + sealedBytes, 0),
      movedDrawers: compartmentsIn(moved).length,
      sealedToPeople: toPeople.length,
    },
    calls,
    finish: async (mined) => {
      await remember();
      return addedRefs(mined, patient);
    },
  });
  return { ...prepared, sign: (options) => signForSponsor(ports, order, options) };
}

/** A session that was open while the patient began a generation holds only the old one's. */
function currentStates(states: HeldStates, { chart }: Sharing): HeldStates {
  if (states === "own") return states;
  return states.filter(({ generation }) => generation === chart.generation);
}

/** Of the drawers that should move, those whose keys this person can move. */
function movable(chart: PatientChart, sharing: Sharing, mask: CompartmentMask): CompartmentMask {
  if (!isOwner(chart)) return emptyMask;
  return maskOf(
    compartmentsIn(mask).filter((compartment) => epochOf(sharing.chart, compartment) < lastEpoch),
  );
}

/** The numbers that the contract gave, in the order of the files. */
export function addedRefs(mined: readonly MinedTransaction[], patient: PatientNumber): number[] {
  return mined.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.name === "RecordAdded" && event.args.patient === patient ? [event.args.ref] : [],
    ),
  );
}
