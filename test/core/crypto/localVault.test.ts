import { beforeAll, describe, expect, test } from "vitest";
import type { Keyring } from "../../../frontend/src/crypto/keys/keyring.ts";
import { createKeyring, withNextGeneration } from "../../../frontend/src/crypto/keys/keyring.ts";
import { newSeed } from "../../../frontend/src/crypto/keys/seed.ts";
import { openLocalVault, sealLocalVault } from "../../../frontend/src/crypto/local/localVault.ts";
import { concat } from "../../../frontend/src/crypto/primitives/bytes.ts";
import { decodeCbor, encodeCbor } from "../../../frontend/src/crypto/primitives/cbor.ts";
import { sha256 } from "../../../frontend/src/crypto/primitives/sha256.ts";
import { flipBit, generation, repeatableRandom, set } from "./cast.ts";

const random = repeatableRandom("local vault tests");
const passphrase = "größer als vier Wörter";
/** The least that is accepted, so that the tests are quick; formatVectors.test.ts uses the default. */
const quick = { memoryKib: 19 * 1024, passes: 1, lanes: 1 };

let keyring: Keyring;
let vault: Uint8Array;

beforeAll(async () => {
  keyring = withNextGeneration(createKeyring(newSeed(random), generation(1)), random);
  vault = await sealLocalVault(keyring, passphrase, random, quick);
});

/** Changed and with a fitting checksum, as only someone on purpose would. */
async function forged(change: (wire: Record<string, unknown>) => void): Promise<Uint8Array> {
  const wire = decodeCbor(vault.slice(0, -32)) as Record<string, unknown>;
  change(wire);
  const document = encodeCbor(wire);
  return concat(document, await sha256(document));
}

test("the passphrase opens it, whichever way its accents are composed", async () => {
  expect(await openLocalVault(vault, passphrase)).toEqual(keyring);
  expect(await openLocalVault(vault, passphrase.normalize("NFD"))).toEqual(keyring);
});

test.each(["größer als vier Wörte", "GRÖSSER ALS VIER WÖRTER", "", "x".repeat(300)])(
  "another passphrase (%j) is a wrong passphrase",
  async (wrong) => {
    await expect(openLocalVault(vault, wrong)).rejects.toMatchObject({
      code: "crypto.wrong-passphrase",
    });
  },
);

test("damage anywhere is a corrupted vault, not a wrong passphrase", async () => {
  for (let bit = 3; bit < vault.length * 8; bit += 97) {
    await expect(openLocalVault(flipBit(vault, bit), passphrase)).rejects.toMatchObject({
      code: "crypto.corrupted-vault",
    });
  }
  for (const length of [0, 1, 31, 32, 33, vault.length - 1]) {
    await expect(openLocalVault(vault.slice(0, length), passphrase)).rejects.toMatchObject({
      code: "crypto.corrupted-vault",
    });
  }
});

describe("forged on purpose", () => {
  test("its box, salt or parameters don't open", async () => {
    const changes: ((wire: Record<string, unknown>) => void)[] = [
      set("salt", new Uint8Array(32)),
      (wire) => set("box", flipBit(wire.box as Uint8Array, 999))(wire),
      set("argon2", { memoryKib: 19 * 1024, passes: 2, lanes: 1 }),
    ];
    for (const change of changes) {
      await expect(openLocalVault(await forged(change), passphrase)).rejects.toMatchObject({
        code: "crypto.wrong-passphrase",
      });
    }
  });

  test.each([
    ["4 GiB of memory", { memoryKib: 4 * 1024 * 1024, passes: 3, lanes: 1 }],
    ["a million passes", { memoryKib: 64 * 1024, passes: 1_000_000, lanes: 1 }],
    ["next to no memory", { memoryKib: 8, passes: 3, lanes: 1 }],
  ])("parameters that ask for %s are refused before any work", async (_, argon2) => {
    const vaultAsking = await forged(set("argon2", argon2));
    await expect(openLocalVault(vaultAsking, passphrase)).rejects.toMatchObject({
      code: "crypto.corrupted-vault",
    });
  });

  test("a newer version asks for an update", async () => {
    const newer = await forged(set("v", 2));
    await expect(openLocalVault(newer, passphrase)).rejects.toMatchObject({
      code: "crypto.newer-format",
    });
  });
});

test("a short passphrase and an endless one are refused", async () => {
  await expect(sealLocalVault(keyring, "nine char", random, quick)).rejects.toMatchObject({
    code: "crypto.weak-passphrase",
  });
  // Ten emoji are ten characters, however many code units they take.
  await sealLocalVault(keyring, "🌿".repeat(10), random, quick);
  await expect(sealLocalVault(keyring, "🌿".repeat(9), random, quick)).rejects.toMatchObject({
    code: "crypto.weak-passphrase",
  });
  await expect(sealLocalVault(keyring, "x".repeat(1025), random, quick)).rejects.toMatchObject({
    code: "crypto.invalid-input",
  });
});

test("the same passphrase twice gives vaults that share nothing", async () => {
  const again = await sealLocalVault(keyring, passphrase, random, quick);
  const [first, second] = [vault, again].map(
    (bytes) => decodeCbor(bytes.slice(0, -32)) as Record<string, unknown>,
  );
  expect(first?.salt).not.toEqual(second?.salt);
  expect(first?.box).not.toEqual(second?.box);
});
