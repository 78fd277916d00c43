import type { Compartment, Epoch, Generation } from "../domain/brand.ts";
import type {
  Crypto,
  CryptoSession,
  HeldStates,
  MyKey,
  OpenRecordInput,
  Recovery,
} from "./crypto.ts";
import { openEnvelope, parseEnvelope, sealEnvelope } from "./documents/envelope.ts";
import {
  type Manifest,
  type Me,
  openManifest,
  openRecordKey,
  parseManifest,
  requirePlace,
  sameRecipient,
  sealManifest,
  unwrapRecordKey,
  unwrapWithEpochKey,
} from "./documents/manifest.ts";
import { findState, openPreviousStates, sealPreviousState } from "./documents/previousState.ts";
import { signShareSheet } from "./documents/shareSheet.ts";
import { openSlip, sealSlip } from "./documents/slip.ts";
import { openVault, parseVault, sealVault } from "./documents/vault.ts";
import { CryptoError } from "./errors.ts";
import {
  type CompartmentState,
  deriveCompartmentState,
  deriveEarlierState,
  deriveEpochKey,
  type EpochKey,
} from "./keys/compartmentChain.ts";
import {
  createKeyring,
  type Keyring,
  readSeed,
  wipeKeyring,
  withEarlierSeeds,
  withNextGeneration,
} from "./keys/keyring.ts";
import type { RecordKey } from "./keys/recordKey.ts";
import {
  deriveIdentityKey,
  deriveIdentityPublicKey,
  deriveRoot,
  deriveSigningKey,
  deriveSigningPublicKey,
  type IdentityKey,
  newSeed,
} from "./keys/seed.ts";
import { openLocal, sealLocal } from "./local/localStore.ts";
import { openLocalVault, sealLocalVault } from "./local/localVault.ts";
import { createPayloadOpener } from "./payload/payloadOpener.ts";
import { createPayloadSealer } from "./payload/payloadSealer.ts";
import { wipe } from "./primitives/bytes.ts";
import type { Random } from "./random.ts";
import {
  readRecoveryCode,
  readRecoveryWords,
  writeRecoverySheet,
} from "./recovery/recoverySheet.ts";
import { openEvidence, sealEvidence } from "./sealedEvidence.ts";

/** The crypto port, in place: for Node, for tests, and inside the worker. */
export function createCrypto(random: Random): Crypto {
  return {
    createSession: async () =>
      createSession(createKeyring(newSeed(random), 1 as Generation), random),
    restoreSession: async (recovery, generation) =>
      createSession(createKeyring(await readRecovery(recovery), generation), random),
    unlockSession: async (localVault, passphrase) =>
      createSession(await openLocalVault(localVault, passphrase), random),
    startSealing: (file) => createPayloadSealer(file, random),
    startOpening: createPayloadOpener,
    openPreviousStates,
    sealEvidence: (place, authorityKey, evidence) =>
      sealEvidence(place, authorityKey, evidence, random),
  };
}

function readRecovery(recovery: Recovery) {
  return recovery.kind === "words"
    ? readRecoveryWords(recovery.words)
    : readRecoveryCode(recovery.code);
}

