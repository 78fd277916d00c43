import type { ContractCall } from "../../chain/calls.ts";
import type { Order } from "../../chain/orders.ts";
import type { SealTarget } from "../../crypto/documents/manifest.ts";
import {
  findEntry,
  type ShareSheetContent,
  type ShareSheetEntry,
} from "../../crypto/documents/shareSheet.ts";
import type { Address, Compartment, PatientNumber } from "../../domain/brand.ts";
import {
  type CompartmentMask,
  compartmentsIn,
  emptyMask,
  maskOf,
  maskWithout,
  toMask,
} from "../../domain/masks.ts";
import { type Power, powersToBits } from "../../domain/powers.ts";
import { sameAddress } from "../../domain/sameAddress.ts";
import { isOwner, type PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { DelegatePower, DelegateView, Prepared } from "../model.ts";
import { readPatientTarget } from "../people/sealTargets.ts";
import { drawersToMove, type KeyHolder, reaches } from "../sharing/keyHolders.ts";
import { readBelievedSheet, readSharing } from "../sharing/readSharing.ts";
import { epochsAfter, sealShareSheet } from "../sharing/sealShareSheet.ts";
import type { Sharing } from "../sharing/sharing.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import { prepareOrder } from "../transactions/prepareOrder.ts";
import type { SponsorablePrepared, WithProgress } from "../useCases.ts";
import { readDelegateNames } from "./delegateNames.ts";

export interface NewDelegate {
  readonly account: Address;
  readonly powers: readonly DelegatePower[];
  readonly until: number;
  readonly managing: boolean;
  readonly read: readonly Compartment[];
}

export async function listDelegates(chart: PatientChart): Promise<DelegateView[]> {
  const { ports, patient, viewer, wallet } = chart;
  const { reader } = ports;
  const [delegates, names, { generation }, digest] = await Promise.all([
    reader.delegatesOf(patient, wallet),
    readDelegateNames(chart),
    reader.epochsOf(patient, viewer),
    reader.shareSheet(patient, viewer),
  ]);
  const { sheet } = await readBelievedSheet(chart, generation, digest);
  const isLost = digest !== undefined && sheet === undefined;
  return Promise.all(
    delegates.map(async ({ account, powers, until, live }) => {
      const entry = live ? findPersonEntry(sheet, await reader.patientsOf(account)) : undefined;
      return {
        account,
        name: names.find((one) => sameAddress(one.account, account))?.name,
        powers: powers.filter((power): power is DelegatePower => power !== "managing"),
        managing: powers.includes("managing"),
        until,
        live,
        read: isLost ? undefined : compartmentsIn(toMask(entry?.readMask ?? 0) ?? emptyMask),
        keysChanged: entry !== undefined && (await hasOtherKeys(chart, entry)),
      };
    }),
  );
}

async function hasOtherKeys(chart: PatientChart, { recipient }: ShareSheetEntry): Promise<boolean> {
  const person = await chart.ports.reader.patientByNumber(recipient.number as PatientNumber);
  return person.keyVersion !== recipient.keyVersion;
}

/**
 * Lets somebody act for the patient. An acting delegate gets the keys of the named drawers in an
 * envelope, sealed to the keys of their own chart; a managing one gets the recovery sheet, on
 * paper: no envelope of ours carries a seed.
 */
export async function prepareDelegate(
  chart: PatientChart,
  delegate: NewDelegate,
  { onProgress, signal }: WithProgress = {},
): Promise<SponsorablePrepared> {
  if (!isOwner(chart)) throw new UseCaseError("usecases.not-allowed");
  const { ports, patient } = chart;
  const { account } = delegate;
  const now = await ports.reader.timestampOf();
  const until = Math.floor(delegate.until);
  if (!(until > now && until <= 0xff_ffff_ffff)) throw new UseCaseError("usecases.invalid-expiry");
  const powers: Power[] = [...delegate.powers, ...(delegate.managing ? ["managing" as const] : [])];
  if (powers.length === 0) throw new UseCaseError("usecases.nothing-selected");

  const { calls } = ports.writer;
  const { calls: sheetCalls, remember } = await sheetCallsFor(chart, delegate, onProgress, signal);
  // What is so already the contract refuses to set again; what they may see may change all the same.
  const isSame = await isAlreadySet(chart, { account, powers, until });
  const set = isSame ? [] : [calls.setDelegate(patient, account, powers, until)];
  if (isSame && sheetCalls.length === 0) throw new UseCaseError("usecases.nothing-to-change");
  const order: Order = { order: "setDelegate", patient, delegate: account, powers, until };
  return prepareOrder(ports, sheetCalls.length === 0 ? order : undefined, {
    kind: "set-delegate",
    facts: { account, until, managing: delegate.managing ? 1 : 0, drawers: delegate.read.length },
    calls: [...set, ...sheetCalls],
    finish: remember,
  });
}

async function isAlreadySet(
  { ports, patient, wallet }: PatientChart,
  { account, powers, until }: { account: Address; powers: readonly Power[]; until: number },
): Promise<boolean> {
  const delegates = await ports.reader.delegatesOf(patient, wallet);
  const now = delegates.find((one) => sameAddress(one.account, account));
  return now?.until === until && powersToBits(now.powers) === powersToBits(powers);
}

async function sheetCallsFor(
  chart: PatientChart,
  { account, read }: NewDelegate,
  onProgress: WithProgress["onProgress"],
  signal: AbortSignal | undefined,
): Promise<{ calls: ContractCall[]; remember: () => Promise<void> }> {
  const { ports, patient } = chart;
  const sharing = await readSharing(chart);
  const numbers = await chartsOf(chart, account);
  const [person] = numbers;
  const readMask = maskOf(read);
  const entry = findPersonEntry(sharing.sheet, numbers);
  if (readMask === emptyMask && entry === undefined) {
    return { calls: [], remember: async () => undefined };
  }
  const number = (entry?.recipient.number as PatientNumber | undefined) ?? person;
  if (number === undefined) throw new UseCaseError("usecases.delegate-without-keys");
  const target = await readPatientTarget(chart, number);
  if (entry !== undefined && sharing.trusted && isUpToDate(entry, target, readMask, sharing)) {
    return { calls: [], remember: async () => undefined };
  }
  onProgress?.(0.3, "sealing");
  const had = entry === undefined ? emptyMask : (toMask(entry.readMask) ?? emptyMask);
  const moved = maskWithout(had, readMask);
  const before = epochsAfter(sharing, emptyMask);
  const change =
    readMask === emptyMask
      ? { moved, end: [{ kind: "person" as const, number }] }
      : { moved, give: [{ target, alongside: [], readMask, writeMask: emptyMask }] };
  const sheet = await sealShareSheet(chart, sharing, change, signal);
  onProgress?.(1, "ready");
  const { calls } = ports.writer;
  const call =
    moved === emptyMask
      ? calls.replaceShareSheet(patient, sheet.swap)
      : calls.moveEpochs(patient, moved, before, sheet.swap);
  return { calls: [call], remember: sheet.remember };
}

/** The envelope is what it would be made anew: the same drawers, under the current keys. */
function isUpToDate(
  entry: ShareSheetEntry,
  { recipient }: SealTarget,
  readMask: CompartmentMask,
  { chart }: Sharing,
): boolean {
  return (
    entry.readMask === readMask &&
    entry.recipient.keyVersion === recipient.keyVersion &&
    entry.generation === chart.generation &&
    reaches(entry.epochs, chart, compartmentsIn(readMask))
  );
}

function chartsOf({ keys }: PatientChart, account: Address): Promise<PatientNumber[]> {
  return keys.agreed(`charts of ${account}`, (reader) => reader.patientsOf(account));
}

function findPersonEntry(
  sheet: ShareSheetContent | undefined,
  numbers: readonly PatientNumber[],
): ShareSheetEntry | undefined {
  if (sheet === undefined) return undefined;
  for (const number of numbers) {
    const entry = findEntry(sheet, { kind: "person", number });
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/**
 * Ends what a delegate may do, and moves on the keys that they hold. A managing delegate knows
 * the recovery sheet: only a new generation of keys ends that (`facts.managing`).
 */
export async function prepareDelegateRemoval(
  chart: PatientChart,
  account: Address,
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<void>> {
  const { ports, patient } = chart;
  const sharing = await readSharing(chart);
  const delegate = sharing.delegates.find((one) => one.account === account);
  if (delegate === undefined) throw new UseCaseError("usecases.no-delegation");
  const { calls } = ports.writer;
  const toSend = [calls.removeDelegate(patient, account)];
  const entry = findPersonEntry(sharing.sheet, await chartsOf(chart, account));
  let movedDrawers = 0;
  let finish = async (): Promise<void> => undefined;
  if (entry !== undefined && isOwner(chart)) {
    const holder: KeyHolder = {
      who: { kind: "person", number: entry.recipient.number },
      generation: entry.generation,
      epochs: entry.epochs,
      mayRead: emptyMask,
    };
    const moved = drawersToMove([holder], sharing.chart);
    movedDrawers = compartmentsIn(moved).length;
    const before = epochsAfter(sharing, emptyMask);
    onProgress?.(0.4, "sealing");
    const end = [{ kind: "person" as const, number: entry.recipient.number }];
    const sheet = await sealShareSheet(chart, sharing, { moved, end }, signal);
    finish = sheet.remember;
    toSend.push(
      moved === emptyMask
        ? calls.replaceShareSheet(patient, sheet.swap)
        : calls.moveEpochs(patient, moved, before, sheet.swap),
    );
  }
  onProgress?.(1, "ready");
  return prepareCalls(ports.writer, {
    kind: "remove-delegate",
    facts: { account, movedDrawers, managing: delegate.powers.includes("managing") ? 1 : 0 },
    calls: toSend,
    finish,
  });
}
