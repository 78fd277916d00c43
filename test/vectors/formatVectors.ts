import { createCrypto } from "../../frontend/src/crypto/createCrypto.ts";
import { commitToPatient } from "../../frontend/src/crypto/commitment.ts";
import { digestOf } from "../../frontend/src/crypto/digest.ts";
import { encodeKeyDocument } from "../../frontend/src/crypto/documents/keyDocument.ts";
import { parseManifest } from "../../frontend/src/crypto/documents/manifest.ts";
import { encodeProviderProfile } from "../../frontend/src/crypto/documents/providerProfile.ts";
import { nextShareSheet } from "../../frontend/src/crypto/documents/shareSheet.ts";
import { encodeSlipPage } from "../../frontend/src/crypto/documents/slipPage.ts";
import type { PrivateProfile } from "../../frontend/src/crypto/documents/vault.ts";
import {
  deriveCompartmentState,
  deriveEpochKey,
} from "../../frontend/src/crypto/keys/compartmentChain.ts";
import { createKeyring } from "../../frontend/src/crypto/keys/keyring.ts";
import {
  deriveIdentityKey,
  deriveIdentityPublicKey,
  deriveOwnKey,
  deriveRoot,
  deriveSigningKey,
  deriveSigningPublicKey,
  newSeed,
} from "../../frontend/src/crypto/keys/seed.ts";
import { sealLocal } from "../../frontend/src/crypto/local/localStore.ts";
import { sealLocalVault } from "../../frontend/src/crypto/local/localVault.ts";
import { padmeSize } from "../../frontend/src/crypto/padding.ts";
import { sealSegments } from "../../frontend/src/crypto/payload/payloadStreams.ts";
import { toHex, utf8 } from "../../frontend/src/crypto/primitives/bytes.ts";
import { writeRecoverySheet } from "../../frontend/src/crypto/recovery/recoverySheet.ts";
import type { Address, AuthorityNumber } from "../../frontend/src/domain/brand.ts";
import {
  amina,
  chart,
  cid,
  compartment,
  epoch,
  generation,
  joinAmina,
  joinOkoro,
  metadataOf,
  providerNumber,
  repeatableRandom,
} from "../core/crypto/cast.ts";

/**
 * One of everything that the format has, from fixed "randomness". The committed
 * format.json is frozen: records live for decades, so a change that alters a byte of
 * it is a new format version, not a new vector.
 */
export const plaintext = "haemoglobin 13.4 g/dl";
export const passphrase = "correct horse battery staple";
export const localPurpose = "receipts 12";

export const profile: PrivateProfile = {
  details: amina,
  commitmentSalt: new Uint8Array(32).fill(7),
  compartments: [
    { compartment: compartment(0), slug: "emergency", name: "Emergency summary" },
    { compartment: compartment(5), slug: "laboratory", name: "Laboratory" },
  ],
};

export const evidencePlace = {
  chainId: chart.chainId,
  contract: chart.contract,
  applicant: `0x${"0c".repeat(20)}` as Address,
  authority: 404 as AuthorityNumber,
};

export const places = {
  record: { compartment: compartment(5), epoch: epoch(66), generation: generation(1) },
  toPeople: { compartment: compartment(5), epoch: epoch(0), generation: generation(1) },
  slip: {
    compartment: compartment(5),
    record: 1,
    epoch: epoch(67),
    generation: generation(1),
  },
};

