import { createHash } from "node:crypto";
import { createCrypto } from "../../../frontend/src/crypto/createCrypto.ts";
import type { CryptoSession, MyKey } from "../../../frontend/src/crypto/crypto.ts";
import { digestOf } from "../../../frontend/src/crypto/digest.ts";
import {
  encodeKeyDocument,
  type KeyDocument,
} from "../../../frontend/src/crypto/documents/keyDocument.ts";
import type {
  RecordMetadata,
  SealTarget,
} from "../../../frontend/src/crypto/documents/manifest.ts";
import type { Recipient } from "../../../frontend/src/crypto/documents/schemas.ts";
import type { Random } from "../../../frontend/src/crypto/random.ts";
import type {
  Address,
  Compartment,
  Digest,
  Epoch,
  Generation,
  PatientId,
  ProviderNumber,
} from "../../../frontend/src/domain/brand.ts";
import type { ChartContext } from "../../../frontend/src/domain/chartContext.ts";

/**
 * The cast of the crypto tests: Amina Diallo is the patient, Dr. Okoro a doctor,
 * Lakeside a hospital, Mallory a stranger.
 */

/** SHA-256 in counter mode: the same bytes in every run for the same name. */
export function repeatableRandom(name: string): Random {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let offset = 0; offset < length; offset += 32) {
      const block = createHash("sha256").update(`${name} ${counter++}`).digest();
      bytes.set(block.subarray(0, Math.min(32, length - offset)), offset);
    }
    return bytes;
  };
}

export const chart: ChartContext = {
  chainId: 31337,
  contract: "0x5FbDB2315678afecb367f032d93F642f64180aa3" as Address,
  patientId: `0x${"a1".repeat(32)}` as PatientId,
};

export const epoch = (number: number) => number as Epoch;
export const compartment = (number: number) => number as Compartment;
export const generation = (number: number) => number as Generation;
export const providerNumber = (number: number) => number as ProviderNumber;

export interface Person {
  readonly session: CryptoSession;
  readonly me: MyKey;
  readonly target: SealTarget;
}

/** Someone with a fresh session and a published key document. */
export async function join(
  name: string,
  recipient: Recipient,
  owner: KeyDocument["owner"],
): Promise<Person> {
  const session = await createCrypto(repeatableRandom(name)).createSession();
  const { generation: newest, publicKey, signingKey } = await session.identity();
  const document = encodeKeyDocument({
    owner,
    keyVersion: recipient.keyVersion,
    generation: newest,
    publicKey,
    signingKey,
    vault: null,
  });
  const keyDocument = await digestOf(document);
  return {
    session,
    me: { recipient, keyDocument, generation: newest },
    target: { recipient, publicKey, keyDocument },
  };
}

export const joinAmina = () =>
  join("Amina Diallo", { kind: "person", number: 77, keyVersion: 1 }, "patient");
export const joinOkoro = () =>
  join("Dr. Okoro", { kind: "provider", number: 3, keyVersion: 1 }, "provider");
export const joinLakeside = () =>
  join("Lakeside Hospital", { kind: "provider", number: 9, keyVersion: 1 }, "provider");
export const joinMallory = () =>
  join("Mallory", { kind: "provider", number: 666, keyVersion: 1 }, "provider");

export const amina = { name: "Amina Diallo", birthDate: "1987-04-12" };

export function metadataOf(size: number, digest: Digest): RecordMetadata {
  return {
    title: "Blood count",
    fileName: "blut 🩸 \u202Efdp.pdf",
    kind: "lab-result",
    date: "2026-11-03",
    mime: "application/pdf",
    size,
    note: "Fasting",
    supersedes: null,
    digest,
  };
}

/** CIDs come from the IPFS layer; any well-formed one does here. */
export const cid = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

/** A copy with one bit changed. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

/** A change of one field of a decoded document, for tampering. */
export function set(field: string, value: unknown) {
  return (wire: Record<string, unknown>) => {
    wire[field] = value;
  };
}
