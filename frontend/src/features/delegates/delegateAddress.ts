import type { Address } from "../../domain/brand.ts";

/** What was pasted or scanned, as far as it can be told from its form. */
export type DelegateInput =
  | { readonly is: "address"; readonly account: Address }
  | { readonly is: "code"; readonly account: Address }
  | { readonly is: "neither" };

/**
 * An account's address, or the address inside a patient's code. The use case checks the checksum,
 * the chain and that the code is one; this only tells the two apart.
 */
export function readDelegateInput(text: string): DelegateInput {
  const trimmed = text.trim();
  if (/^0x[0-9a-f]{40}$/i.test(trimmed)) {
    return { is: "address", account: trimmed as Address };
  }
  const inCode = /eip155(?::|%3a)\d+(?::|%3a)(0x[0-9a-f]{40})/i.exec(trimmed)?.[1];
  return inCode === undefined ? { is: "neither" } : { is: "code", account: inCode as Address };
}
