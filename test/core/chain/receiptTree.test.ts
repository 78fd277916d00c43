import { AbiCoder, keccak256 } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildReceiptTree,
  isInReceipt,
  leafOf,
  type Opening,
} from "../../../frontend/src/chain/receiptTree.ts";
import type { Digest } from "../../../frontend/src/domain/brand.ts";
import type { RecordRef } from "../../../frontend/src/domain/recordRef.ts";

const openings: fc.Arbitrary<Opening> = fc.record({
  ref: fc.integer({ min: 0, max: 0xf_ffff }).map((n) => n as RecordRef),
  manifest: fc
    .integer({ min: 0, max: 1e9 })
    .map((n) => keccak256(AbiCoder.defaultAbiCoder().encode(["uint256"], [n])) as Digest),
  openedAt: fc.integer({ min: 1, max: 2 ** 32 }),
});
const lists = fc.array(openings, { minLength: 1, maxLength: 40 });

test("one opening is its own root, and the leaf is hashed twice", () => {
  const opening: Opening = {
    ref: 0x01_0002 as RecordRef,
    manifest: `0x${"11".repeat(32)}` as Digest,
    openedAt: 1_800_000_000,
  };
  const words = [0x01_0002n, BigInt(`0x${"11".repeat(32)}`), 1_800_000_000n];
  const encoded = `0x${words.map((word) => word.toString(16).padStart(64, "0")).join("")}`;
  const tree = buildReceiptTree([opening]);
  expect(tree.root).toBe(keccak256(keccak256(encoded)));
  expect(tree).toMatchObject({ count: 1, records: "0x010002", openedFrom: 1_800_000_000 });
  expect(tree.proofOf(opening)).toEqual([]);
});

test("every opening is proven, whatever their number and order", () => {
  fc.assert(
    fc.property(lists, (list) => {
      const tree = buildReceiptTree(list);
      expect(buildReceiptTree(list.toReversed()).root).toBe(tree.root);
      for (const opening of list) {
        expect(isInReceipt(tree.root, opening, tree.proofOf(opening) ?? ["0x"])).toBe(true);
      }
      expect(tree.count).toBe(new Set(list.map(leafOf)).size);
    }),
  );
});

test("what was not opened isn't proven, and an inner node is no opening", () => {
  fc.assert(
    fc.property(lists, openings, (list, other) => {
      const tree = buildReceiptTree(list);
      if (list.some((opening) => leafOf(opening) === leafOf(other))) return;
      expect(tree.proofOf(other)).toBeUndefined();
      const [first] = list;
      if (first !== undefined) {
        expect(isInReceipt(tree.root, other, tree.proofOf(first) ?? [])).toBe(false);
      }
    }),
  );
});

test("the same opening noted twice counts once, and none at all is refused", () => {
  const opening = { ref: 1 as RecordRef, manifest: `0x${"22".repeat(32)}` as Digest, openedAt: 5 };
  expect(buildReceiptTree([opening, { ...opening }])).toMatchObject({
    count: 1,
    records: "0x000001",
  });
  expect(() => buildReceiptTree([])).toThrow(RangeError);
});
