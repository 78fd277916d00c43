/** Sizes that keep a hostile node or a hostile document from exhausting memory, in bytes. */

/** Every file is cut into leaves of this size; together with CID v1 and raw leaves it fixes the CID. */
export const CHUNK_BYTES = 1_048_576;

/** A document is one raw block, so that its digest is its CID. */
export const MAX_DOCUMENT_BYTES = CHUNK_BYTES;

/** Below 174 leaves Kubo (whatever its link limit) and IPFS Cluster build the same tree. */
export const MAX_SEGMENT_BYTES = 64 * CHUNK_BYTES;

/** What Bitswap carries; no honest block is larger. */
export const MAX_BLOCK_BYTES = 2 * 1_048_576;

/** A segment of 64 MiB is 64 leaves and a root. The slack is for smaller chunks; empty ones end here. */
export const MAX_BLOCKS_PER_SEGMENT = 512;
