import type { Digest, Generation } from "../domain/brand.ts";
import type { ChartContext } from "../domain/chartContext.ts";
import type { CompartmentName, EnvelopeContent, EnvelopeTerms } from "./documents/envelope.ts";
import type {
  Manifest,
  ManifestSegment,
  RecordMetadata,
  RecordPlace,
  SealTarget,
} from "./documents/manifest.ts";
import type { PreviousState } from "./documents/previousState.ts";
import type { Recipient } from "./documents/schemas.ts";
import type { ShareSheetContent, SheetSigner } from "./documents/shareSheet.ts";
import type { Slip, SlipPlace } from "./documents/slip.ts";
import type { PrivateProfile } from "./documents/vault.ts";
import type { CompartmentState } from "./keys/compartmentChain.ts";
import type { RecordKey } from "./keys/recordKey.ts";
import type { IdentityPublicKey, SigningPublicKey } from "./keys/seed.ts";
import type { PayloadDescription, PayloadOpener } from "./payload/payloadOpener.ts";
import type { PayloadSealer } from "./payload/payloadSealer.ts";
import type { Argon2Parameters } from "./primitives/argon2id.ts";
import type { RecoverySheet } from "./recovery/recoverySheet.ts";
import type { Evidence, EvidencePlace } from "./sealedEvidence.ts";

/**
 * The port that use cases take: everything that needs a key or takes long. In Node it
 * runs in place (createCrypto.ts), in the browser in a worker (worker/cryptoClient.ts),
 * where the seed stays. Cheap things without a secret (parse a share sheet, digests,
 * commitments) are plain functions of their files.
 */
export interface Crypto {
  /** A new seed, generation 1. */
  createSession(): Promise<CryptoSession>;
  /**
   * From a recovery sheet. The sheet doesn't say its generation; the key document on
   * chain does. Throws crypto.recovery-...
   */
  restoreSession(recovery: Recovery, generation: Generation): Promise<CryptoSession>;
  /** Throws crypto.wrong-passphrase or crypto.corrupted-vault. */
  unlockSession(localVault: Uint8Array, passphrase: string): Promise<CryptoSession>;

  /** Throws crypto.empty-file or crypto.file-too-large. Use with `sealSegments`. */
  startSealing(file: Blob): Promise<PayloadSealer>;
  /** Use with `openSegments` or `openToBlob`. */
  startOpening(payload: PayloadDescription): Promise<PayloadOpener>;

  /** The states held and all earlier generations' states that follow from them. */
  openPreviousStates(
    context: ChartContext,
    held: readonly CompartmentState[],
    previous: readonly PreviousState[],
  ): Promise<CompartmentState[]>;

  sealEvidence(
    place: EvidencePlace,
    authorityKey: IdentityPublicKey,
    evidence: Evidence,
  ): Promise<Uint8Array>;
}

/** Someone's unlocked keys. After `lock` every call throws crypto.locked. */
export interface CryptoSession {
  /** The newest generation's identity unless told otherwise. Throws crypto.unknown-generation. */
  identity(generation?: Generation): Promise<Identity>;
  /** Of the newest generation. Shown only when the person asks for it. */
  recoverySheet(): Promise<RecoverySheet>;
  /** For this browser's storage only. Throws crypto.weak-passphrase. */
  sealLocalVault(passphrase: string, parameters?: Argon2Parameters): Promise<Uint8Array>;

  /** The vault document to publish. */
  sealVault(context: ChartContext, profile: PrivateProfile): Promise<Uint8Array>;
  /** The private profile; earlier generations' seeds join the session. */
  openVault(context: ChartContext, vault: Uint8Array): Promise<PrivateProfile>;
  /** A new seed in front of the present ones, for when someone else may know the newest. */
  startGeneration(): Promise<Generation>;

  /** The manifest document. */
  sealManifest(input: SealManifestInput): Promise<Uint8Array>;
  /**
   * Throws crypto.binding-mismatch, crypto.not-a-recipient, crypto.epoch-out-of-reach,
   * crypto.unknown-generation, crypto.cannot-open and what parsing throws.
   */
  openRecord(input: OpenRecordInput): Promise<OpenedRecord>;

