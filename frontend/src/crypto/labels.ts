import { concat, uint32, utf8 } from "./primitives/bytes.ts";

/**
 * Every HKDF info and HMAC label of the format. Two uses never share a label, so no
 * key serves two purposes. A changed meaning gets a new "v".
 */
const names = [
  "identity",
  "root",
  "profile",
  "vault-seeds",
  "local-store",
  "signing",
  "signature",
  "local-vault",
  "compartment",
  "chain-high",
  "chain-low-start",
  "chain-low",
  "epoch-key",
  "secret-box",
  "record-key",
  "record-commitment",
  "record-metadata",
  "manifest-mac",
  "record-key-to-person",
  "slip",
  "previous-state",
  "segment",
  "envelope-stanza",
  "envelope-body",
  "evidence",
  "patient-commitment",
  "chart",
] as const;

export type Label = (typeof names)[number];

/** "health-records/v1/" + label + 0x00 + each number as a big-endian uint32. */
export function label(name: Label, ...numbers: readonly number[]): Uint8Array {
  return concat(utf8(`health-records/v1/${name}\0`), ...numbers.map(uint32));
}
