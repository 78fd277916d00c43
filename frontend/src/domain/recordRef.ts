import type { Brand, Compartment } from "./brand.ts";

/** compartment << 16 | index, as the contract numbers a chart's records. 20 bits are used. */
export type RecordRef = Brand<number, "RecordRef">;

export const recordsPerCompartment = 0x1_0000;

/** @param index counts from 0 within the compartment, to 65,535. */
export function toRecordRef(compartment: Compartment, index: number): RecordRef {
  if (!Number.isInteger(index) || index < 0 || index >= recordsPerCompartment) {
    throw new RangeError(`record index out of range: ${index}`);
  }
  return ((compartment << 16) | index) as RecordRef;
}

/** `undefined` unless `value` names a compartment from 0 to 15. */
export function parseRecordRef(value: number): RecordRef | undefined {
  return Number.isInteger(value) && value >= 0 && value < 16 * recordsPerCompartment
    ? (value as RecordRef)
    : undefined;
}

export function compartmentOfRef(ref: RecordRef): Compartment {
  return (ref >>> 16) as Compartment;
}

export function indexOfRef(ref: RecordRef): number {
  return ref & 0xffff;
}
