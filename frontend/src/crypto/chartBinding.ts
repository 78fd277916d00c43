import * as z from "zod";
import type { ChartContext } from "../domain/chartContext.ts";
import { CryptoError } from "./errors.ts";
import { type Label, label } from "./labels.ts";
import { concat, fromHex } from "./primitives/bytes.ts";
import { encodeCbor } from "./primitives/cbor.ts";
import { sha256 } from "./primitives/sha256.ts";

const contextSchema = z.object({
  chainId: z.number().int().min(1),
  contract: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  patientId: z.string().regex(/^0x[0-9a-fA-F]{64}$/),
});

export type BindingFields = Readonly<
  Record<string, string | number | null | Uint8Array | readonly (readonly number[])[]>
>;

/**
 * The 32 bytes that tie a sealed thing to its place: SHA-256 of the label and the
 * canonical CBOR of chain id, contract, patient id and whatever else the caller
 * names. Used as AAD and HPKE info: a mismatch in any field fails to open.
 */
export async function chartBinding(
  purpose: Label,
  context: ChartContext,
  fields: BindingFields = {},
): Promise<Uint8Array> {
  const parsed = contextSchema.safeParse(context);
  if (!parsed.success) {
    throw new CryptoError("crypto.invalid-input", { details: { field: "chart context" } });
  }
  return binding(purpose, {
    ...fields,
    chainId: context.chainId,
    // Lower case has no meaning beyond EIP-55's checksum, bytes have one spelling.
    contract: fromHex(context.contract),
    patientId: fromHex(context.patientId),
  });
}

/** The same for things that belong to no chart, like evidence for an authority. */
export async function binding(purpose: Label, fields: BindingFields): Promise<Uint8Array> {
  return sha256(concat(label(purpose), encodeCbor(fields)));
}
