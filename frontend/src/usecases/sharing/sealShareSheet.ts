import { type SheetSwap, zeroDigest } from "../../chain/calls.ts";
import type { EnvelopeTerms } from "../../crypto/documents/envelope.ts";
import type { SealTarget } from "../../crypto/documents/manifest.ts";
import type { PreviousState } from "../../crypto/documents/previousState.ts";
import {
  nextShareSheet,
  type ShareSheetContent,
  type ShareSheetEntry,
} from "../../crypto/documents/shareSheet.ts";
import type { Slip } from "../../crypto/documents/slip.ts";
import { encodeSlipPage } from "../../crypto/documents/slipPage.ts";
import { CryptoError } from "../../crypto/errors.ts";
import { limits } from "../../crypto/limits.ts";
import type { Epoch, Generation, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { type ChartEpochs, epochOf, lastEpoch, moveEpochs } from "../../domain/chartEpochs.ts";
import {
  allCompartments,
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
import { formerAfter } from "./formerHolders.ts";
import { reaches } from "./keyHolders.ts";
import { readNewestSheet, rememberNewestSheet } from "./newestSheet.ts";
import { isOnStaff, stanzaDoctors } from "./readHolders.ts";
import { mayReadNow, personMayRead, type Sharing } from "./sharing.ts";

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
  /** To be called when the transaction is mined: no older sheet counts from then on. */
  readonly remember: () => Promise<void>;
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
  const staying = await entriesThatStay(chart, sharing, epochs, isMentioned);
  const alongside = new Map<ShareSheetEntry, number[]>();
  for (const gift of [...gifts, ...staying.reseal]) {
    const entry = await sealEntry(chart, epochs, gift, signal);
    put.push(entry);
    alongside.set(
      entry,
      gift.alongside.map(({ recipient }) => recipient.number),
    );
  }

  const current =
    sharing.sheet === undefined || sharing.sheetDigest === undefined
      ? undefined
      : { sheet: sharing.sheet, digest: sharing.sheetDigest };
  const newest = isOwner(chart) ? await readNewestSheet(chart) : undefined;
  const draft = nextShareSheet(current, epochs.generation, {
    generation: epochs.generation,
    sequence: Math.max((newest?.sequence ?? 0) + 1, chart.ports.clock.now()),
    put,
    remove: [...ended, ...staying.drop],
    ...(await placeSlips(chart, sharing.sheet, change.addSlips ?? [], signal)),
    previousStates:
      change.nextGeneration?.previousStates ?? (await previousStatesOf(chart, sharing)),
  });
  const next: ShareSheetContent = {
    ...draft,
    former: formerAfter(sharing.holders, {
      epochs,
      entries: draft.entries.map((entry) => ({ entry, alongside: alongside.get(entry) ?? [] })),
      hasTerms: (provider) =>
        sharing.accesses.get(provider)?.terms !== undefined && !isEnded(ended, provider),
    }),
  };
  const document = await signSheet(chart, next, change);
  const digest = await chart.documents.put(document, signal);
  return {
    swap: { expected: sharing.sheetDigest ?? zeroDigest, next: digest },
    epochs,
    resealed: staying.reseal.length,
    remember: async () => {
      if (isOwner(chart)) await rememberNewestSheet(chart, digest, next);
    },
  };
}

function isEnded(ended: NonNullable<SheetChange["end"]>, provider: ProviderNumber): boolean {
  return ended.some(({ kind, number }) => kind === "provider" && number === provider);
}

/** A delegate signs with the keys of their own chart: it is their word, not the owner's. */
async function signSheet(
  chart: PatientChart,
  sheet: ShareSheetContent,
  { nextGeneration }: SheetChange,
): Promise<Uint8Array> {
  const { session, context, myKeys } = chart;
  // By the keys that the key document names, from the very transaction on that replaces it.
  const published = myKeys[0]?.generation ?? (await session.identity()).generation;
  return session.signShareSheet(
    context,
    sheet,
    isOwner(chart) ? "owner" : "delegate",
    nextGeneration?.epochs.generation ?? published,
  );
}

/** New ones stay in the sheet while there is room; then all of it goes to a page of its own. */
async function placeSlips(
  { documents }: PatientChart,
  sheet: ShareSheetContent | undefined,
  added: readonly Slip[],
  signal: AbortSignal | undefined,
): Promise<Pick<ShareSheetContent, "slips" | "slipPages">> {
  const { slips, slipPages } = sheet ?? { slips: [], slipPages: [] };
  const all = [...slips, ...added];
  if (all.length <= limits.shareSheetSlips) return { slips: all, slipPages };
  // Full for good: whoever can't open those records without a slip asks the patient to add anew.
  if (slipPages.length >= limits.shareSheetSlipPages) return { slips, slipPages };
  const page = await documents.put(encodeSlipPage(all), signal);
  return { slips: [], slipPages: [...slipPages, page] };
}

/** Those of the owner's own sheet; where that isn't to be had, made anew from the owner's seeds. */
async function previousStatesOf(chart: PatientChart, sharing: Sharing): Promise<PreviousState[]> {
  if (sharing.trusted || !isOwner(chart)) return [...(sharing.sheet?.previousStates ?? [])];
  return rebuildPreviousStates(chart, sharing.chart.generation);
}

/**
 * Every earlier generation's last state under this one's first keys. An ended generation seals
 * nothing more, so its very last state opens no more than the one at which it ended.
 */
export async function rebuildPreviousStates(
  { session, context }: PatientChart,
  underGeneration: Generation,
): Promise<PreviousState[]> {
  const everywhere = (epoch: number) =>
    allCompartments.map((compartment) => ({ compartment, epoch: epoch as Epoch }));
  const states: PreviousState[] = [];
  for (let generation = 1; generation < underGeneration; generation += 1) {
    try {
      const sealed = await session.sealPreviousStates({
        context,
        generation: generation as Generation,
        underGeneration,
        lastEpochs: everywhere(lastEpoch),
        underEpochs: everywhere(1),
      });
      states.push(...sealed);
    } catch (error) {
      // A seed that isn't here any more: what it sealed can't be passed on.
      if (!(error instanceof CryptoError)) throw error;
    }
  }
  return states;
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
  const { sheet, accesses, trusted } = sharing;
  const reseal: Gift[] = [];
  const drop: { kind: "provider" | "person"; number: number }[] = [];
  // A delegate can't walk to the epochs that it moves; the owner's app re-seals later.
  const canReseal = isOwner(chart);

  for (const entry of sheet?.entries ?? []) {
    const { kind, number } = entry.recipient;
    if (isMentioned(kind, number)) continue;
    const access = kind === "provider" ? accesses.get(number as ProviderNumber) : undefined;
    const mask = kind === "provider" ? mayReadNow(access) : personMayRead(sharing, number);
    const sameGeneration = entry.generation === epochs.generation;
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
        : await readPatientTarget(chart, number as PatientNumber);
    // New keys are shown to the patient before anything is sealed to them: the grant names the
    // version that was, a person's the owner's own sheet.
    const shown = access?.keyVersion ?? entry.recipient.keyVersion;
    if (target.recipient.keyVersion !== shown) continue;
    const alongside = kind === "provider" ? await currentStaffTargets(chart, entry) : [];
    const writeMask =
      kind === "provider"
        ? (access?.terms?.writeMask ?? emptyMask)
        : (toMask(entry.writeMask) ?? emptyMask);
    reseal.push({ target, alongside, readMask: mask, writeMask });
  }
  // Live grants without an entry: after the sheet itself was lost, or a delegate's.
  if (canReseal && !trusted) {
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
  for (const doctor of (await stanzaDoctors(chart, entry)) ?? []) {
    if (!(await isOnStaff(chart, organization, doctor.number))) continue;
    const target = await readProviderTarget(chart, doctor.number);
    if (target.recipient.keyVersion === doctor.keyVersion) targets.push(target);
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
    generation: terms.generation,
    epochs: terms.epochs.map((one) => ({ ...one })),
  };
}
