import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEnvelope } from "../../../frontend/src/crypto/documents/envelope.ts";
import { parseKeyDocument } from "../../../frontend/src/crypto/documents/keyDocument.ts";
import { parseManifest } from "../../../frontend/src/crypto/documents/manifest.ts";
import { parseProviderProfile } from "../../../frontend/src/crypto/documents/providerProfile.ts";
import { parseShareSheet } from "../../../frontend/src/crypto/documents/shareSheet.ts";
import { parseVault } from "../../../frontend/src/crypto/documents/vault.ts";
import { CryptoError } from "../../../frontend/src/crypto/errors.ts";
import { fromHex, sameBytes } from "../../../frontend/src/crypto/primitives/bytes.ts";
import { decodeCbor, encodeCbor } from "../../../frontend/src/crypto/primitives/cbor.ts";
import { platformRandom } from "../../../frontend/src/crypto/random.ts";
import frozen from "../../vectors/format.json" with { type: "json" };

/** Whatever a storage node answers, a parser gives a document or a CryptoError, nothing else. */
const parsers: [string, (bytes: Uint8Array) => unknown, string][] = [
  ["manifest", parseManifest, frozen.manifest],
  ["manifest sealed to people", parseManifest, frozen.manifestToPeople],
  ["envelope", parseEnvelope, frozen.envelope],
  ["share sheet", parseShareSheet, frozen.shareSheet],
  ["key document", parseKeyDocument, frozen.keyDocument],
  ["provider profile", parseProviderProfile, frozen.providerProfile],
  ["vault", parseVault, frozen.vault],
];

function parsesOrRefuses(parse: (bytes: Uint8Array) => unknown, bytes: Uint8Array): void {
  try {
    parse(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(CryptoError);
  }
}

describe.each(parsers)("a %s", (_, parse, hex) => {
  const original = fromHex(hex);
  const wire = decodeCbor(original) as Record<string, unknown>;

  test("made of any bytes, or of ours with some overwritten, is parsed or refused", () => {
    const overwritten = fc
      .array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const bytes = original.slice();
        for (const [position, value] of changes) bytes[position] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), overwritten), (bytes) =>
        parsesOrRefuses(parse, bytes),
      ),
      { numRuns: 300 },
    );
  });

  test("with any value in any field is parsed or refused", () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.uint8Array({ maxLength: 200 }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(wire)), value, (field, replaced) => {
        parsesOrRefuses(parse, encodeCbor({ ...wire, [field]: replaced }));
      }),
      { numRuns: 300 },
    );
  });

  test("lacking a field is refused", () => {
    for (const field of Object.keys(wire)) {
      const { [field]: _left, ...rest } = wire;
      expect(() => parse(encodeCbor(rest))).toThrow(CryptoError);
    }
  });
});

test("the platform's random bytes are as many as asked for, and differ", () => {
  const [one, other] = [platformRandom(200_000), platformRandom(200_000)];
  expect(one.length).toBe(200_000);
  expect(sameBytes(one, other)).toBe(false);
  // The last piece is filled as well: 64 zero bytes in a row don't happen.
  expect(one.subarray(-64).some((byte) => byte !== 0)).toBe(true);
});
