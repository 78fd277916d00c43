import { describe, expect, test } from "vitest";
import { digestOf, requireDigest } from "../../../frontend/src/crypto/digest.ts";
import {
  encodeKeyDocument,
  parseKeyDocument,
} from "../../../frontend/src/crypto/documents/keyDocument.ts";
import {
  encodeProviderProfile,
  type ProviderProfile,
  parseProviderProfile,
} from "../../../frontend/src/crypto/documents/providerProfile.ts";
import {
  diffShareSheets,
  encodeShareSheet,
  findEntry,
  nextShareSheet,
  parseShareSheet,
  type ShareSheet,
  type ShareSheetContent,
  type ShareSheetEntry,
} from "../../../frontend/src/crypto/documents/shareSheet.ts";
import {
  CryptoError,
  cryptoErrorCodes,
  cryptoErrors,
} from "../../../frontend/src/crypto/errors.ts";
import type {
  IdentityPublicKey,
  SigningPublicKey,
} from "../../../frontend/src/crypto/keys/seed.ts";
import { limits } from "../../../frontend/src/crypto/limits.ts";
import { utf8 } from "../../../frontend/src/crypto/primitives/bytes.ts";
import { decodeCbor, encodeCbor } from "../../../frontend/src/crypto/primitives/cbor.ts";
import type { Digest } from "../../../frontend/src/domain/brand.ts";
import { compartment, epoch, generation, repeatableRandom } from "./cast.ts";

const digestAt = (number: number) => `0x${number.toString(16).padStart(64, "0")}` as Digest;
const thrown = (code: string) => expect.objectContaining({ code });

function entry(number: number, change: Partial<ShareSheetEntry> = {}): ShareSheetEntry {
  return {
    recipient: { kind: "provider", number, keyVersion: 1 },
    envelope: digestAt(number),
    readMask: 1 << 5,
    writeMask: 0,
    generation: generation(1),
    epochs: [{ compartment: compartment(5), epoch: epoch(1) }],
    ...change,
  };
}

/** As if signed; the signature itself is checked elsewhere. */
const signed = (sheet: ShareSheetContent): ShareSheet => ({
  ...sheet,
  signature: { signer: "owner", suite: 1, value: new Uint8Array(64) },
});

const slip = (record: number) => ({
  compartment: compartment(5),
  record,
  epoch: epoch(1),
  generation: generation(1),
  wrapped: new Uint8Array(112),
});

describe("a share sheet", () => {
  const first = signed(nextShareSheet(undefined, generation(1), { put: [entry(3), entry(9)] }));

  test("survives being published", () => {
    expect(parseShareSheet(encodeShareSheet(first))).toEqual(first);
  });

  test("its successor names it, replaces, removes and adds", () => {
    const renewed = entry(3, {
      recipient: { kind: "provider", number: 3, keyVersion: 2 },
      envelope: digestAt(33),
    });
    const second = nextShareSheet({ sheet: first, digest: digestAt(1) }, generation(1), {
      put: [renewed, entry(12)],
      remove: [{ kind: "provider", number: 9 }],
      slips: [slip(4)],
    });
    expect(second.previous).toBe(digestAt(1));
    expect(findEntry(second, { kind: "provider", number: 3 })?.envelope).toBe(digestAt(33));
    expect(findEntry(second, { kind: "person", number: 3 })).toBeUndefined();
    expect(diffShareSheets(first, second)).toEqual({
      added: [entry(12)],
      changed: [{ before: entry(3), after: renewed }],
      removed: [entry(9)],
      addedSlips: [slip(4)],
    });
    expect(diffShareSheets(second, second)).toEqual({
      added: [],
      changed: [],
      removed: [],
      addedSlips: [],
    });
  });

  test("has room for 1,000 grantees, or all the slips and pages, in one block", () => {
    const grantees = Array.from({ length: 1000 }, (_, index) => entry(index + 1));
    const slips = Array.from({ length: 256 }, (_, index) => slip(index));
    const slipPages = Array.from({ length: 1024 }, (_, index) => digestAt(index));
    for (const change of [{ put: grantees }, { slips, slipPages }]) {
      const bytes = encodeShareSheet(signed(nextShareSheet(undefined, generation(1), change)));
      expect(bytes.length).toBeLessThan(limits.documentBytes);
    }
  });

  test.each<[string, Partial<ShareSheet>]>([
    ["a recipient twice", { entries: [entry(3), entry(3, { envelope: digestAt(5) })] }],
    ["a record's slip twice", { slips: [slip(4), slip(4)] }],
    ["1,001 grantees", { entries: Array.from({ length: 1001 }, (_, index) => entry(index + 1)) }],
    ["a digest that isn't one", { previous: "0x12" as Digest }],
  ])("%s can't be published", (_, change) => {
    expect(() => encodeShareSheet({ ...first, ...change })).toThrow(thrown("crypto.invalid-input"));
  });

  test("everything at its limit at once is too large, and that is said", () => {
    const allDrawers = Array.from({ length: 16 }, (_, number) => ({
      compartment: compartment(number),
      epoch: epoch(4095),
    }));
    const sheet = nextShareSheet(undefined, generation(1), {
      former: Array.from({ length: 1000 }, (_, index) => ({
        recipient: { kind: "provider" as const, number: index + 1 },
        generation: generation(1),
        epochs: allDrawers,
      })),
      put: Array.from({ length: 1000 }, (_, index) => entry(index + 1, { epochs: allDrawers })),
      slips: Array.from({ length: 256 }, (_, index) => slip(4_000_000_000 + index)),
      previousStates: previousStates(1024),
    });
    expect(() => encodeShareSheet(signed(sheet))).toThrow(thrown("crypto.document-too-large"));
  });
});