function createSession(initial: Keyring, random: Random): CryptoSession {
  let unlocked: Keyring | undefined = initial;
  /** The owner's epoch keys: 122 HKDF steps each, and a chart's list asks for the same few. */
  const epochKeys = new Map<string, EpochKey>();

  function keyring(): Keyring {
    if (!unlocked) throw new CryptoError("crypto.locked");
    return unlocked;
  }

  function identityKey(generation: Generation): Promise<IdentityKey> {
    return deriveIdentityKey(readSeed(keyring(), generation));
  }

  async function ownState(
    generation: Generation,
    compartment: Compartment,
    epoch: Epoch,
  ): Promise<CompartmentState> {
    const root = await deriveRoot(readSeed(keyring(), generation));
    const state = await deriveCompartmentState(root, generation, compartment, epoch);
    wipe(root);
    return state;
  }

  async function stateAt(
    states: HeldStates,
    generation: Generation,
    compartment: Compartment,
    epoch: Epoch,
  ): Promise<CompartmentState> {
    if (states === "own") return ownState(generation, compartment, epoch);
    return deriveEarlierState(readState(states, generation, compartment, epoch), epoch);
  }

  async function ownEpochKey(
    generation: Generation,
    compartment: Compartment,
    epoch: Epoch,
  ): Promise<EpochKey> {
    const name = `${generation} ${compartment} ${epoch}`;
    const known = epochKeys.get(name);
    if (known) return known;
    const state = await ownState(generation, compartment, epoch);
    const key = await deriveEpochKey(state, epoch);
    wipe(state.state);
    epochKeys.set(name, key);
    return key;
  }

  async function meFor(key: MyKey): Promise<Me> {
    return {
      recipient: key.recipient,
      keyDocument: key.keyDocument,
      identityKey: await identityKey(key.generation),
    };
  }

  async function readRecordKey(input: OpenRecordInput, manifest: Manifest): Promise<RecordKey> {
    const { context, states } = input;
    if (manifest.access.kind === "epoch") {
      const { generation, compartment, epoch } = manifest;
      return states === "own"
        ? unwrapWithEpochKey(context, manifest, await ownEpochKey(generation, compartment, epoch))
        : unwrapRecordKey(context, manifest, readState(states, generation, compartment, epoch));
    }
    const stanzas = manifest.access.stanzas;
    const mine = input.me?.find((key) =>
      stanzas.some(({ recipient }) => sameRecipient(recipient, key.recipient)),
    );
    let failure = new CryptoError("crypto.not-a-recipient");
    if (mine) {
      try {
        return await openRecordKey(context, manifest, await meFor(mine));
      } catch (error) {
        failure = asCryptoError(error);
      }
    }
    for (const slip of input.slips ?? []) {
      const { generation, compartment, epoch } = slip;
      if (compartment !== manifest.compartment) continue;
      try {
        const state = await stateAt(states, generation, compartment, epoch);
        return await openSlip(context, manifest, slip, state);
      } catch (error) {
        // Anybody may have written a slip: a bad one says nothing about the record.
        const { code } = asCryptoError(error);
        const outOfReach = code === "crypto.epoch-out-of-reach";
        if (outOfReach && !mine) failure = error as CryptoError;
      }
    }
    throw failure;
  }

  return {
    async identity(generation = keyring().newest) {
      const key = await identityKey(generation);
      const publicKey = await deriveIdentityPublicKey(key);
      const signing = await deriveSigningKey(readSeed(keyring(), generation));
      const signingKey = await deriveSigningPublicKey(signing);
      wipe(key, signing);
      return { generation, publicKey, signingKey };
    },

    recoverySheet: async () => writeRecoverySheet(readSeed(keyring(), keyring().newest)),

    sealLocalVault: async (passphrase, parameters) =>
      sealLocalVault(keyring(), passphrase, random, parameters),

    sealVault: async (context, profile) => sealVault(context, keyring(), profile, random),

    async openVault(context, vault) {
      const { profile, earlierSeeds } = await openVault(context, parseVault(vault), keyring());
      unlocked = withEarlierSeeds(keyring(), earlierSeeds);
      return profile;
    },

    async startGeneration() {
      unlocked = withNextGeneration(keyring(), random);
      return unlocked.newest;
    },

    async sealManifest(input) {
      keyring();
      const { access, place } = input;
      if (access.kind === "people") return sealManifest({ ...input, access }, random);
      const { generation, compartment, epoch } = place;
      const state = await stateAt(access.states, generation, compartment, epoch);
      return sealManifest({ ...input, access: { kind: "epoch", state } }, random);
    },

    async openRecord(input) {
      keyring();
      const manifest = parseManifest(input.manifest);
      requirePlace(manifest, input.place);
      const recordKey = await readRecordKey(input, manifest);
      const metadata = await openManifest(input.context, manifest, recordKey);
      const payload = {
        recordKey,
        size: metadata.size,
        digest: metadata.digest,
        segmentCount: manifest.segments.length,
      };
      return { manifest, metadata, payload };
    },

    async sealEnvelope({ context, terms, targets, states, compartments, patient }) {
      keyring();
      const granted: CompartmentState[] = [];
      for (const { compartment, epoch } of terms.epochs) {
        granted.push(await stateAt(states, terms.generation, compartment, epoch));
      }
      const content = { states: granted, compartments: [...compartments], patient };
      return sealEnvelope({ context, terms, targets, content }, random);
    },

    async openEnvelope(context, bytes, me) {
      const envelope = parseEnvelope(bytes);
      const mine = me.find((key) =>
        envelope.stanzas.some(({ recipient }) => sameRecipient(recipient, key.recipient)),
      );
      if (!mine) throw new CryptoError("crypto.not-a-recipient");
      const content = await openEnvelope(context, envelope, await meFor(mine));
      return { terms: envelope.terms, content };
    },

    async signShareSheet(context, sheet, signer, generation) {
      const key = await deriveSigningKey(readSeed(keyring(), generation));
      const document = await signShareSheet(context, sheet, signer, key);
      wipe(key);
      return document;
    },

    async sealSlip({ context, manifest, place, recordKey }) {
      const state = await ownState(place.generation, place.compartment, place.epoch);
      return sealSlip(context, manifest, place, recordKey, state, random);
    },

    async sealPreviousStates({ context, generation, lastEpochs, underEpochs, ...input }) {
      const underGeneration = input.underGeneration ?? keyring().newest;
      return Promise.all(
        lastEpochs.map(async ({ compartment, epoch }) => {
          const under = underEpochs.find((other) => other.compartment === compartment);
          if (!under) {
            throw new CryptoError("crypto.invalid-input", { details: { field: "underEpochs" } });
          }
          return sealPreviousState(
            context,
            await ownState(generation, compartment, epoch),
            await ownState(underGeneration, compartment, under.epoch),
            random,
          );
        }),
      );
    },

    async openEvidence(place, sealed, generation = keyring().newest) {
      return openEvidence(place, await identityKey(generation), sealed);
    },

    sealLocal: async (purpose, content) =>
      sealLocal(readSeed(keyring(), keyring().newest), purpose, content, random),

    async openLocal(purpose, sealed) {
      // Newest first; what an earlier generation sealed stays readable.
      const seeds = [...keyring().seeds].sort(([left], [right]) => right - left);
      let failure: unknown;
      for (const [, seed] of seeds) {
        try {
          return await openLocal(seed, purpose, sealed);
        } catch (cause) {
          failure = cause;
        }
      }
      throw failure;
    },

    async lock() {
      if (unlocked) wipeKeyring(unlocked);
      unlocked = undefined;
      wipe(...epochKeys.values());
      epochKeys.clear();
    },
  };
}

function asCryptoError(error: unknown): CryptoError {
  if (error instanceof CryptoError) return error;
  throw error;
}

/** Throws crypto.unknown-generation or crypto.epoch-out-of-reach: the two differ in what helps. */
function readState(
  states: readonly CompartmentState[],
  generation: Generation,
  compartment: Compartment,
  epoch: Epoch,
): CompartmentState {
  const found = findState(states, compartment, generation, epoch);
  if (found) return found;
  const ofDrawer = states.filter((state) => state.compartment === compartment);
  if (ofDrawer.length > 0 && ofDrawer.every((state) => state.generation !== generation)) {
    throw new CryptoError("crypto.unknown-generation", { details: { generation } });
  }
  throw new CryptoError("crypto.epoch-out-of-reach", { details: { compartment, epoch } });
}
