import { beforeAll, describe, expect, test } from "vitest";
import { commitToPatient } from "../../../frontend/src/crypto/commitment.ts";
import { shuffleCompartments, uniform } from "../../../frontend/src/crypto/compartmentNumbering.ts";
import { createCrypto } from "../../../frontend/src/crypto/createCrypto.ts";
import { CryptoError } from "../../../frontend/src/crypto/errors.ts";
import type { Address, AuthorityNumber, Digest } from "../../../frontend/src/domain/brand.ts";
import { amina, chart, flipBit, join, joinMallory, type Person, repeatableRandom } from "./cast.ts";

const crypto = createCrypto(repeatableRandom("evidence tests"));

describe("a patient's commitment", () => {
  const salt = new Uint8Array(32).fill(1);

  test("depends on every detail and on the salt", async () => {
    const commitments = new Set([
      await commitToPatient(amina, salt),
      await commitToPatient({ ...amina, name: "Amina Diallò" }, salt),
      await commitToPatient({ ...amina, birthDate: "1987-04-13" }, salt),
      await commitToPatient(amina, flipBit(salt, 0)),
    ]);
    expect(commitments.size).toBe(4);
    expect(await commitToPatient(amina, salt)).toMatch(/^0x[0-9a-f]{64}$/);
  });

  test("is refused for details that break a limit", async () => {
    await expect(commitToPatient({ ...amina, name: "" }, salt)).rejects.toBeInstanceOf(CryptoError);
    await expect(commitToPatient(amina, new Uint8Array(16))).rejects.toThrow(RangeError);
  });
});

describe("a chart's drawer numbers", () => {
  test("are all there, shuffled, the emergency summary first", () => {
    const random = repeatableRandom("drawers");
    const orders = Array.from({ length: 200 }, () => shuffleCompartments(random));
    for (const order of orders) {
      expect(order[0]).toBe(0);
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i));
    }
    expect(new Set(orders.map(String)).size).toBe(200);
    for (let place = 1; place < 16; place++) {
      expect(new Set(orders.map((order) => order[place])).size).toBe(15);
    }
  });

  test("are drawn without favouring low numbers: leftover bytes are drawn again", () => {
    const draws = [255, 254, 253, 252, 7];
    expect(uniform(24, () => Uint8Array.of(draws.shift() ?? 0))).toBe(7 % 24);
    expect(draws).toEqual([]);
  });
});

describe("evidence", () => {
  let authority: Person;
  let place: Parameters<typeof crypto.sealEvidence>[0];
  let sealed: Uint8Array;
  const evidence = {
    fileName: "licence 🩺.pdf",
    mime: "application/pdf",
    note: "Registered 2019",
    file: repeatableRandom("licence")(50_000),
  };

  beforeAll(async () => {
    authority = await join("KMPDC", { kind: "provider", number: 1, keyVersion: 1 }, "authority");
    place = {
      chainId: chart.chainId,
      contract: chart.contract,
      applicant: `0x${"0c".repeat(20)}` as Address,
      authority: 1 as AuthorityNumber,
      keyDocument: authority.target.keyDocument,
    };
    sealed = await crypto.sealEvidence(place, authority.target.publicKey, evidence);
  });

  test("opens for its authority only", async () => {
    expect(await authority.session.openEvidence(place, sealed)).toEqual(evidence);
    const mallory = await joinMallory();
    await expect(mallory.session.openEvidence(place, sealed)).rejects.toMatchObject({
      code: "crypto.cannot-open",
    });
  });

  test.each([
    ["chain", { chainId: 1 }],
    ["contract", { contract: `0x${"00".repeat(20)}` as Address }],
    ["applicant", { applicant: `0x${"66".repeat(20)}` as Address }],
    ["authority", { authority: 2 as AuthorityNumber }],
    ["key document", { keyDocument: `0x${"00".repeat(32)}` as Digest }],
  ])("can't be shown for another %s", async (_, change) => {
    await expect(
      authority.session.openEvidence({ ...place, ...change }, sealed),
    ).rejects.toMatchObject({ code: "crypto.cannot-open" });
  });

  test("doesn't open with a bit flipped", async () => {
    for (let bit = 5; bit < sealed.length * 8; bit += 40_007) {
      await expect(
        authority.session.openEvidence(place, flipBit(sealed, bit)),
      ).rejects.toBeInstanceOf(CryptoError);
    }
  });

  test("is padded, and a file over 900 KiB is refused", async () => {
    const seal = (bytes: number) =>
      crypto.sealEvidence(place, authority.target.publicKey, {
        ...evidence,
        file: new Uint8Array(bytes),
      });
    expect((await seal(50_000)).length).toBe((await seal(50_100)).length);
    await seal(900 * 1024);
    await expect(seal(900 * 1024 + 1)).rejects.toMatchObject({
      code: "crypto.invalid-input",
      details: { field: "file" },
    });
  });
});
