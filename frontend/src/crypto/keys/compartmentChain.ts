import type { Brand, Compartment, Epoch, Generation } from "../../domain/brand.ts";
import { CryptoError } from "../errors.ts";
import { label } from "../labels.ts";
import { limits } from "../limits.ts";
import { concat } from "../primitives/bytes.ts";
import { hkdfSha256 } from "../primitives/hkdf.ts";
import type { Root } from "./seed.ts";

/**
 * Compartment keys, per generation and compartment a backward chain of two levels
 * (docs/adr/0001). An epoch is 64 * high + low:
 *
 *   H(63) = HKDF(root)      H(h) = HKDF(H(h+1))
 *   L(h, 63) = HKDF(H(h))   L(h, l) = HKDF(L(h, l+1))
 *   state(e) = L(high, low) | H(high - 1)        key(e) = HKDF(L(high, low))
 *
 * Whoever holds state(e) walks down to every earlier epoch in at most 128 steps. To
 * walk up means to invert HKDF: L(high, low + 1), L(high, 63) and H(high) stay out of
 * reach, so no later epoch is.
 */
const steps = 64;

/** 64 bytes, or 32 where no high block is left below (epochs 1..63). */
export type ChainState = Brand<Uint8Array, "ChainState">;
/** 32 bytes; wraps the record keys of one epoch. */
export type EpochKey = Brand<Uint8Array, "EpochKey">;

/** What a grantee holds of one compartment. */
export interface CompartmentState {
  readonly compartment: Compartment;
  readonly epoch: Epoch;
  readonly generation: Generation;
  readonly state: ChainState;
}

const noSalt = new Uint8Array(0); // Each input is uniform and used under one label only.

/** The owner's way down, from the root. */
export async function deriveCompartmentState(
  root: Root,
  generation: Generation,
  compartment: Compartment,
  epoch: Epoch,
): Promise<CompartmentState> {
  requireEpoch(epoch);
  requireCompartment(compartment);
  const info = label("compartment", generation, compartment);
  const top = await hkdfSha256(root, noSalt, info, 32);
  const [high, low] = split(epoch);
  const highState = await descendHigh(top, compartment, steps - 1, high);
  const state = await assemble(highState, compartment, high, low);
  return { compartment, epoch, generation, state };
}

/** A holder's way down. Throws crypto.epoch-out-of-reach for a later epoch. */
export async function deriveEarlierState(
  from: CompartmentState,
  epoch: Epoch,
): Promise<CompartmentState> {
  requireEpoch(epoch);
  requireState(from);
  if (epoch > from.epoch) {
    throw new CryptoError("crypto.epoch-out-of-reach", {
      details: { compartment: from.compartment, epoch, held: from.epoch },
    });
  }
  const [fromHigh, fromLow] = split(from.epoch);
  const [high, low] = split(epoch);
  const { compartment } = from;
  if (high === fromHigh) {
    const lowState = await descendLow(from.state.subarray(0, 32), compartment, high, fromLow, low);
    const state = concat(lowState, from.state.subarray(32)) as Uint8Array as ChainState;
    return { ...from, epoch, state };
  }
  const below = from.state.subarray(32);
  const highState = await descendHigh(below, compartment, fromHigh - 1, high);
  return { ...from, epoch, state: await assemble(highState, compartment, high, low) };
}

/** key(e) of the state's own or an earlier epoch. */
export async function deriveEpochKey(state: CompartmentState, epoch: Epoch): Promise<EpochKey> {
  const at = await deriveEarlierState(state, epoch);
  const info = label("epoch-key", at.generation, at.compartment, epoch);
  return (await hkdfSha256(at.state.subarray(0, 32), noSalt, info, 32)) as EpochKey;
}

/** 32 bytes for epochs 1..63, else 64. */
export function stateBytes(epoch: number): number {
  return epoch < steps ? 32 : 64;
}

async function assemble(
  highState: Uint8Array,
  compartment: Compartment,
  high: number,
  low: number,
): Promise<ChainState> {
  const start = await hkdfSha256(
    highState,
    noSalt,
    label("chain-low-start", compartment, high),
    32,
  );
  const lowState = await descendLow(start, compartment, high, steps - 1, low);
  const below =
    high === 0 ? new Uint8Array(0) : await descendHigh(highState, compartment, high, high - 1);
  return concat(lowState, below) as Uint8Array as ChainState;
}

async function descendHigh(
  state: Uint8Array,
  compartment: Compartment,
  from: number,
  to: number,
): Promise<Uint8Array> {
  let current = state;
  for (let high = from - 1; high >= to; high--) {
    current = await hkdfSha256(current, noSalt, label("chain-high", compartment, high), 32);
  }
  return current;
}

async function descendLow(
  state: Uint8Array,
  compartment: Compartment,
  high: number,
  from: number,
  to: number,
): Promise<Uint8Array> {
  let current = state;
  for (let low = from - 1; low >= to; low--) {
    current = await hkdfSha256(current, noSalt, label("chain-low", compartment, high, low), 32);
  }
  return current;
}

function split(epoch: number): [high: number, low: number] {
  return [Math.floor(epoch / steps), epoch % steps];
}

function requireEpoch(epoch: number): void {
  if (!Number.isInteger(epoch) || epoch < 1 || epoch > limits.lastEpoch) {
    throw new CryptoError("crypto.invalid-input", { details: { field: "epoch", epoch } });
  }
}

function requireCompartment(compartment: number): void {
  if (!Number.isInteger(compartment) || compartment < 0 || compartment > limits.lastCompartment) {
    throw new CryptoError("crypto.invalid-input", { details: { field: "compartment" } });
  }
}

/** A state from an envelope whose length doesn't fit its epoch would give wrong keys silently. */
function requireState(state: CompartmentState): void {
  requireEpoch(state.epoch);
  requireCompartment(state.compartment);
  if (state.state.length !== stateBytes(state.epoch)) {
    throw new CryptoError("crypto.malformed-document", { details: { field: "state" } });
  }
}
