import type { Compartment, Epoch, Generation } from "./brand.ts";
import { type CompartmentMask, compartmentCount, includesCompartment } from "./masks.ts";

/** Which version of each compartment's key, and of the seed, is current in a chart. */
export interface ChartEpochs {
  /** 16 of them, by compartment; 1 to 4095. */
  readonly epochs: readonly Epoch[];
  readonly generation: Generation;
}

export const lastEpoch = 4095;

/** The epochs of a new chart, and of a new generation. */
export function firstEpochs(generation: Generation): ChartEpochs {
  return { epochs: Array.from({ length: compartmentCount }, () => 1 as Epoch), generation };
}

export function epochOf(chart: ChartEpochs, compartment: Compartment): Epoch {
  const epoch = chart.epochs[compartment];
  if (epoch === undefined) throw new RangeError(`no such compartment: ${compartment}`);
  return epoch;
}

/** What the contract makes of the epochs when read access to these compartments ends. */
export function moveEpochs(chart: ChartEpochs, moved: CompartmentMask): ChartEpochs {
  return {
    generation: chart.generation,
    epochs: chart.epochs.map((epoch, compartment) => {
      if (!includesCompartment(moved, compartment as Compartment)) return epoch;
      if (epoch >= lastEpoch) throw new RangeError(`epochs of ${compartment} are used up`);
      return (epoch + 1) as Epoch;
    }),
  };
}
