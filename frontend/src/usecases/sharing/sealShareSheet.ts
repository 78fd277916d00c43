import { type SheetSwap, zeroDigest } from "../../chain/calls.ts";
import type { EnvelopeTerms } from "../../crypto/documents/envelope.ts";
import type { SealTarget } from "../../crypto/documents/manifest.ts";
import type { PreviousState } from "../../crypto/documents/previousState.ts";
import {
  encodeShareSheet,
  nextShareSheet,
  type ShareSheetEntry,
} from "../../crypto/documents/shareSheet.ts";
import type { Slip } from "../../crypto/documents/slip.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import { type ChartEpochs, epochOf, moveEpochs } from "../../domain/chartEpochs.ts";
import {
  type CompartmentMask,
  compartmentsIn,
  emptyMask,
  toMask,
  unionOf,
} from "../../domain/masks.ts";
import { namesOf } from "../charts/drawers.ts";
import { isOwner, type PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import { readPatientTarget, readProviderTarget } from "../people/sealTargets.ts";
import { reaches } from "./keyHolders.ts";
import { mayReadNow, type Sharing, stanzaDoctors } from "./readSharing.ts";

/** What a new share sheet does besides keeping everybody who stays up to date. */
export interface SheetChange {
  /** Drawers whose epoch moves in the same transaction. */
  readonly moved: CompartmentMask;
  readonly give?: readonly Gift[];
  readonly end?: readonly { readonly kind: "provider" | "person"; readonly number: number }[];
  readonly addSlips?: readonly Slip[];
  /** Another generation's first sheet: everything is sealed anew at these epochs. */
  readonly nextGeneration?: {
    readonly epochs: ChartEpochs;
    readonly previousStates: PreviousState[];
  };
}

/** An envelope for somebody new, or with other terms. */
export interface Gift {
  readonly target: SealTarget;
  /** Doctors who ask on an organization's behalf get a stanza of their own. */
  readonly alongside: readonly SealTarget[];
  readonly readMask: CompartmentMask;
  readonly writeMask: CompartmentMask;
}

export interface SealedSheet {
  readonly swap: SheetSwap;
  /** After the transaction. */
  readonly epochs: ChartEpochs;
  /** How many envelopes were sealed anew for people who keep their access. */
  readonly resealed: number;
}

/** Seals the envelopes, uploads them and the sheet; nothing is on the chain yet. */
export async function sealShareSheet(
  chart: PatientChart,
  sharing: Sharing,
  change: SheetChange,
  signal?: AbortSignal,
): Promise<SealedSheet> {
  const epochs = change.nextGeneration?.epochs ?? epochsAfter(sharing, change.moved);
  const gifts = change.give ?? [];
  const ended = change.end ?? [];
  const isMentioned = (kind: string, number: number) =>
    gifts.some(
      ({ target }) => target.recipient.kind === kind && target.recipient.number === number,
    ) || ended.some((one) => one.kind === kind && one.number === number);

  const put: ShareSheetEntry[] = [];
  for (const gift of gifts) put.push(await sealEntry(chart, epochs, gift, signal));
  const staying = await entriesThatStay(chart, sharing, epochs, isMentioned);
  for (const gift of staying.reseal) put.push(await sealEntry(chart, epochs, gift, signal));

  const current =
    sharing.sheet === undefined || sharing.sheetDigest === undefined
      ? undefined
      : { sheet: sharing.sheet, digest: sharing.sheetDigest };
  const next = nextShareSheet(current, epochs.generation, {
    generation: epochs.generation,
    put,
    remove: [...ended, ...staying.drop],
    addSlips: [...(change.addSlips ?? [])],
    ...(change.nextGeneration === undefined
      ? {}
      : { previousStates: change.nextGeneration.previousStates }),
  });
  const digest = await chart.documents.put(encodeShareSheet(next), signal);
  return {
    swap: { expected: sharing.sheetDigest ?? zeroDigest, next: digest },
    epochs,
    resealed: staying.reseal.length,
  };
}

export function epochsAfter(sharing: Sharing, moved: CompartmentMask): ChartEpochs {
  const { epochs, generation } = sharing.chart;
  try {
    return moveEpochs({ epochs, generation }, moved);
  } catch (cause) {
    throw new UseCaseError("usecases.keys-used-up", { cause });
  }
}

/** Those with live access whose envelope doesn't reach the epochs that it should. */
export async function countOutdated(chart: PatientChart, sharing: Sharing): Promise<number> {
  if (!isOwner(chart)) return 0;
  return (await entriesThatStay(chart, sharing, sharing.chart, () => false)).reseal.length;
}

async function entriesThatStay(
  chart: PatientChart,
  sharing: Sharing,
  epochs: ChartEpochs,
  isMentioned: (kind: string, number: number) => boolean,
): Promise<{ reseal: Gift[]; drop: { kind: "provider" | "person"; number: number }[] }> {
  const { sheet, accesses, livePersons } = sharing;
  const reseal: Gift[] = [];
  const drop: { kind: "provider" | "person"; number: number }[] = [];
  // A delegate can't walk to the epochs that it moves; the owner's app re-seals later.
  const canReseal = isOwner(chart);
  const sameGeneration = sheet?.generation === epochs.generation;

  for (const entry of sheet?.entries ?? []) {
    const { kind, number } = entry.recipient;
    if (isMentioned(kind, number)) continue;
    const access = kind === "provider" ? accesses.get(number as ProviderNumber) : undefined;
    const mask =
      kind === "provider"
        ? mayReadNow(access)
        : livePersons.has(number)
          ? (toMask(entry.readMask) ?? emptyMask)
          : emptyMask;
    if (mask === emptyMask) {
      const suspended = access?.terms !== undefined && !access.verifiedNow;
      const outOfUse =
        !sameGeneration ||
        entry.epochs.every(({ compartment, epoch }) => epoch < epochOf(epochs, compartment));
      // What a suspended provider held stays for when it is reinstated; it opens old records only.
      if (outOfUse && !suspended && access?.live !== true) drop.push({ kind, number });
      continue;
    }
    if (sameGeneration && reaches(entry.epochs, epochs, compartmentsIn(mask))) continue;
    if (!canReseal) continue;
    const target =
      kind === "provider"
        ? await readProviderTarget(chart, number as ProviderNumber)
        : await readPatientTarget(chart, number as never);
    // New keys are shown to the patient before anything is sealed to them.
    if (target.recipient.keyVersion !== entry.recipient.keyVersion && kind === "provider") continue;
    const alongside = kind === "provider" ? await currentStaffTargets(chart, entry) : [];
    const writeMask =
      kind === "provider"
        ? (access?.terms?.writeMask ?? emptyMask)
        : (toMask(entry.writeMask) ?? emptyMask);
    reseal.push({ target, alongside, readMask: mask, writeMask });
  }
  // Live grants without an entry: after the sheet itself was lost.
  if (canReseal) {
    for (const access of accesses.values()) {
      const listed = sheet?.entries.some(
        ({ recipient }) => recipient.kind === "provider" && recipient.number === access.provider,
      );
      const mask = mayReadNow(access);
      if (listed || mask === emptyMask || isMentioned("provider", access.provider)) continue;
      const target = await readProviderTarget(chart, access.provider);
      if (target.recipient.keyVersion !== access.keyVersion) continue;
      const writeMask = access.terms?.writeMask ?? emptyMask;
      reseal.push({ target, alongside: [], readMask: mask, writeMask });
    }
  }
  return { reseal, drop };
}

/** Doctors with a stanza in an organization's envelope who are still on its staff. */
export async function currentStaffTargets(
  chart: PatientChart,
  entry: ShareSheetEntry,
): Promise<SealTarget[]> {
  const organization = entry.recipient.number as ProviderNumber;
  const targets: SealTarget[] = [];
  for (const doctor of await stanzaDoctors(chart, entry)) {
    if (await chart.ports.reader.isCurrentStaff(organization, doctor)) {
      targets.push(await readProviderTarget(chart, doctor));
    }
  }
  return targets;
}

async function sealEntry(
  chart: PatientChart,
  epochs: ChartEpochs,
  gift: Gift,
  signal: AbortSignal | undefined,
): Promise<ShareSheetEntry> {
  const { recipient } = gift.target;
  const readMask = unionOf(gift.readMask);
  const terms: EnvelopeTerms = {
    purpose: recipient.kind === "provider" ? "grant" : "delegate",
    provider: recipient.kind === "provider" ? (recipient.number as ProviderNumber) : null,
    generation: epochs.generation,
    readMask,
    writeMask: gift.writeMask,
    epochs: compartmentsIn(readMask).map((compartment) => ({
      compartment,
      epoch: epochOf(epochs, compartment),
    })),
  };
  const envelope = await chart.session.sealEnvelope({
    context: chart.context,
    terms,
    targets: [gift.target, ...gift.alongside],
    states: chart.states,
    compartments: namesOf(chart.drawers, unionOf(gift.readMask, gift.writeMask)),
    patient: { name: chart.details.name, birthDate: chart.details.birthDate },
  });
  const digest = await chart.documents.put(envelope, signal);
  return {
    recipient: { ...recipient },
    envelope: digest,
    readMask: terms.readMask,
    writeMask: terms.writeMask,
    epochs: terms.epochs.map((one) => ({ ...one })),
  };
}
