import { createCipheriv, createHash } from "node:crypto";

/**
 * The deterministic bytes of Kubo's own tests (test/cli/harness/random_reader.go): the
 * ChaCha20 key stream for key = SHA-256(seed), nonce and counter zero.
 */
export function kuboBytes(size: number, seed: string): Blob {
  const key = createHash("sha256").update(seed).digest();
  const cipher = createCipheriv("chacha20", key, Buffer.alloc(16));
  const zeros = Buffer.alloc(1_048_576);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < size; at += zeros.length) {
    parts.push(new Uint8Array(cipher.update(zeros.subarray(0, Math.min(zeros.length, size - at)))));
  }
  return new Blob(parts);
}