function previousStates(count: number): ShareSheet["previousStates"] {
  return Array.from({ length: count }, (_, index) => ({
    compartment: compartment(index % 16),
    generation: generation(1 + Math.floor(index / 16)),
    epoch: epoch(4095),
    underGeneration: generation(65_000),
    underEpoch: epoch(1),
    sealed: new Uint8Array(144),
  }));
}

describe("a key document", () => {
  const document = {
    owner: "provider" as const,
    keyVersion: 2,
    generation: generation(1),
    publicKey: repeatableRandom("public key")(1216) as IdentityPublicKey,
    signingKey: repeatableRandom("signing key")(32) as SigningPublicKey,
    vault: null,
  };

  test("survives being published", () => {
    expect(parseKeyDocument(encodeKeyDocument(document))).toEqual({
      suite: 1,
      signingSuite: 1,
      ...document,
    });
  });

  test.each([
    ["a key of another length", { publicKey: new Uint8Array(32) as IdentityPublicKey }],
    ["a provider with a vault", { vault: digestAt(1) }],
    ["version 0", { keyVersion: 0 }],
  ])("%s is refused", (_, change) => {
    const encode = () => encodeKeyDocument({ ...document, ...change });
    expect(encode).toThrow(thrown("crypto.invalid-input"));
  });
});

describe("a provider's profile", () => {
  const profile: ProviderProfile = {
    kind: "hospital",
    name: "مستشفى البحيرة",
    specialty: "",
    organization: "",
    place: "Kisumu",
    country: "KE",
    languages: ["en", "sw"],
    phone: "+254 57 000",
    website: "https://lakeside.example",
    about: "",
  };

  test("survives being published", () => {
    expect(parseProviderProfile(encodeProviderProfile(profile))).toEqual(profile);
  });

  test.each([
    ["no name", { name: "" }],
    ["a website that would run as a script", { website: "javascript:alert(1)" }],
    ["a country that isn't a code", { country: "Kenya" }],
    ["more languages than anyone speaks", { languages: Array(21).fill("en") }],
  ])("%s is refused", (_, change) => {
    const encode = () => encodeProviderProfile({ ...profile, ...change });
    expect(encode).toThrow(thrown("crypto.invalid-input"));
  });
});

describe("any document", () => {
  const wire = decodeCbor(
    encodeShareSheet(signed(nextShareSheet(undefined, generation(1), {}))),
  ) as Record<string, unknown>;
  const parse = (change: object) => () => parseShareSheet(encodeCbor({ ...wire, ...change }));

  test("of a newer version asks for an update", () => {
    expect(parse({ v: 2 })).toThrow(thrown("crypto.newer-format"));
    // Even when the newer format has other fields.
    expect(parse({ v: 9, anything: "else" })).toThrow(thrown("crypto.newer-format"));
  });

  test.each([
    ["of another type", { t: "vault" }, "crypto.wrong-document"],
    ["of version 0", { v: 0 }, "crypto.malformed-document"],
    ["of version 1.5", { v: 1.5 }, "crypto.malformed-document"],
    ["with an unknown field", { note: "hi" }, "crypto.malformed-document"],
    ["with a field of another type", { entries: "none" }, "crypto.malformed-document"],
  ])("%s is refused", (_, change, code) => {
    expect(parse(change)).toThrow(thrown(code));
  });

  test("that isn't CBOR, is empty, or is over 1 MiB is refused", () => {
    expect(() => parseShareSheet(utf8("<html>502</html>"))).toThrow(
      thrown("crypto.malformed-document"),
    );
    expect(() => parseShareSheet(new Uint8Array(0))).toThrow(thrown("crypto.malformed-document"));
    expect(() => parseShareSheet(new Uint8Array(limits.documentBytes + 1))).toThrow(
      thrown("crypto.document-too-large"),
    );
  });

  test("other than the one the chain names is refused", async () => {
    const bytes = utf8("a document");
    await requireDigest(bytes, await digestOf(bytes));
    await expect(requireDigest(utf8("another"), await digestOf(bytes))).rejects.toMatchObject({
      code: "crypto.wrong-digest",
    });
  });
});

test("every error has a code of this layer and two sentences", () => {
  for (const code of cryptoErrorCodes) {
    const error = new CryptoError(code);
    expect(error.code).toMatch(/^crypto\.[a-z-]+$/);
    expect(error.message).toBe(cryptoErrors[code].message);
    expect(error.nextStep).toMatch(/[.]$/);
    expect(error.name).toBe("CryptoError");
  }
});
