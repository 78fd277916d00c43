import { IpfsError } from "./errors.ts";

/**
 * The whole body, as long as it has at most `maxBytes`: `arrayBuffer()` would let a hostile
 * node fill the memory. Throws `ipfs.too-large`, or what the stream throws.
 */
export async function readBounded(
  response: Response,
  maxBytes: number,
  onBytes?: () => void,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    onBytes?.();
    size += value.length;
    if (size > maxBytes) {
      // Not awaited: a stream that never confirms its cancellation must not hold us up.
      void Promise.allSettled([reader.cancel()]);
      throw new IpfsError("ipfs.too-large", { details: { maxBytes } });
    }
    parts.push(value);
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
