import * as dagCbor from "@ipld/dag-cbor";
import { sameBytes } from "./bytes.ts";

/** Canonical DAG-CBOR: sorted keys, shortest lengths, no tags but CIDs, no indefinite items. */
export function encodeCbor(value: unknown): Uint8Array {
  return dagCbor.encode(value);
}

/**
 * Undefined unless the bytes are exactly what `encodeCbor` makes of the value: one
 * value has one encoding, so a digest names a meaning, not a spelling.
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  try {
    const value: unknown = dagCbor.decode(bytes);
    return sameBytes(dagCbor.encode(value), bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}
