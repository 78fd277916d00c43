import { describe, expect, test } from "vitest";
import {
  encodeShareSheet,
  isOwnersSheet,
  nextShareSheet,
  parseShareSheet,
} from "../../../frontend/src/crypto/documents/shareSheet.ts";
import { fromHex, toHex } from "../../../frontend/src/crypto/primitives/bytes.ts";
import {
  ed25519PublicKey,
  ed25519Sign,
  ed25519Verify,
} from "../../../frontend/src/crypto/primitives/ed25519.ts";
import type { PatientId } from "../../../frontend/src/domain/brand.ts";
import { chart, compartment, epoch, flipBit, generation, joinAmina, joinMallory } from "./cast.ts";

const amina = await joinAmina();
const mallory = await joinMallory();
const { signingKey } = await amina.session.identity();

const content = nextShareSheet(undefined, generation(1), {
  former: [
    {
      recipient: { kind: "provider", number: 3 },
      generation: generation(1),
      epochs: [{ compartment: compartment(5), epoch: epoch(2) }],
    },
  ],
});
const document = await amina.session.signShareSheet(chart, content, "owner", generation(1));

describe("Ed25519", () => {
  test("gives the second test vector of RFC 8032", async () => {
    const seed = fromHex("0x4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const message = Uint8Array.of(0x72);
    const key = await ed25519PublicKey(seed);
    expect(toHex(key)).toBe("0x3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const signature = await ed25519Sign(seed, message);
    expect(toHex(signature)).toBe(
      "0x92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    expect(await ed25519Verify(key, message, signature)).toBe(true);
    expect(await ed25519Verify(key, Uint8Array.of(0x73), signature)).toBe(false);
    expect(await ed25519Verify(new Uint8Array(31), message, signature)).toBe(false);
  });
});

describe("A share sheet's signature", () => {
  test("shows that it is the owner's", async () => {
    expect(await isOwnersSheet(chart, parseShareSheet(document), [signingKey])).toBe(true);
  });

  test("of somebody else isn't the owner's, whatever the sheet says", async () => {
    for (const signer of ["owner", "delegate"] as const) {
      const forged = await mallory.session.signShareSheet(chart, content, signer, generation(1));
      expect(await isOwnersSheet(chart, parseShareSheet(forged), [signingKey])).toBe(false);
    }
  });

  test("as a delegate's doesn't count as the owner's, even by the same key", async () => {
    const own = await amina.session.signShareSheet(chart, content, "delegate", generation(1));
    expect(await isOwnersSheet(chart, parseShareSheet(own), [signingKey])).toBe(false);
  });

  test("doesn't hold for another chart, or another content", async () => {
    const sheet = parseShareSheet(document);
    const elsewhere = { ...chart, patientId: `0x${"b2".repeat(32)}` as PatientId };
    expect(await isOwnersSheet(elsewhere, sheet, [signingKey])).toBe(false);
    for (const changed of [
      { former: [] },
      { sequence: 2 },
      { generation: generation(2) },
      { signature: { ...sheet.signature, value: flipBit(sheet.signature.value, 9) } },
    ]) {
      const altered = parseShareSheet(encodeShareSheet({ ...sheet, ...changed }));
      expect(await isOwnersSheet(chart, altered, [signingKey])).toBe(false);
    }
  });
});
