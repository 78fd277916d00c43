import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import type { Random } from "../random.ts";
import { asBuffer } from "./bytes.ts";

/**
 * HPKE base mode (RFC 9180) with X-Wing (X25519 + ML-KEM-768,
 * draft-connolly-cfrg-xwing-kem), HKDF-SHA256 and AES-256-GCM, single shot.
 */
const suite = () =>
  new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export const hpkeSizes = { publicKey: 1216, privateKey: 32, encapsulated: 1120, tag: 16 } as const;

export interface HpkeSealed {
  /** 1,120 bytes. */
  readonly encapsulated: Uint8Array;
  /** Plaintext length + 16. */
  readonly ciphertext: Uint8Array;
}

/** @param privateKey 32 bytes, the X-Wing seed. @returns 1,216 bytes */
export async function hpkePublicKey(privateKey: Uint8Array): Promise<Uint8Array> {
  if (privateKey.length !== hpkeSizes.privateKey) throw new RangeError("wrong private key length");
  const kem = new XWing();
  // The copy: the library keeps a view of what it is given.
  const pair = await kem.generateKeyPairDerand(privateKey.slice());
  return new Uint8Array(await kem.serializePublicKey(pair.publicKey));
}

/**
 * One key encapsulation, one message, so the AEAD nonce (HPKE's sequence number 0)
 * is used once under its key.
 * @param publicKey 1,216 bytes
 */
export async function hpkeSeal(
  publicKey: Uint8Array,
  info: Uint8Array,
  plaintext: Uint8Array,
  random: Random,
): Promise<HpkeSealed> {
  const kem = suite();
  const recipientPublicKey = await kem.kem.deserializePublicKey(asBuffer(publicKey));
  // The library's option for tests, used for real: it takes exactly the 64 bytes
  // (32 for ML-KEM-768, 32 for X25519) that it would draw itself, and so randomness
  // comes from `random` like everywhere else in this layer.
  const ekm = random(64);
  const sender = await kem.createSenderContext({
    recipientPublicKey,
    info: asBuffer(info),
    ekm: ekm.slice(),
  });
  const ciphertext = await sender.seal(asBuffer(plaintext), new Uint8Array(0));
  ekm.fill(0);
  return {
    encapsulated: new Uint8Array(sender.enc),
    ciphertext: new Uint8Array(ciphertext),
  };
}

/** Undefined when anything doesn't fit: key, info, encapsulation or ciphertext. */
export async function hpkeOpen(
  privateKey: Uint8Array,
  info: Uint8Array,
  sealed: HpkeSealed,
): Promise<Uint8Array | undefined> {
  try {
    const kem = suite();
    const recipientKey = await kem.kem.deserializePrivateKey(asBuffer(privateKey.slice()));
    const recipient = await kem.createRecipientContext({
      recipientKey,
      enc: asBuffer(sealed.encapsulated),
      info: asBuffer(info),
    });
    return new Uint8Array(await recipient.open(asBuffer(sealed.ciphertext), new Uint8Array(0)));
  } catch {
    return undefined;
  }
}
