// What the tests of HealthRecords share: a chart with one grant in it, and reaching into the
// chart's words for states that no test could bring about in time.
import { AbiCoder, keccak256, toBeHex } from "ethers";
import type { IHealthRecords } from "../../../types/ethers-contracts/index.ts";
import { type Cast, castSystem, digest, grantOrder, HOUR, sheetSwap } from "../cast.ts";
import { connection, ethers, networkHelpers } from "../chain.ts";

export const firstSheet = digest("sheet 1");
export const secondSheet = digest("sheet 2");
export const thirdSheet = digest("sheet 3");

/** Replaces the sheet of `grantedScene`. */
export const nextSwap = sheetSwap(secondSheet, firstSheet);

/** The cast, and the doctor reads drawers 1 to 3 and writes drawer 1 under `firstSheet`. */
export async function grantedScene(): Promise<Cast & { readonly grantBlock: number }> {
  const cast = await castSystem(connection);
  const { healthRecords, patient, doctor } = cast;
  await healthRecords
    .connect(patient.wallet)
    .grant(patient.number, grantOrder(cast, doctor), sheetSwap(firstSheet));
  return { ...cast, grantBlock: await ethers.provider.getBlockNumber() };
}

/** Seconds rounded up to the hour, as a request's times are kept. */
export function ceilToHour(seconds: number): number {
  return Math.ceil(seconds / HOUR) * HOUR;
}

/** Terms as an event carries them. */
export function termsOf(
  order: {
    readonly [Field in keyof IHealthRecords.TermsStruct]: unknown;
  },
): unknown[] {
  return [order.readMask, order.writeMask, order.purpose, order.expiresAt];
}

/** The words of PatientState that the tests change, by their offset in the struct. */
export const stateWords = { chart: 0n, counts: 2n } as const;

const chartInUse = 1n << 248n;
const highestBaseSlot = 20;

/** Writes one word of a patient's state. Only while the chart's word says no more than "in use". */
export async function writeStateWord(
  { healthRecords, patient }: Pick<Cast, "healthRecords" | "patient">,
  offset: bigint,
  word: bigint,
): Promise<void> {
  const address = await healthRecords.getAddress();
  for (let base = 0; base <= highestBaseSlot; base++) {
    const key = AbiCoder.defaultAbiCoder().encode(["uint32", "uint256"], [patient.number, base]);
    const slot = BigInt(keccak256(key));
    if (BigInt(await ethers.provider.getStorage(address, slot)) !== chartInUse) continue;
    await networkHelpers.setStorageAt(address, toBeHex(slot + offset, 32), toBeHex(word, 32));
    return;
  }
  throw new Error("no patient state with a chart that is merely in use");
}
