import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { describe, expect, test } from "vitest";
import { openAesGcm, sealAesGcm } from "../../../frontend/src/crypto/primitives/aesGcm.ts";
import { argon2id } from "../../../frontend/src/crypto/primitives/argon2id.ts";
import { findBase64Url, toBase64Url } from "../../../frontend/src/crypto/primitives/base64url.ts";
import { concat, fromHex, toHex, utf8 } from "../../../frontend/src/crypto/primitives/bytes.ts";
import { decodeCbor, encodeCbor } from "../../../frontend/src/crypto/primitives/cbor.ts";
import { hkdfSha256 } from "../../../frontend/src/crypto/primitives/hkdf.ts";
import { hmacSha256, verifyHmacSha256 } from "../../../frontend/src/crypto/primitives/hmac.ts";
import { hpkeOpen, hpkePublicKey, hpkeSeal } from "../../../frontend/src/crypto/primitives/hpke.ts";
import { findSeed, toWords } from "../../../frontend/src/crypto/primitives/mnemonic.ts";
import { sha256, sha256Stream } from "../../../frontend/src/crypto/primitives/sha256.ts";
import vectors from "../../vectors/primitives.json" with { type: "json" };
import { flipBit, repeatableRandom } from "./cast.ts";

const bytes = (hex: string) => fromHex(`0x${hex}`);
const hex = (value: Uint8Array) => toHex(value).slice(2);

describe("AES-256-GCM agrees with Wycheproof", () => {
  test.each(vectors.aesGcm)("case $tcId $comment is $result", async (vector) => {
    const [key, iv, aad] = [bytes(vector.key), bytes(vector.iv), bytes(vector.aad)];
    const opened = await openAesGcm(key, iv, bytes(vector.ct + vector.tag), aad);
    if (vector.result === "valid") {
      expect(opened && hex(opened)).toBe(vector.msg);
      const sealed = await sealAesGcm(key, iv, bytes(vector.msg), aad);
      expect(hex(sealed)).toBe(vector.ct + vector.tag);
    } else {
      expect(opened).toBeUndefined();
    }
  });

  test("other key and nonce sizes are refused", async () => {
    const nothing = new Uint8Array(0);
    await expect(
      sealAesGcm(new Uint8Array(16), new Uint8Array(12), nothing, nothing),
    ).rejects.toThrow();
    await expect(
      sealAesGcm(new Uint8Array(32), new Uint8Array(16), nothing, nothing),
    ).rejects.toThrow();
    expect(
      await openAesGcm(new Uint8Array(32), new Uint8Array(12), new Uint8Array(15), nothing),
    ).toBeUndefined();
  });
});

test.each(vectors.hkdfSha256)("HKDF-SHA256 agrees with Wycheproof case $tcId", async (vector) => {
  const [ikm, salt, info] = [bytes(vector.ikm), bytes(vector.salt), bytes(vector.info)];
  expect(hex(await hkdfSha256(ikm, salt, info, vector.size))).toBe(vector.okm);
});

test.each(vectors.hmacSha256)(
  "HMAC-SHA256 agrees with Wycheproof case $tcId ($result)",
  async (vector) => {
    const [key, message, tag] = [bytes(vector.key), bytes(vector.msg), bytes(vector.tag)];
    const valid = vector.result === "valid";
    expect(await verifyHmacSha256(key, message, tag)).toBe(valid);
    expect(hex(await hmacSha256(key, message)) === vector.tag).toBe(valid);
    expect(await verifyHmacSha256(key, message, tag.subarray(0, 16))).toBe(false);
  },
);

