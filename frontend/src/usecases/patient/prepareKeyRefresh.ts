import type { Compartment, ProviderNumber } from "../../domain/brand.ts";
import { epochOf, lastEpoch } from "../../domain/chartEpochs.ts";
import { compartmentsIn, emptyMask, maskOf, unionOf } from "../../domain/masks.ts";
import { isOwner, type PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { Prepared, ProviderView } from "../model.ts";
import { drawersToMove, wronglyKnown } from "../sharing/keyHolders.ts";
import { findSlipless, sealMissingSlips } from "../sharing/missingSlips.ts";
import { readSharing } from "../sharing/readSharing.ts";
import { countOutdated, epochsAfter, sealShareSheet } from "../sharing/sealShareSheet.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { WithProgress } from "../useCases.ts";

/** Whose access lapsed by itself while they still know current keys. */
export async function listLapsed(
  chart: PatientChart,
): Promise<{ provider: ProviderView; compartments: readonly Compartment[] }[]> {
  const sharing = await readSharing(chart);
  const byProvider = new Map<number, ReturnType<typeof wronglyKnown>>();
  for (const holder of sharing.holders) {
    if (holder.who.kind !== "provider") continue;
    const known = byProvider.get(holder.who.number) ?? emptyMask;
    byProvider.set(holder.who.number, unionOf(known, wronglyKnown(holder, sharing.chart)));
  }
  const lapsed = [...byProvider].filter(([, mask]) => mask !== emptyMask);
  return Promise.all(
    lapsed.map(async ([number, mask]) => ({
      provider: await chart.people.readProvider(number as ProviderNumber),
      compartments: compartmentsIn(mask),
    })),
  );
}

/** All zero for a delegate, who can't refresh anything. */
export async function readRefreshNeeded(
  chart: PatientChart,
): Promise<{ drawers: number; people: number; records: number }> {
  if (!isOwner(chart)) return { drawers: 0, people: 0, records: 0 };
  const sharing = await readSharing(chart);
  const [people, records] = await Promise.all([
    countOutdated(chart, sharing),
    findSlipless(chart, sharing),
  ]);
  const moved = drawersToMove(sharing.holders, sharing.chart);
  return { drawers: compartmentsIn(moved).length, people, records: records.length };
}

/**
 * Brings the chart's keys up to date: moves on what somebody knows who should not any more, seals
 * anew for those whose envelope is behind, and adds slips to records that were sealed to people.
 * Throws usecases.nothing-to-do where all that is so already.
 */
export async function prepareKeyRefresh(
  chart: PatientChart,
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<void>> {
  if (!isOwner(chart)) throw new UseCaseError("usecases.sealed-elsewhere");
  const { ports, patient } = chart;
  const sharing = await readSharing(chart);
  const before = epochsAfter(sharing, emptyMask);
  const moved = maskOf(
    compartmentsIn(drawersToMove(sharing.holders, sharing.chart)).filter(
      (compartment) => epochOf(before, compartment) < lastEpoch,
    ),
  );
  onProgress?.(0.2, "reading");
  const slips = await sealMissingSlips(chart, sharing, epochsAfter(sharing, moved), signal);
  const outdated = await countOutdated(chart, sharing);
  if (moved === emptyMask && slips.length === 0 && outdated === 0) {
    throw new UseCaseError("usecases.nothing-to-do");
  }
  onProgress?.(0.6, "sealing");
  const sheet = await sealShareSheet(chart, sharing, { moved, addSlips: slips }, signal);
  onProgress?.(1, "ready");
  const { calls } = ports.writer;
  return prepareCalls(ports.writer, {
    kind: "refresh-keys",
    facts: {
      movedDrawers: compartmentsIn(moved).length,
      resealed: sheet.resealed,
      slips: slips.length,
    },
    calls: [
      moved === emptyMask
        ? calls.replaceShareSheet(patient, sheet.swap)
        : calls.moveEpochs(patient, moved, before, sheet.swap),
    ],
    finish: () => sheet.remember(),
  });
}
