import type { Brand, Compartment } from "./brand.ts";

/** One bit per compartment: bit c is compartment c. 0 to 0xffff. */
export type CompartmentMask = Brand<number, "CompartmentMask">;

export const compartmentCount = 16;
export const emptyMask = 0 as CompartmentMask;
export const fullMask = 0xffff as CompartmentMask;
/** Compartment 0 holds the emergency summary, in every chart. */
export const emergencyCompartment = 0 as Compartment;

/** Every compartment, 0 to 15. */
export const allCompartments: readonly Compartment[] = Array.from(
  { length: compartmentCount },
  (_, index) => index as Compartment,
);

/** `undefined` unless `value` is a whole number from 0 to 15. */
export function toCompartment(value: number): Compartment | undefined {
  return Number.isInteger(value) && value >= 0 && value < compartmentCount
    ? (value as Compartment)
    : undefined;
}

/** `undefined` unless `value` fits 16 bits. */
export function toMask(value: number): CompartmentMask | undefined {
  return Number.isInteger(value) && value >= 0 && value <= 0xffff
    ? (value as CompartmentMask)
    : undefined;
}

/** The mask with exactly these compartments; repetitions don't matter. */
export function maskOf(compartments: Iterable<Compartment>): CompartmentMask {
  let mask = 0;
  for (const compartment of compartments) mask |= 1 << compartment;
  return mask as CompartmentMask;
}

/** The compartments of a mask, ascending. */
export function compartmentsIn(mask: CompartmentMask): Compartment[] {
  return allCompartments.filter((compartment) => includesCompartment(mask, compartment));
}

export function includesCompartment(mask: CompartmentMask, compartment: Compartment): boolean {
  return (mask & (1 << compartment)) !== 0;
}

export function isSubsetOf(part: CompartmentMask, whole: CompartmentMask): boolean {
  return (part & ~whole) === 0;
}

export function unionOf(...masks: readonly CompartmentMask[]): CompartmentMask {
  return masks.reduce((union, mask) => union | mask, 0) as CompartmentMask;
}

/** What `whole` has and `taken` has not. */
export function maskWithout(whole: CompartmentMask, taken: CompartmentMask): CompartmentMask {
  return (whole & ~taken) as CompartmentMask;
}
