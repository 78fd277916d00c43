import * as z from "zod";
import type { Epoch, Generation } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { chartBinding } from "../chartBinding.ts";
import { CryptoError } from "../errors.ts";
import {
  type ChainState,
  type CompartmentState,
  deriveEpochKey,
  stateBytes,
} from "../keys/compartmentChain.ts";
import { wipe } from "../primitives/bytes.ts";
import type { Random } from "../random.ts";
import { openSecretBox, sealSecretBox, secretBoxOverhead } from "../secretBox.ts";
import { bytesBetween, compartmentSchema, epochSchema, generationSchema } from "./schemas.ts";

/**
 * An earlier generation's last state of a compartment, sealed under a later
 * generation's epoch key: whoever is granted the compartment now reads what was sealed
 * before the seed changed, however many generations ago, without a new envelope.
 */
export const previousStateSchema = z
  .strictObject({
    compartment: compartmentSchema,
    generation: generationSchema,
    epoch: epochSchema,
    /** The key it is sealed under. */
    underGeneration: generationSchema,
    underEpoch: epochSchema,
    sealed: bytesBetween(32 + secretBoxOverhead, 64 + secretBoxOverhead),
  })
  .refine(({ generation, underGeneration }) => generation < underGeneration)
  .refine(({ epoch, sealed }) => sealed.length === stateBytes(epoch) + secretBoxOverhead);

export type PreviousState = z.output<typeof previousStateSchema>;

export async function sealPreviousState(
  context: ChartContext,
  previous: CompartmentState,
  under: CompartmentState,
  random: Random,
): Promise<PreviousState> {
  if (previous.compartment !== under.compartment || previous.generation >= under.generation) {
    throw new CryptoError("crypto.invalid-input", { details: { field: "generation" } });
  }
  const place = {
    compartment: previous.compartment,
    generation: previous.generation,
    epoch: previous.epoch,
    underGeneration: under.generation,
    underEpoch: under.epoch,
  };
  const key = await deriveEpochKey(under, under.epoch);
  const aad = await chartBinding("previous-state", context, place);
  const sealed = await sealSecretBox(key, "previous-state", aad, previous.state, random);
  wipe(key);
  return { ...place, sealed };
}

/** @param holder a state of `underGeneration`, at `underEpoch` or later */
export async function openPreviousState(
  context: ChartContext,
  previous: PreviousState,
  holder: CompartmentState,
): Promise<CompartmentState> {
  const { sealed, ...place } = previous;
  if (holder.compartment !== place.compartment || holder.generation !== place.underGeneration) {
    throw new CryptoError("crypto.binding-mismatch", { details: { field: "generation" } });
  }
  const key = await deriveEpochKey(holder, place.underEpoch);
  const aad = await chartBinding("previous-state", context, place);
  const state = (await openSecretBox(key, "previous-state", aad, sealed)) as ChainState;
  wipe(key);
  const { compartment, generation, epoch } = place;
  return { compartment, generation, epoch, state };
}

/**
 * All states that follow from the ones held: each that opens may open further ones. Entries for
 * which nothing is held are left out, and so is one that doesn't open: it hides no other.
 */
export async function openPreviousStates(
  context: ChartContext,
  held: readonly CompartmentState[],
  previous: readonly PreviousState[],
): Promise<CompartmentState[]> {
  const states = [...held];
  // Newest first, so that each step's key is there before the step that needs it.
  const ordered = [...previous].sort((left, right) => right.underGeneration - left.underGeneration);
  for (const entry of ordered) {
    if (findState(states, entry.compartment, entry.generation, entry.epoch)) continue;
    const holder = findState(states, entry.compartment, entry.underGeneration, entry.underEpoch);
    if (!holder) continue;
    try {
      states.push(await openPreviousState(context, entry, holder));
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
    }
  }
  return states;
}

/** A held state of that compartment and generation that reaches the epoch. */
export function findState(
  states: readonly CompartmentState[],
  compartment: number,
  generation: Generation,
  epoch: Epoch,
): CompartmentState | undefined {
  return states.find(
    (state) =>
      state.compartment === compartment && state.generation === generation && state.epoch >= epoch,
  );
}
