import { limits } from "../limits.ts";
import { openAesGcm, sealAesGcm } from "../primitives/aesGcm.ts";

/**
 * STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) over 256 KiB chunks.
 *
 * The nonce is an 11-byte big-endian chunk counter and one byte that is 1 for the last
 * chunk. It can't repeat: each segment has its own key and counts its chunks once.
 * A chunk that is moved has another counter, and a cut after any chunk leaves one
 * without the last-chunk flag, so both fail.
 */
export function sealChunk(
  cipherKey: Uint8Array,
  counter: number,
  isLast: boolean,
  plaintext: Uint8Array,
): Promise<Uint8Array> {
  return sealAesGcm(cipherKey, nonceOf(counter, isLast), plaintext, noAad);
}

/** Undefined when it was altered, moved, or isn't (or is) the last one. */
export function openChunk(
  cipherKey: Uint8Array,
  counter: number,
  isLast: boolean,
  sealed: Uint8Array,
): Promise<Uint8Array | undefined> {
  return openAesGcm(cipherKey, nonceOf(counter, isLast), sealed, noAad);
}

/** Chunks in flight at once: enough to keep the platform's threads busy, 4 MiB in memory. */
export const chunksInFlight = 16;
export const windowBytes = chunksInFlight * limits.chunkBytes;

/** The header's MAC, under a key from the same HKDF, covers what AAD would. */
const noAad = new Uint8Array(0);

function nonceOf(counter: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, counter);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
