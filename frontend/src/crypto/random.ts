/** `length` bytes from a cryptographic source. Passed in, so that tests are deterministic. */
export type Random = (length: number) => Uint8Array;

/** The platform's generator; only composition roots (app, worker, scripts) pick it. */
export const platformRandom: Random = (length) => {
  const bytes = new Uint8Array(length);
  // getRandomValues refuses more than 65,536 bytes at once.
  for (let start = 0; start < length; start += 65_536) {
    globalThis.crypto.getRandomValues(bytes.subarray(start, Math.min(start + 65_536, length)));
  }
  return bytes;
};
