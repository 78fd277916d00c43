import { beforeAll, describe, expect, test } from "vitest";
import { createCrypto } from "../../../frontend/src/crypto/createCrypto.ts";
import type { CryptoSession } from "../../../frontend/src/crypto/crypto.ts";
import { type PrivateProfile, parseVault } from "../../../frontend/src/crypto/documents/vault.ts";
import { toHex, utf8 } from "../../../frontend/src/crypto/primitives/bytes.ts";
import { decodeCbor, encodeCbor } from "../../../frontend/src/crypto/primitives/cbor.ts";
import type { PatientId } from "../../../frontend/src/domain/brand.ts";
import { amina, chart, compartment, flipBit, generation, repeatableRandom } from "./cast.ts";

const crypto = createCrypto(repeatableRandom("vault tests"));
const profile: PrivateProfile = {
  details: amina,
  commitmentSalt: new Uint8Array(32).fill(9),
  compartments: [
    { compartment: compartment(0), slug: "emergency", name: "Emergency summary" },
    { compartment: compartment(11), slug: "", name: "Ma santé 🌿" },
  ],
};

let session: CryptoSession;
let code: string;
let vault: Uint8Array;

beforeAll(async () => {
  session = await crypto.createSession();
  await session.startGeneration();
  await session.startGeneration();
  code = (await session.recoverySheet()).code;
  vault = await session.sealVault(chart, profile);
});

test("the newest sheet and the vault restore the profile and every generation", async () => {
  const restored = await crypto.restoreSession({ kind: "code", code }, generation(3));
  await expect(restored.identity(generation(1))).rejects.toMatchObject({
    code: "crypto.unknown-generation",
  });
  expect(await restored.openVault(chart, vault)).toEqual(profile);
  for (const age of [1, 2, 3]) {
    const [before, after] = [
      await session.identity(generation(age)),
      await restored.identity(generation(age)),
    ];
    expect(toHex(after.publicKey)).toBe(toHex(before.publicKey));
  }
});

test("an earlier sheet doesn't open the newest vault", async () => {
  const first = await crypto.createSession();
  const { code: earlier } = await first.recoverySheet();
  await first.startGeneration();
  const newer = await first.sealVault(chart, profile);
  const restored = await crypto.restoreSession({ kind: "code", code: earlier }, generation(1));
  await expect(restored.openVault(chart, newer)).rejects.toMatchObject({
    code: "crypto.unknown-generation",
  });
  const claiming = await crypto.restoreSession({ kind: "code", code: earlier }, generation(2));
  await expect(claiming.openVault(chart, newer)).rejects.toMatchObject({
    code: "crypto.cannot-open",
  });
});

test("it opens for its chart only, and not with a bit flipped in either box", async () => {
  const elsewhere = { ...chart, patientId: `0x${"0e".repeat(32)}` as PatientId };
  await expect(session.openVault(elsewhere, vault)).rejects.toMatchObject({
    code: "crypto.cannot-open",
  });
  for (const field of ["seeds", "profile"]) {
    const wire = decodeCbor(vault) as Record<string, Uint8Array>;
    wire[field] = flipBit(wire[field] ?? vault, 900);
    await expect(session.openVault(chart, encodeCbor(wire))).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
  }
});

test("it carries no lock yet, and none that a passphrase could be", () => {
  expect(parseVault(vault).locks).toEqual([]);
  const wire = decodeCbor(vault) as Record<string, unknown>;
  const withLock = (lock: object) => encodeCbor({ ...wire, locks: [lock] });
  expect(() => parseVault(withLock({ kind: "passphrase" }))).toThrow(
    expect.objectContaining({ code: "crypto.malformed-document" }),
  );
  const passkey = {
    kind: "passkey",
    credentialId: new Uint8Array(32),
    prfSalt: new Uint8Array(32),
    sealedSeed: new Uint8Array(112),
  };
  expect(parseVault(withLock(passkey)).locks).toEqual([passkey]);
});

test("three generations or one: the published vault has the same length", async () => {
  const young = await crypto.createSession();
  expect((await young.sealVault(chart, profile)).length).toBe(vault.length);
});

describe("what this browser keeps", () => {
  test("opens under its own purpose only, in later generations as well", async () => {
    const owner = await crypto.createSession();
    const box = await owner.sealLocal("receipts 3", utf8("unsent"));
    await owner.startGeneration();
    expect(await owner.openLocal("receipts 3", box)).toEqual(utf8("unsent"));
    await expect(owner.openLocal("receipts 4", box)).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
    await expect(session.openLocal("receipts 3", box)).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
    await expect(owner.openLocal("receipts 3", flipBit(box, 3))).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
    await expect(owner.openLocal("receipts 3", box.slice(0, 79))).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
  });
});

test("a locked session does nothing, and locking again is no mistake", async () => {
  const owner = await crypto.createSession();
  await owner.lock();
  await owner.lock();
  for (const attempt of [
    () => owner.identity(),
    () => owner.recoverySheet(),
    () => owner.sealLocal("x", utf8("y")),
    () => owner.startGeneration(),
    () => owner.sealLocalVault("correct horse battery"),
    () => owner.openVault(chart, vault),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "crypto.locked" });
  }
});
