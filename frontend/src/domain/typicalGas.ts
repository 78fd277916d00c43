/**
 * About how much gas a task takes, for saying what it costs before anything is sealed for it.
 * Rounded from the committed gas snapshot (a test compares); a first time costs more, and what the
 * wallet shows is what counts.
 */
export const typicalGas = {
  share: 84_000,
  approve: 56_000,
  deny: 36_000,
  renew: 37_000,
  stopSharing: 49_000,
  moveKeys: 44_000,
  addRecord: 65_000,
  addRecordAsProvider: 68_000,
  handOver: 114_000,
} as const;

export type TypicalTask = keyof typeof typicalGas;
