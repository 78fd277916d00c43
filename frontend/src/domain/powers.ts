/**
 * What a delegate may do for a patient. `managing` says that the delegate holds the seed; it
 * lets the delegate do nothing on chain by itself. There is no power to appoint delegates.
 * Bits as in IPatients.POWER_...
 */
export const powerBits = {
  "add-records": 1,
  grant: 2,
  deny: 4,
  revoke: 8,
  keys: 16,
  managing: 32,
} as const;

export type Power = keyof typeof powerBits;

export const powers = Object.keys(powerBits) as readonly Power[];

/** The contract's bit field. */
export function powersToBits(list: readonly Power[]): number {
  return list.reduce((bits, power) => bits | powerBits[power], 0);
}

/** The powers in a bit field; `undefined` when a bit is set that means nothing here. */
export function powersFromBits(bits: number): Power[] | undefined {
  if (!Number.isInteger(bits) || bits < 0 || bits > 63) return undefined;
  return powers.filter((power) => (bits & powerBits[power]) !== 0);
}
