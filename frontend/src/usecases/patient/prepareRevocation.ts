import type { Order } from "../../chain/orders.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import { compartmentsIn, emptyMask, unionOf } from "../../domain/masks.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import { readSharing } from "../sharing/readSharing.ts";
import { epochsAfter, sealShareSheet } from "../sharing/sealShareSheet.ts";
import { prepareOrder } from "../transactions/prepareOrder.ts";
import type { SponsorablePrepared, WithProgress } from "../useCases.ts";

/**
 * Ends what one or several providers may do. Their drawers' keys move on in the same transaction,
 * and the new keys are sealed to everybody who stays: nothing added later opens for the ended ones.
 */
export async function prepareRevocation(
  chart: PatientChart,
  providers: readonly ProviderNumber[],
  { onProgress, signal }: WithProgress = {},
): Promise<SponsorablePrepared> {
  const { ports, patient } = chart;
  const numbers = [...new Set(providers)];
  const [first] = numbers;
  if (first === undefined) throw new UseCaseError("usecases.nothing-selected");
  const sharing = await readSharing(chart);
  let moved = emptyMask;
  for (const number of numbers) {
    const terms = sharing.accesses.get(number)?.terms;
    if (terms === undefined) throw new UseCaseError("usecases.no-grant", { details: { number } });
    moved = unionOf(moved, terms.readMask);
  }
  onProgress?.(0.3, "sealing");
  const before = epochsAfter(sharing, emptyMask);
  const end = numbers.map((number) => ({ kind: "provider" as const, number }));
  const sheet = await sealShareSheet(chart, sharing, { moved, end }, signal);
  onProgress?.(1, "ready");
  const { calls } = ports.writer;
  const order: Order | undefined =
    numbers.length === 1
      ? { order: "revoke", patient, provider: first, epochs: before, sheet: sheet.swap }
      : undefined;
  return prepareOrder(ports, order, {
    kind: "revoke",
    facts: {
      providers: numbers.length,
      provider: first,
      movedDrawers: compartmentsIn(moved).length,
      resealed: sheet.resealed,
    },
    calls: [
      numbers.length === 1
        ? calls.revoke(patient, first, before, sheet.swap)
        : calls.revokeMany(patient, numbers, before, sheet.swap),
    ],
    finish: () => sheet.remember(),
  });
}