export async function makeFormatVectors() {
  const seed = newSeed(repeatableRandom("Amina Diallo"));
  const root = await deriveRoot(seed);
  const identityKey = await deriveIdentityKey(seed);
  const states = await Promise.all(
    [1, 63, 64, 65, 127, 128, 4032, 4095].map(async (number) => {
      const at = await deriveCompartmentState(root, generation(1), compartment(5), epoch(number));
      return {
        epoch: number,
        state: toHex(at.state),
        key: toHex(await deriveEpochKey(at, epoch(number))),
      };
    }),
  );

  const [patient, doctor] = [await joinAmina(), await joinOkoro()];
  const crypto = createCrypto(repeatableRandom("format vectors"));
  const segments: Uint8Array[] = [];
  const sealing = sealSegments(await crypto.startSealing(new Blob([plaintext])));
  let step = await sealing.next();
  for (; !step.done; step = await sealing.next()) segments.push(step.value.bytes);
  const { recordKey, size, digest } = step.value;

  const common = {
    context: chart,
    recordKey,
    metadata: metadataOf(size, digest),
    segments: segments.map((segment) => ({ cid, bytes: segment.length })),
  };
  const manifest = await patient.session.sealManifest({
    ...common,
    place: places.record,
    access: { kind: "epoch", states: "own" },
  });
  const manifestToPeople = await patient.session.sealManifest({
    ...common,
    place: places.toPeople,
    access: { kind: "people", targets: [patient.target, doctor.target] },
  });
  const slip = await patient.session.sealSlip({
    context: chart,
    manifest: parseManifest(manifestToPeople),
    place: places.slip,
    recordKey,
  });
  const envelope = await patient.session.sealEnvelope({
    context: chart,
    terms: {
      purpose: "grant",
      provider: providerNumber(3),
      generation: generation(1),
      readMask: 1 << 5,
      writeMask: 0,
      epochs: [{ compartment: compartment(5), epoch: epoch(67) }],
    },
    targets: [doctor.target],
    states: "own",
    compartments: [{ compartment: compartment(5), name: "Laboratory" }],
    patient: amina,
  });
  const keyDocument = encodeKeyDocument({
    owner: "patient",
    keyVersion: 1,
    generation: generation(1),
    publicKey: await deriveIdentityPublicKey(identityKey),
    signingKey: await deriveSigningPublicKey(await deriveSigningKey(seed)),
    vault: await digestOf(utf8("a vault")),
  });
  const vault = await patient.session.sealVault(chart, profile);
  const sheet = await writeRecoverySheet(seed);
  await patient.session.startGeneration();
  const previousStates = await patient.session.sealPreviousStates({
    context: chart,
    generation: generation(1),
    lastEpochs: [{ compartment: compartment(5), epoch: epoch(70) }],
    underEpochs: [{ compartment: compartment(5), epoch: epoch(1) }],
  });
  const slipPage = encodeSlipPage([slip]);
  const shareSheet = await patient.session.signShareSheet(
    chart,
    nextShareSheet(undefined, generation(1), {
      put: [
        {
          recipient: doctor.target.recipient,
          envelope: await digestOf(envelope),
          readMask: 1 << 5,
          writeMask: 0,
          generation: generation(1),
          epochs: [{ compartment: compartment(5), epoch: epoch(67) }],
        },
      ],
      former: [
        {
          recipient: { kind: "provider", number: 9 },
          generation: generation(1),
          epochs: [{ compartment: compartment(5), epoch: epoch(67) }],
        },
        { recipient: null, generation: generation(1), epochs: [] },
      ],
      sequence: 1_767_225_600,
      slips: [slip],
      slipPages: [await digestOf(slipPage)],
      previousStates,
    }),
    "owner",
    generation(1),
  );
  const evidence = await crypto.sealEvidence(
    { ...evidencePlace, keyDocument: doctor.target.keyDocument },
    doctor.target.publicKey,
    { fileName: "licence.pdf", mime: "application/pdf", note: "", file: utf8("%PDF-1.7") },
  );

  return {
    about: "Written by test/vectors/writeFormatVectors.ts. Frozen: see formatVectors.ts.",
    context: chart,
    keys: {
      seed: toHex(seed),
      identityKey: toHex(identityKey),
      identityPublicKeyDigest: await digestOf(await deriveIdentityPublicKey(identityKey)),
      root: toHex(root),
      signingKey: toHex(await deriveSigningKey(seed)),
      signingPublicKey: toHex(await deriveSigningPublicKey(await deriveSigningKey(seed))),
      profileKey: toHex(await deriveOwnKey(seed, "profile")),
      vaultSeedsKey: toHex(await deriveOwnKey(seed, "vault-seeds")),
      localStoreKey: toHex(await deriveOwnKey(seed, "local-store")),
    },
    compartment5: states,
    padme: [1, 4096, 4097, 5000, 1_000_000, 209_715_200, 4_294_967_296].map((size) => ({
      size,
      padded: padmeSize(size),
    })),
    recoveryWords: sheet.words.join(" "),
    recoveryCode: sheet.code,
    commitment: await commitToPatient(amina, profile.commitmentSalt),
    recordKey: toHex(recordKey),
    segment: toHex(segments[0] ?? new Uint8Array(0)),
    manifest: toHex(manifest),
    manifestToPeople: toHex(manifestToPeople),
    envelope: toHex(envelope),
    shareSheet: toHex(shareSheet),
    slipPage: toHex(slipPage),
    keyDocument: toHex(keyDocument),
    providerProfile: toHex(
      encodeProviderProfile({
        kind: "doctor",
        name: "Dr. Chidi Okoro",
        specialty: "Haematology",
        organization: "Lakeside Hospital",
        place: "Kisumu",
        country: "KE",
        languages: ["en", "sw"],
        phone: "",
        website: "https://okoro.example",
        about: "",
      }),
    ),
    vault: toHex(vault),
    localVault: toHex(
      await sealLocalVault(
        createKeyring(seed, generation(1)),
        passphrase,
        repeatableRandom("local vault"),
      ),
    ),
    localStore: toHex(
      await sealLocal(seed, localPurpose, utf8("kept"), repeatableRandom("local store")),
    ),
    evidence: toHex(evidence),
  };
}