describe("X-Wing and HPKE", () => {
  const { seed, eseed, pk, ss } = vectors.xWing;

  test("the public key of a seed is the draft's", async () => {
    expect(hex(await hpkePublicKey(bytes(seed)))).toBe(pk);
  });

  test("the library's encapsulation and decapsulation give the draft's shared secret", async () => {
    const kem = new XWing();
    const pair = await kem.generateKeyPairDerand(bytes(seed));
    const { sharedSecret, enc } = await kem.encap({
      recipientPublicKey: pair.publicKey,
      ekm: bytes(eseed) as Uint8Array<ArrayBuffer>,
    });
    expect(hex(new Uint8Array(sharedSecret))).toBe(ss);
    const opened = await kem.decap({ recipientKey: pair.privateKey, enc });
    expect(hex(new Uint8Array(opened))).toBe(ss);
  });

  test("the library's key schedule opens what RFC 9180 sealed", async () => {
    const vector = vectors.hpke;
    const suite = new CipherSuite({
      kem: new DhkemX25519HkdfSha256(),
      kdf: new HkdfSha256(),
      aead: new Aes128Gcm(),
    });
    const raw = bytes(vector.skRm).buffer as ArrayBuffer;
    const recipient = await suite.createRecipientContext({
      recipientKey: await suite.kem.importKey("raw", raw, false),
      enc: bytes(vector.enc) as Uint8Array<ArrayBuffer>,
      info: bytes(vector.info) as Uint8Array<ArrayBuffer>,
    });
    const opened = await recipient.open(
      bytes(vector.ct) as Uint8Array<ArrayBuffer>,
      bytes(vector.aad) as Uint8Array<ArrayBuffer>,
    );
    expect(hex(new Uint8Array(opened))).toBe(vector.pt);
  });

  test("open inverts seal, and a flipped bit of key, info, encapsulation or text fails", async () => {
    const privateKey = repeatableRandom("hpke")(32);
    const publicKey = await hpkePublicKey(privateKey);
    const info = utf8("for one purpose");
    const sealed = await hpkeSeal(publicKey, info, utf8("secret"), repeatableRandom("seal"));
    expect(await hpkeOpen(privateKey, info, sealed)).toEqual(utf8("secret"));
    expect(await hpkeOpen(flipBit(privateKey, 3), info, sealed)).toBeUndefined();
    expect(await hpkeOpen(privateKey, flipBit(info, 9), sealed)).toBeUndefined();
    for (const bit of [0, 8 * 1088 - 1, 8 * 1088, 8 * 1120 - 2]) {
      const encapsulated = flipBit(sealed.encapsulated, bit);
      expect(await hpkeOpen(privateKey, info, { ...sealed, encapsulated })).toBeUndefined();
    }
    const ciphertext = flipBit(sealed.ciphertext, 1);
    expect(await hpkeOpen(privateKey, info, { ...sealed, ciphertext })).toBeUndefined();
  });

  test("two seals of the same text share no bytes to compare", async () => {
    const random = repeatableRandom("twice");
    const publicKey = await hpkePublicKey(random(32));
    const first = await hpkeSeal(publicKey, utf8("i"), utf8("secret"), random);
    const second = await hpkeSeal(publicKey, utf8("i"), utf8("secret"), random);
    expect(first.encapsulated).not.toEqual(second.encapsulated);
    expect(first.ciphertext).not.toEqual(second.ciphertext);
  });
});

test.each(vectors.argon2id)("Argon2id agrees with its reference implementation", async (vector) => {
  const { memoryKib, passes, lanes } = vector;
  const hash = await argon2id(utf8(vector.password), utf8(vector.salt), {
    memoryKib,
    passes,
    lanes,
  });
  expect(hex(hash)).toBe(vector.hash);
});

test("SHA-256 in pieces and at once give FIPS 180-4's answer", async () => {
  const expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(hex(await sha256(utf8("abc")))).toBe(expected);
  const stream = await sha256Stream();
  stream.update(utf8("a"));
  stream.update(utf8("bc"));
  expect(hex(stream.digest())).toBe(expected);
});

test("24 words and 32 bytes are the same thing (BIP-39's vectors)", () => {
  const zeros = `${"abandon ".repeat(23)}art`;
  expect(toWords(new Uint8Array(32)).join(" ")).toBe(zeros);
  expect(findSeed(zeros.split(" "))).toEqual(new Uint8Array(32));
  expect(toWords(new Uint8Array(32).fill(0xff)).join(" ")).toBe(`${"zoo ".repeat(23)}vote`);
});

describe("CBOR has one spelling", () => {
  test("open inverts encode", () => {
    const value = { b: [1, -2, "ü"], a: new Uint8Array([1, 2]), c: null };
    expect(decodeCbor(encodeCbor(value))).toEqual(value);
  });

  test.each([
    ["keys out of order", "a2616201616101"],
    ["an integer in more bytes than needed", "a161611801"],
    ["a duplicate key", "a2616101616102"],
    ["an indefinite length", "bf616101ff"],
    ["trailing bytes", "a16161010000"],
    ["undefined", "a16161f7"],
    ["an unknown tag", "a16161c101"],
    ["a cut", "a16161"],
    ["a half float", "a16161f93c00"],
    ["nothing", ""],
    ["a nesting of a hundred thousand arrays", "81".repeat(100_000)],
  ])("%s is refused", (_, text) => {
    expect(decodeCbor(bytes(text))).toBeUndefined();
  });
});

test("base64url without padding has one spelling", () => {
  const value = concat(new Uint8Array([0, 255, 254, 63]));
  expect(findBase64Url(toBase64Url(value))).toEqual(value);
  expect(findBase64Url("AP_-Pw==")).toBeUndefined();
  expect(findBase64Url("AP_-Px")).toBeUndefined(); // bits set that belong to no byte
  expect(findBase64Url("AP/+Pw")).toBeUndefined();
});
