import * as z from "zod";
import type { Compartment, Epoch, Generation } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { chartBinding } from "../chartBinding.ts";
import { type CompartmentState, deriveEpochKey } from "../keys/compartmentChain.ts";
import { type RecordKey, requireCommitment } from "../keys/recordKey.ts";
import { limits } from "../limits.ts";
import { wipe } from "../primitives/bytes.ts";
import type { Random } from "../random.ts";
import { openSecretBox, sealSecretBox, secretBoxOverhead } from "../secretBox.ts";
import { type Manifest, requireSameDrawer } from "./manifest.ts";
import { bytesOf, compartmentSchema, epochSchema, generationSchema, integer } from "./schemas.ts";

/**
 * A slip gives the compartment's readers the key of a record that was sealed to
 * people. The patient's app adds it to the share sheet later; nobody waits for it.
 */
export const slipSchema = z.strictObject({
  compartment: compartmentSchema,
  /** Index of the record within the chart. */
  record: integer(0, limits.lastNumber),
  epoch: epochSchema,
  generation: generationSchema,
  wrapped: bytesOf(32 + secretBoxOverhead),
});

export type Slip = z.output<typeof slipSchema>;

export interface SlipPlace {
  readonly compartment: Compartment;
  readonly record: number;
  readonly epoch: Epoch;
  readonly generation: Generation;
}

export async function sealSlip(
  context: ChartContext,
  manifest: Manifest,
  place: SlipPlace,
  recordKey: RecordKey,
  state: CompartmentState,
  random: Random,
): Promise<Slip> {
  requireSameDrawer(place, state);
  await requireCommitment(recordKey, manifest.commitment);
  const key = await deriveEpochKey(state, place.epoch);
  const aad = await slipBinding(context, manifest, place);
  const wrapped = await sealSecretBox(key, "slip", aad, recordKey, random);
  wipe(key);
  const { compartment, record, epoch, generation } = place;
  return { compartment, record, epoch, generation, wrapped };
}

/** Throws crypto.cannot-open, crypto.epoch-out-of-reach, crypto.unknown-generation. */
export async function openSlip(
  context: ChartContext,
  manifest: Manifest,
  slip: Slip,
  state: CompartmentState,
): Promise<RecordKey> {
  requireSameDrawer(slip, state);
  const key = await deriveEpochKey(state, slip.epoch);
  const aad = await slipBinding(context, manifest, slip);
  const recordKey = (await openSecretBox(key, "slip", aad, slip.wrapped)) as RecordKey;
  wipe(key);
  await requireCommitment(recordKey, manifest.commitment);
  return recordKey;
}

/** The record key's commitment names the record: a slip moved to another one fails. */
function slipBinding(context: ChartContext, manifest: Manifest, place: SlipPlace) {
  return chartBinding("slip", context, {
    compartment: place.compartment,
    record: place.record,
    epoch: place.epoch,
    generation: place.generation,
    commitment: manifest.commitment,
  });
}
