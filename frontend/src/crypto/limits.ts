/**
 * Every limit of every format, in one place. A document over a limit is refused,
 * not cut. docs/envelope-format.md repeats them.
 */
const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

export const limits = {
  /** One raw IPFS block; larger ones aren't exchanged by every node. */
  documentBytes: MIB,
  /** Compartments are numbered 0..15. */
  compartments: 16,
  lastCompartment: 15,
  /** 12 bits on chain; 0 means "sealed to people". */
  lastEpoch: 4095,
  lastGeneration: 65_535,
  /** A person or provider number is 32 bits on chain. */
  lastNumber: 0xffff_ffff,
  /** 16 bits on chain. */
  lastKeyVersion: 65_535,

  payloadBytes: 4 * GIB,
  minimumPaddedBytes: 4 * KIB,
  chunkBytes: 256 * KIB,
  /** 255 chunks with tags and header stay under 64 MiB, as IPFS Cluster wants it. */
  chunksPerSegment: 255,
  segmentsPerRecord: 80,

  /** Padding steps of small sealed documents. */
  metadataBucketBytes: KIB,
  envelopeBucketBytes: 2 * KIB,
  vaultBucketBytes: 2 * KIB,

  cidCharacters: 120,
  titleCharacters: 200,
  fileNameCharacters: 255,
  kindCharacters: 40,
  mimeCharacters: 127,
  noteCharacters: 4_000,
  nameCharacters: 200,
  shortTextCharacters: 120,
  longTextCharacters: 1_000,
  languages: 20,

  recipientsPerRecord: 200,
  stanzasPerEnvelope: 64,
  shareSheetEntries: 1_000,
  /** Holders who are no longer grantees but may still know a current key. */
  shareSheetFormer: 1_000,
  /** In the sheet itself; older ones are in pages, so that a sheet never outgrows its block. */
  shareSheetSlips: 256,
  shareSheetSlipPages: 1_024,
  slipsPerPage: 2_000,
  shareSheetPreviousStates: 1_024,
  vaultLocks: 16,
  guardians: 16,
  evidenceBytes: 900 * KIB,

  passphraseCharacters: 10,
  passphraseBytes: 1_024,
  argon2: {
    minimumMemoryKib: 19 * KIB,
    maximumMemoryKib: 256 * KIB,
    minimumPasses: 1,
    maximumPasses: 10,
  },
  localVaultBytes: 64 * KIB,
} as const;

/** Plaintext bytes of a full segment: 63.75 MiB. */
export const segmentPlaintextBytes = limits.chunkBytes * limits.chunksPerSegment;
