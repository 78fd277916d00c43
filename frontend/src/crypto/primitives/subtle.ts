import { CryptoError } from "../errors.ts";

/** WebCrypto is missing on plain http pages other than localhost. */
export function subtle(): SubtleCrypto {
  const found = globalThis.crypto?.subtle;
  if (!found) throw new CryptoError("crypto.unavailable");
  return found;
}
