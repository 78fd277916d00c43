import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { padToBucket, removePadding } from "../../../frontend/src/crypto/padding.ts";
import { concat, utf8 } from "../../../frontend/src/crypto/primitives/bytes.ts";
import {
  openSecretBox,
  sealSecretBox,
  secretBoxOverhead,
} from "../../../frontend/src/crypto/secretBox.ts";
import { flipBit, repeatableRandom } from "./cast.ts";

const random = repeatableRandom("secret box");
const secret = random(32);
const aad = utf8("place");
const box = await sealSecretBox(secret, "slip", aad, utf8("content"), random);
const cannotOpen = { code: "crypto.cannot-open" };

test("open inverts seal, 80 bytes larger", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (content) => {
      const sealed = await sealSecretBox(secret, "slip", aad, content, random);
      expect(sealed.length).toBe(content.length + secretBoxOverhead);
      expect(await openSecretBox(secret, "slip", aad, sealed)).toEqual(content);
    }),
    { numRuns: 30 },
  );
});

test("any flipped bit fails: of the salt, the key commitment, the text or the tag", async () => {
  for (let bit = 0; bit < box.length * 8; bit++) {
    await expect(openSecretBox(secret, "slip", aad, flipBit(box, bit))).rejects.toMatchObject(
      cannotOpen,
    );
  }
});

test("any cut fails", async () => {
  for (let length = 0; length < box.length; length++) {
    await expect(openSecretBox(secret, "slip", aad, box.slice(0, length))).rejects.toMatchObject(
      cannotOpen,
    );
  }
});

test("another secret, purpose or place fails", async () => {
  await expect(openSecretBox(flipBit(secret, 0), "slip", aad, box)).rejects.toMatchObject(
    cannotOpen,
  );
  await expect(openSecretBox(secret, "record-key", aad, box)).rejects.toMatchObject(cannotOpen);
  await expect(openSecretBox(secret, "slip", utf8("else"), box)).rejects.toMatchObject(cannotOpen);
  await expect(openSecretBox(secret.slice(1), "slip", aad, box)).rejects.toThrow(RangeError);
});

test("the same content twice gives boxes that share nothing", async () => {
  const again = await sealSecretBox(secret, "slip", aad, utf8("content"), random);
  for (const [start, end] of [
    [0, 32],
    [32, 64],
    [64, box.length],
  ]) {
    expect(again.slice(start, end)).not.toEqual(box.slice(start, end));
  }
});

describe("inner padding", () => {
  test("comes off as it went on", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (content) => {
        const padded = padToBucket(content, 1024);
        expect(padded.length % 1024).toBe(0);
        expect(removePadding(padded)).toEqual(content);
      }),
    );
  });

  test.each([
    ["too short to hold a length", new Uint8Array(3)],
    ["with a length beyond its end", concat(Uint8Array.of(0, 0, 0, 9), new Uint8Array(8))],
    ["that isn't all zeros", concat(Uint8Array.of(0, 0, 0, 1), Uint8Array.of(7, 0, 1))],
  ])("%s is refused", (_, padded) => {
    expect(() => removePadding(padded)).toThrow(
      expect.objectContaining({ code: "crypto.malformed-document" }),
    );
  });
});
