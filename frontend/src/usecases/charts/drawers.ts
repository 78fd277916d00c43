import type { CompartmentName } from "../../crypto/documents/envelope.ts";
import type { Compartment } from "../../domain/brand.ts";
import { type CompartmentMask, compartmentsIn, maskOf } from "../../domain/masks.ts";
import { type CompartmentKind, compartmentKinds, sensitiveCompartmentKinds } from "../model.ts";

/** Which number is which drawer in one chart: numbers are shuffled, so the chain says nothing. */
export type Drawers = ReadonlyMap<Compartment, CompartmentKind>;

/** @param numbers as shuffled for one chart; the emergency summary is number 0 in all of them. */
export function assignDrawers(numbers: readonly Compartment[]): Drawers {
  return new Map(
    compartmentKinds.flatMap((kind, index) => {
      const number = numbers[index];
      return number === undefined ? [] : [[number, kind] as const];
    }),
  );
}

/** Names that aren't of this app's list (a newer version's, or the patient's own) are left out. */
export function drawersFrom(
  named: Iterable<{ readonly compartment: Compartment; readonly name: string }>,
): Drawers {
  const drawers = new Map<Compartment, CompartmentKind>();
  for (const { compartment, name } of named) {
    const kind = compartmentKinds.find((known) => known === name);
    if (kind !== undefined) drawers.set(compartment, kind);
  }
  return drawers;
}

/** For an envelope: the names of the granted drawers and of no other. */
export function namesOf(drawers: Drawers, granted: CompartmentMask): CompartmentName[] {
  return compartmentsIn(granted).flatMap((compartment) => {
    const kind = drawers.get(compartment);
    return kind === undefined ? [] : [{ compartment, name: kind }];
  });
}

export function isSensitive(kind: CompartmentKind | undefined): boolean {
  return kind !== undefined && sensitiveCompartmentKinds.includes(kind);
}

/**
 * What people usually share: every drawer that isn't sensitive. A provider can't know which
 * number is which drawer, so it asks with every bit set, and this is what that means.
 */
export function usuallyShared(drawers: Drawers): CompartmentMask {
  return maskOf(
    [...drawers].filter(([, kind]) => !isSensitive(kind)).map(([compartment]) => compartment),
  );
}
