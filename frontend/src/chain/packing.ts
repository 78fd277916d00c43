import type {
  Compartment,
  Epoch,
  Generation,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../domain/brand.ts";
import { type ChartEpochs, lastEpoch } from "../domain/chartEpochs.ts";
import { compartmentCount, toMask } from "../domain/masks.ts";
import { type ProviderKind, providerKinds } from "../domain/providerKind.ts";
import { type ProviderStatus, providerStatuses } from "../domain/providerStatus.ts";
import { type Purpose, purposes } from "../domain/purpose.ts";
import { parseRecordRef, type RecordRef } from "../domain/recordRef.ts";
import type { Terms } from "../domain/terms.ts";
import { ChainError } from "./errors.ts";

/*
 * The contracts' packed and numbered values, and back. Layouts as in IHealthRecords and IPatients.
 * What comes from a chain and doesn't fit is chain.rpc-nonsense; what the app itself got wrong is
 * a RangeError.
 */

const epochBits = 12n;
const generationShift = 192n;

/** Bits 12*c..12*c+11: epoch of compartment c; bits 192..207: generation. */
export function packEpochs(chart: ChartEpochs): bigint {
  if (chart.epochs.length !== compartmentCount) throw new RangeError("16 epochs are needed");
  if (!isWithin(chart.generation, 1, 0xffff)) throw new RangeError("no such generation");
  return chart.epochs.reduce((word, epoch, compartment) => {
    if (!isWithin(epoch, 1, lastEpoch)) throw new RangeError(`no such epoch: ${epoch}`);
    return word | (BigInt(epoch) << (epochBits * BigInt(compartment)));
  }, BigInt(chart.generation) << generationShift);
}

/** Throws chain.rpc-nonsense where a lane is 0 or bits above the generation are set. */
export function unpackEpochs(word: bigint): ChartEpochs {
  const epochs = Array.from(
    { length: compartmentCount },
    (_, compartment) => Number((word >> (epochBits * BigInt(compartment))) & 0xfffn) as Epoch,
  );
  const generation = Number((word >> generationShift) & 0xffffn) as Generation;
  if (word < 0n || word >> 208n !== 0n || generation === 0 || epochs.includes(0 as Epoch)) {
    throw nonsense("epochs");
  }
  return { epochs, generation };
}

/** The low 32 bits of the patient id. */
export function patientNumberOf(patientId: PatientId): PatientNumber {
  if (!/^0x[0-9a-f]{64}$/i.test(patientId)) throw new RangeError("not a patient id");
  return Number.parseInt(patientId.slice(-8), 16) as PatientNumber;
}

/** IHealthRecords.Purpose; 0 is None. */
export function purposeToNumber(purpose: Purpose): number {
  return purposes.indexOf(purpose) + 1;
}

export function purposeFromNumber(value: number): Purpose | undefined {
  if (value === 0) return undefined;
  return purposes[value - 1] ?? fail("purpose");
}

/** IProviders.Kind; 0 is None. */
export function kindToNumber(kind: ProviderKind): number {
  return providerKinds.indexOf(kind) + 1;
}

export function kindFromNumber(value: number): ProviderKind | undefined {
  if (value === 0) return undefined;
  return providerKinds[value - 1] ?? fail("kind");
}

/** IProviders.Status; 0 is None. */
export function statusFromNumber(value: number): ProviderStatus | undefined {
  if (value === 0) return undefined;
  return providerStatuses[value - 1] ?? fail("status");
}

/** IHealthRecords.Terms as ethers encodes it. */
export interface PackedTerms {
  readonly readMask: number;
  readonly writeMask: number;
  readonly purpose: number;
  readonly expiresAt: number;
}

export function packTerms(terms: Terms): PackedTerms {
  return {
    readMask: terms.readMask,
    writeMask: terms.writeMask,
    purpose: purposeToNumber(terms.purpose),
    expiresAt: terms.expiresAt,
  };
}

/** `undefined` for all zeros: no grant, or no request. */
export function unpackTerms(packed: PackedTerms): Terms | undefined {
  const readMask = toMask(packed.readMask) ?? fail("read mask");
  const writeMask = toMask(packed.writeMask) ?? fail("write mask");
  const purpose = purposeFromNumber(packed.purpose);
  if (purpose === undefined) {
    if (readMask !== 0 || writeMask !== 0 || packed.expiresAt !== 0) throw nonsense("terms");
    return undefined;
  }
  return { readMask, writeMask, purpose, expiresAt: packed.expiresAt };
}

/** Record references as IReceipts packs them: 3 bytes each, big-endian, ascending, no repetition. */
export function packRecordRefs(refs: Iterable<RecordRef>): `0x${string}` {
  const ascending = [...new Set(refs)].sort((a, b) => a - b);
  return `0x${ascending.map((ref) => ref.toString(16).padStart(6, "0")).join("")}`;
}

/** Throws chain.rpc-nonsense where they aren't whole, ascending and of this chart's 16 drawers. */
export function unpackRecordRefs(packed: string): RecordRef[] {
  if (!/^0x([0-9a-f]{6})*$/i.test(packed)) throw nonsense("record references");
  let previous = -1;
  return (packed.slice(2).match(/.{6}/g) ?? []).map((hex) => {
    const ref = parseRecordRef(Number.parseInt(hex, 16)) ?? fail("record reference");
    if (ref <= previous) throw nonsense("record references");
    previous = ref;
    return ref;
  });
}

/** The small fields of a receipt. */
export interface ReceiptHead {
  readonly patient: PatientNumber;
  readonly provider: ProviderNumber;
  /** The doctor of the staff who opened them; 0 when the provider itself did. */
  readonly doctor: ProviderNumber | 0;
  /** Counts from 1 per (patient, signer). */
  readonly sequence: number;
  /** Unix seconds. */
  readonly openedFrom: number;
  readonly openedUntil: number;
  /** Number of leaves. */
  readonly count: number;
}

const receiptHeadFields = [
  ["patient", 32n],
  ["provider", 32n],
  ["doctor", 32n],
  ["sequence", 32n],
  ["openedFrom", 40n],
  ["openedUntil", 40n],
  ["count", 32n],
] as const satisfies readonly (readonly [keyof ReceiptHead, bigint])[];

/** As IReceipts.SignedReceipt: from the lowest bit, in the order of `receiptHeadFields`. */
export function packReceiptHead(head: ReceiptHead): bigint {
  let shift = 0n;
  let word = 0n;
  for (const [field, bits] of receiptHeadFields) {
    const value = head[field];
    if (!isWithin(value, 0, 2 ** Number(bits) - 1)) throw new RangeError(`no such ${field}`);
    word |= BigInt(value) << shift;
    shift += bits;
  }
  return word;
}

/** Bits above the fields are ignored, as the contract does. */
export function unpackReceiptHead(word: bigint): ReceiptHead {
  let rest = word;
  const values = receiptHeadFields.map(([field, bits]) => {
    const value = Number(rest & ((1n << bits) - 1n));
    rest >>= bits;
    return [field, value];
  });
  return Object.fromEntries(values) as unknown as ReceiptHead;
}

/** The 16 counts of `recordCounts`, by compartment. */
export function countsByCompartment(counts: readonly number[]): ReadonlyMap<Compartment, number> {
  return new Map(counts.map((count, compartment) => [compartment as Compartment, count]));
}

function isWithin(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function nonsense(what: string): ChainError {
  return new ChainError("chain.rpc-nonsense", { details: { what } });
}

function fail(what: string): never {
  throw nonsense(what);
}
