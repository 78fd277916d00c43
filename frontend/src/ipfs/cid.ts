/**
 * Addresses on IPFS. Only one form is accepted, so that one content has one spelling:
 * CID v1, base32, raw or dag-pb, sha2-256. An identity CID (content in the address
 * itself) or a weak hash would pass a hash check without proving anything.
 */
import * as dagPb from "@ipld/dag-pb";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { create as createMultihash } from "multiformats/hashes/digest";
import type { Brand, Digest } from "../domain/brand.ts";
import { IpfsError } from "./errors.ts";

/** A CID as text in the one accepted form, e.g. `bafkrei...` (raw) or `bafybei...` (dag-pb). */
export type Cid = Brand<string, "Cid">;

const SHA2_256 = 0x12;
const SHA2_256_BYTES = 32;

/** Throws `ipfs.bad-cid` unless `text` is a CID in the one accepted form. */
export function parseCid(text: string): Cid {
  readCid(text);
  return text as Cid;
}

/** Like `parseCid`, and gives the library's object. Throws `ipfs.bad-cid`. */
export function readCid(text: string): CID {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch (cause) {
    throw new IpfsError("ipfs.bad-cid", { details: { cid: text.slice(0, 100) }, cause });
  }
  // The second spelling of an address (upper case, base58, ...) is refused, too.
  if (!isAcceptedCid(cid) || cid.toString() !== text) {
    throw new IpfsError("ipfs.bad-cid", { details: { cid: text.slice(0, 100) } });
  }
  return cid;
}

/** True for v1, raw or dag-pb, sha2-256 of full length. */
export function isAcceptedCid(cid: CID): boolean {
  return (
    cid.version === 1 &&
    (cid.code === raw.code || cid.code === dagPb.code) &&
    cid.multihash.code === SHA2_256 &&
    cid.multihash.digest.length === SHA2_256_BYTES
  );
}

/** The text form of a CID object. Throws `ipfs.bad-cid` when it isn't in the accepted form. */
export function formatCid(cid: CID): Cid {
  return parseCid(cid.toString());
}

/** The CID of a document: v1, raw, sha2-256. Throws `ipfs.bad-cid` on anything but 0x + 64 lower-case hex digits. */
export function cidOfDigest(digest: Digest): Cid {
  if (!/^0x[0-9a-f]{64}$/.test(digest)) {
    throw new IpfsError("ipfs.bad-cid", { details: { digest: String(digest).slice(0, 100) } });
  }
  const bytes = Uint8Array.from({ length: SHA2_256_BYTES }, (_, i) =>
    Number.parseInt(digest.slice(2 + 2 * i, 4 + 2 * i), 16),
  );
  return formatCid(CID.createV1(raw.code, createMultihash(SHA2_256, bytes)));
}

/** The digest in a document's CID. Throws `ipfs.bad-cid` unless it is a raw CID. */
export function digestOfCid(cid: string): Digest {
  const parsed = readCid(cid);
  if (parsed.code !== raw.code) {
    throw new IpfsError("ipfs.bad-cid", {
      message: "This is the address of a file, not of a document.",
      details: { cid },
    });
  }
  return hexOf(parsed.multihash.digest);
}

/** SHA-256 by the platform. */
export async function digestOf(bytes: Uint8Array): Promise<Digest> {
  return hexOf(await sha256(bytes));
}

/** True when the bytes are the block that the CID names, whatever anyone says. */
export async function isBlockOf(cid: string, bytes: Uint8Array): Promise<boolean> {
  return hexOf(readCid(cid).multihash.digest) === hexOf(await sha256(bytes));
}

/** 32 bytes, by the platform: noble's is 12 times slower in a browser. */
async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  // A view on shared memory can't be hashed by the platform; nothing here uses one.
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}

function hexOf(bytes: Uint8Array): Digest {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}` as Digest;
}