  /** The envelope document. */
  sealEnvelope(input: SealEnvelopeInput): Promise<Uint8Array>;
  openEnvelope(
    context: ChartContext,
    envelope: Uint8Array,
    me: readonly MyKey[],
  ): Promise<OpenedEnvelope>;

  /** The share sheet document, signed by one of the session's keys. */
  signShareSheet(
    context: ChartContext,
    sheet: ShareSheetContent,
    signer: SheetSigner,
    generation: Generation,
  ): Promise<Uint8Array>;
  /** For the share sheet: this chart's owner only. */
  sealSlip(input: SealSlipInput): Promise<Slip>;
  /**
   * The last states of an earlier generation under a later one's, for the share sheet:
   * this chart's owner only. Both lists name the same compartments.
   */
  sealPreviousStates(input: SealPreviousStatesInput): Promise<PreviousState[]>;

  /** Authority: what came with an application. */
  openEvidence(
    place: EvidencePlace,
    sealed: Uint8Array,
    generation?: Generation,
  ): Promise<Evidence>;

  /** What this browser keeps until it is sent or as a copy; `purpose` names the entry. */
  sealLocal(purpose: string, content: Uint8Array): Promise<Uint8Array>;
  openLocal(purpose: string, sealed: Uint8Array): Promise<Uint8Array>;

  lock(): Promise<void>;
}

export type Recovery =
  | { readonly kind: "words"; readonly words: string }
  | { readonly kind: "code"; readonly code: string };

export interface Identity {
  readonly generation: Generation;
  readonly publicKey: IdentityPublicKey;
  readonly signingKey: SigningPublicKey;
}

/** One of the session's identities as others know it. */
export interface MyKey {
  readonly recipient: Recipient;
  readonly keyDocument: Digest;
  readonly generation: Generation;
}

/** "own": the session's seeds are this chart's. Otherwise what envelopes gave. */
export type HeldStates = "own" | readonly CompartmentState[];

export interface SealManifestInput {
  readonly context: ChartContext;
  readonly place: RecordPlace;
  readonly access:
    | { readonly kind: "epoch"; readonly states: HeldStates }
    | { readonly kind: "people"; readonly targets: readonly SealTarget[] };
  readonly recordKey: RecordKey;
  readonly metadata: RecordMetadata;
  readonly segments: readonly ManifestSegment[];
}

export interface OpenRecordInput {
  readonly context: ChartContext;
  /** The document; its digest must have been checked against the chain (`requireDigest`). */
  readonly manifest: Uint8Array;
  /** What the chain says of the record; a difference throws. */
  readonly place: Partial<RecordPlace>;
  readonly states: HeldStates;
  /** For records sealed to people. */
  readonly me?: readonly MyKey[];
  /** For records sealed to others, what the share sheet has; one that doesn't open is skipped. */
  readonly slips?: readonly Slip[];
}

export interface OpenedRecord {
  readonly manifest: Manifest;
  readonly metadata: RecordMetadata;
  /** What `startOpening` takes. */
  readonly payload: PayloadDescription;
}

export interface SealEnvelopeInput {
  readonly context: ChartContext;
  readonly terms: EnvelopeTerms;
  readonly targets: readonly SealTarget[];
  readonly states: HeldStates;
  readonly compartments: readonly CompartmentName[];
  readonly patient: EnvelopeContent["patient"];
}

export interface OpenedEnvelope {
  readonly terms: EnvelopeTerms;
  readonly content: EnvelopeContent;
}

export interface SealSlipInput {
  readonly context: ChartContext;
  readonly manifest: Manifest;
  readonly place: SlipPlace;
  readonly recordKey: RecordKey;
}

export interface SealPreviousStatesInput {
  readonly context: ChartContext;
  readonly generation: Generation;
  /** The later one; the session's newest unless told otherwise. */
  readonly underGeneration?: Generation;
  /** Where each compartment's epoch stood when the generation ended. */
  readonly lastEpochs: EnvelopeTerms["epochs"];
  /** An epoch of the later generation that its readers reach. */
  readonly underEpochs: EnvelopeTerms["epochs"];
}
