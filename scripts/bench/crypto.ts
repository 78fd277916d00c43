// What the sealed format costs on top of the platform's own ciphers, and what the two-level chain of
// compartment keys saves.

import {
  deriveCompartmentState,
  deriveEpochKey,
} from "../../frontend/src/crypto/keys/compartmentChain.ts";
import { deriveRoot, newSeed } from "../../frontend/src/crypto/keys/seed.ts";
import { createPayloadOpener } from "../../frontend/src/crypto/payload/payloadOpener.ts";
import { createPayloadSealer } from "../../frontend/src/crypto/payload/payloadSealer.ts";
import { openSegments, sealSegments } from "../../frontend/src/crypto/payload/payloadStreams.ts";
import { hkdfSha256 } from "../../frontend/src/crypto/primitives/hkdf.ts";
import { platformRandom } from "../../frontend/src/crypto/random.ts";
import type { Compartment, Epoch, Generation } from "../../frontend/src/domain/brand.ts";
import { type BenchResult, compare, randomBytes } from "./compare.ts";

const fileBytes = 32 * 1_048_576;
const lastEpoch = 4_095;
const noSalt = new Uint8Array(0);

/** Takes about ten seconds on two cores. */
export async function benchCrypto(
  options: { rounds?: number } = {},
): Promise<readonly BenchResult[]> {
  const rounds = options.rounds ?? 5;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
  const iv = new Uint8Array(12);
  const root = await deriveRoot(newSeed(platformRandom));

  const plain = randomBytes(fileBytes);
  const encrypted = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  const sealed: Uint8Array[] = [];
  const sealing = sealSegments(await createPayloadSealer(new Blob([plain]), platformRandom));
  let step = await sealing.next();
  while (step.done !== true) {
    sealed.push(step.value.bytes);
    step = await sealing.next();
  }
  const payload = { ...step.value, segmentCount: sealed.length };

  return [
    await compare(rounds, "seal 32 MiB", "encrypt it in one AES-GCM call", () => [
      async () => {
        const source = new Blob([plain]);
        for await (const _ of sealSegments(await createPayloadSealer(source, platformRandom)));
      },
      () => crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain),
    ]),
    await compare(rounds, "open 32 MiB, every chunk checked", "decrypt it in one call", () => [
      async () => {
        for await (const _ of openSegments(await createPayloadOpener(payload), sealed));
      },
      () => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, encrypted),
    ]),
    await compare(
      Math.min(rounds, 3),
      "the first epoch's key, two-level chain",
      "the same by a plain chain of 4,095 steps",
      () => [
        async () => {
          const state = await deriveCompartmentState(
            root,
            1 as Generation,
            1 as Compartment,
            1 as Epoch,
          );
          await deriveEpochKey(state, 1 as Epoch);
        },
        async () => {
          let state: Uint8Array = root;
          for (let epoch = lastEpoch; epoch >= 1; epoch -= 1) {
            state = await hkdfSha256(state, noSalt, noSalt, 32);
          }
        },
      ],
    ),
  ];
}
