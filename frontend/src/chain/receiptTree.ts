/**
 * The Merkle tree of what one session opened, as IReceipts specifies it: a leaf is
 * keccak256(keccak256(abi.encode(ref, manifest, openedAt))), hashed twice so that no inner node
 * passes for a leaf; pairs are hashed in ascending order, so that a proof needs no directions
 * (OpenZeppelin's MerkleProof checks it). Leaves are sorted: one set of openings, one root.
 */
import { AbiCoder, concat, keccak256 } from "ethers";
import type { Digest } from "../domain/brand.ts";
import type { RecordRef } from "../domain/recordRef.ts";
import type { Hex } from "./calls.ts";
import { packRecordRefs } from "./packing.ts";

export interface Opening {
  readonly ref: RecordRef;
  readonly manifest: Digest;
  /** Unix seconds. */
  readonly openedAt: number;
}

export interface ReceiptTree {
  readonly root: Hex;
  /** Number of leaves; the same opening noted twice counts once. */
  readonly count: number;
  /** Packed record references, for Receipt.records. */
  readonly records: Hex;
  readonly openedFrom: number;
  readonly openedUntil: number;
  /** The siblings from leaf to root; `undefined` for what isn't in the tree. */
  proofOf(opening: Opening): readonly Hex[] | undefined;
}

/** Throws RangeError without openings. */
export function buildReceiptTree(openings: readonly Opening[]): ReceiptTree {
  const leaves = [...new Set(openings.map(leafOf))].sort();
  if (leaves.length === 0) throw new RangeError("a receipt needs at least one opening");
  const levels = buildLevels(leaves);
  const times = openings.map(({ openedAt }) => openedAt);
  const root = levels.at(-1)?.[0];
  if (root === undefined) throw new RangeError("no root");
  return {
    root,
    count: leaves.length,
    records: packRecordRefs(openings.map(({ ref }) => ref)),
    openedFrom: times.reduce((a, b) => Math.min(a, b)),
    openedUntil: times.reduce((a, b) => Math.max(a, b)),
    proofOf(opening) {
      let index = leaves.indexOf(leafOf(opening));
      if (index < 0) return undefined;
      const proof: Hex[] = [];
      for (const level of levels.slice(0, -1)) {
        const sibling = level[index ^ 1];
        if (sibling !== undefined) proof.push(sibling);
        index >>= 1;
      }
      return proof;
    },
  };
}

/** Whether the opening is one of those that the root stands for. */
export function isInReceipt(root: Hex, opening: Opening, proof: readonly Hex[]): boolean {
  return proof.reduce(hashPair, leafOf(opening)) === root.toLowerCase();
}

export function leafOf({ ref, manifest, openedAt }: Opening): Hex {
  const types = ["uint24", "bytes32", "uint40"];
  const encoded = AbiCoder.defaultAbiCoder().encode(types, [ref, manifest, openedAt]);
  return keccak256(keccak256(encoded)) as Hex;
}

/** From the leaves up; a node without a partner moves up as it is. */
function buildLevels(leaves: readonly Hex[]): readonly (readonly Hex[])[] {
  const levels: Hex[][] = [[...leaves]];
  for (;;) {
    const level = levels.at(-1) ?? [];
    if (level.length <= 1) return levels;
    const above: Hex[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index] as Hex;
      const right = level[index + 1];
      above.push(right === undefined ? left : hashPair(left, right));
    }
    levels.push(above);
  }
}

function hashPair(a: Hex, b: Hex): Hex {
  const x = a.toLowerCase() as Hex;
  const y = b.toLowerCase() as Hex;
  return keccak256(x < y ? concat([x, y]) : concat([y, x])) as Hex;
}
