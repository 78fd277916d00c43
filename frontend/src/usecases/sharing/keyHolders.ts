/**
 * Who knows a chart's current keys, and who should not any more. Pure decisions: everything that
 * ends read access must end it by cryptography for what is sealed later, so the next record may
 * be sealed under a drawer's key only where everybody who knows that key may read it right now.
 */
import type { Compartment, Epoch, Generation } from "../../domain/brand.ts";
import { type ChartEpochs, epochOf } from "../../domain/chartEpochs.ts";
import {
  type CompartmentMask,
  emptyMask,
  includesCompartment,
  maskOf,
  unionOf,
} from "../../domain/masks.ts";

/** Someone to whom states of this chart were sealed, whether or not they ever opened them. */
export interface KeyHolder {
  /** Whom a screen would name: the provider of the grant, or a person. */
  readonly who:
    | { readonly kind: "provider"; readonly number: number }
    | { readonly kind: "person"; readonly number: number }
    /** Nobody can say: a sheet was lost, or written by somebody else than the owner. */
    | { readonly kind: "unknown" };
  readonly generation: Generation;
  /** What their states reach. */
  readonly epochs: readonly { readonly compartment: Compartment; readonly epoch: Epoch }[];
  /** What they may read right now. */
  readonly mayRead: CompartmentMask;
}

/** The drawers whose current key this holder knows without being allowed to read them. */
export function wronglyKnown(holder: KeyHolder, chart: ChartEpochs): CompartmentMask {
  if (holder.generation !== chart.generation) return emptyMask;
  return maskOf(
    holder.epochs
      .filter(
        ({ compartment, epoch }) =>
          epoch >= epochOf(chart, compartment) && !includesCompartment(holder.mayRead, compartment),
      )
      .map(({ compartment }) => compartment),
  );
}

/** The drawers whose key must move on before anything more is sealed under it. */
export function drawersToMove(holders: readonly KeyHolder[], chart: ChartEpochs): CompartmentMask {
  return unionOf(emptyMask, ...holders.map((holder) => wronglyKnown(holder, chart)));
}

/** Whether all of these drawers can be opened with what the holder was given. */
export function reaches(
  held: readonly { readonly compartment: Compartment; readonly epoch: Epoch }[],
  chart: ChartEpochs,
  compartments: readonly Compartment[],
): boolean {
  return compartments.every((compartment) =>
    held.some(
      (state) => state.compartment === compartment && state.epoch >= epochOf(chart, compartment),
    ),
  );
}
