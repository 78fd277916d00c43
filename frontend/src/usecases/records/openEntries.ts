import type { RecordEntry } from "../../chain/chainState.ts";
import type {
  Crypto,
  CryptoSession,
  HeldStates,
  MyKey,
  OpenedRecord,
} from "../../crypto/crypto.ts";
import type { RecordMetadata } from "../../crypto/documents/manifest.ts";
import type { Slip } from "../../crypto/documents/slip.ts";
import { CryptoError } from "../../crypto/errors.ts";
import { openToBlob } from "../../crypto/payload/payloadStreams.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { compartmentOfRef } from "../../domain/recordRef.ts";
import { isIpfsError } from "../../ipfs/errors.ts";
import type { IpfsStore } from "../../ipfs/ipfsStore.ts";
import type { Drawers } from "../charts/drawers.ts";
import type { Documents } from "../documents/documents.ts";
import { asHealthRecordsError } from "../errors.ts";
import { type Author, type RecordKind, type RecordView, recordKinds } from "../model.ts";
import type { RecordFact } from "./recordFacts.ts";

/** Whatever opens a chart's records: the owner's seed, or what envelopes and slips gave. */
export interface RecordKeys {
  readonly session: CryptoSession;
  readonly documents: Documents;
  readonly context: ChartContext;
  readonly drawers: Drawers;
  readonly states: HeldStates;
  readonly myKeys: readonly MyKey[];
  readonly slips: ReadonlyMap<number, readonly Slip[]>;
}

export async function openEntry(
  keys: RecordKeys,
  entry: RecordEntry,
  fact: RecordFact | undefined,
  signal?: AbortSignal,
): Promise<OpenedRecord> {
  const manifest = await keys.documents.read(entry.manifest, signal);
  const slips = keys.slips.get(entry.ref);
  return keys.session.openRecord({
    context: keys.context,
    manifest,
    place: {
      compartment: compartmentOfRef(entry.ref),
      ...(fact === undefined ? {} : { epoch: fact.epoch }),
    },
    states: keys.states,
    me: keys.myKeys,
    ...(slips === undefined ? {} : { slips }),
  });
}

/**
 * One record for the list. Whatever is wrong with it ends in a state of its own: a hostile or
 * lost record never hides the others. Throws only when cancelled.
 */
export async function viewEntry(
  keys: RecordKeys,
  entry: RecordEntry,
  fact: RecordFact | undefined,
  author: Author,
  signal?: AbortSignal,
): Promise<RecordView> {
  const compartment = compartmentOfRef(entry.ref);
  const base = {
    ref: entry.ref,
    compartment,
    compartmentKind: keys.drawers.get(compartment),
    manifest: entry.manifest,
  };
  try {
    const { manifest, metadata } = await openEntry(keys, entry, fact, signal);
    return {
      ...base,
      state: "readable",
      metadata: toMetadataView(metadata),
      author,
      addedAt: fact?.addedAt,
      epoch: manifest.epoch,
      // The chain's word counts; the manifest's only where the chain no longer tells.
      supersedes: fact === undefined ? (metadata.supersedes ?? undefined) : fact.supersedes,
      supersededBy: undefined,
      sha256: metadata.digest.slice(2),
    };
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    const error = asHealthRecordsError(thrown);
    return { ...base, state: stateOf(error), error };
  }
}

export function toMetadataView(metadata: RecordMetadata) {
  const kind = recordKinds.find((known) => known === metadata.kind) ?? ("other" as RecordKind);
  const { title, fileName, date, mime, size } = metadata;
  return { title, fileName, kind, date, mime, bytes: size };
}

function stateOf(error: HealthRecordsError): "no-key" | "missing" | "damaged" | "newer-format" {
  // What is there but isn't what it should be can't be found by trying again.
  const wrong = ["ipfs.block-mismatch", "ipfs.too-large", "ipfs.bad-content"] as const;
  if (isIpfsError(error)) return isIpfsError(error, ...wrong) ? "damaged" : "missing";
  if (error instanceof CryptoError) {
    switch (error.code) {
      case "crypto.newer-format":
      case "crypto.unknown-suite":
        return "newer-format";
      case "crypto.not-a-recipient":
      case "crypto.epoch-out-of-reach":
      case "crypto.unknown-generation":
        return "no-key";
      default:
        return "damaged";
    }
  }
  return "damaged";
}

/** The file, every byte of it verified before any is handed on. */
export async function openPayload(
  { crypto, ipfs }: { readonly crypto: Crypto; readonly ipfs: IpfsStore },
  opened: OpenedRecord,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((fraction: number, step: string) => void) | undefined;
  } = {},
): Promise<Blob> {
  const { signal, onProgress } = options;
  const opener = await crypto.startOpening(opened.payload);
  const { segments } = opened.manifest;
  const sealedBytes = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  async function* fetchSegments() {
    let before = 0;
    for (const { cid, bytes } of segments) {
      const segment = new Uint8Array(bytes);
      let at = 0;
      for await (const piece of ipfs.getSegment(cid, { signal, maxBytes: bytes })) {
        if (at + piece.length > bytes) throw new CryptoError("crypto.tampered-payload");
        segment.set(piece, at);
        at += piece.length;
        onProgress?.((0.9 * (before + at)) / sealedBytes, "fetching");
      }
      if (at !== bytes) throw new CryptoError("crypto.truncated-payload");
      before += bytes;
      yield segment;
    }
  }
  const blob = await openToBlob(opener, fetchSegments(), safeMime(opened.metadata.mime), {
    signal,
  });
  onProgress?.(1, "done");
  return blob;
}

/** A record's own words decide how it is shown, never that it runs. */
function safeMime(mime: string): string {
  return /html|svg|xml|javascript|ecmascript/i.test(mime) ? "text/plain" : mime;
}

/** Fills in which record supersedes which, and sorts: newest first. */
export function arrange(views: readonly RecordView[]): RecordView[] {
  const supersededBy = new Map<number, number>();
  for (const view of views) {
    if (view.state === "readable" && view.supersedes !== undefined) {
      supersededBy.set(view.supersedes, view.ref);
    }
  }
  return views
    .map((view) =>
      view.state === "readable" && supersededBy.has(view.ref)
        ? { ...view, supersededBy: supersededBy.get(view.ref) }
        : view,
    )
    .sort(newestFirst);
}

/** By when it was added where the chain tells, else by its own date; then by its place. */
function newestFirst(left: RecordView, right: RecordView): number {
  return timeOf(right) - timeOf(left) || (right.ref & 0xffff) - (left.ref & 0xffff);
}

function timeOf(view: RecordView): number {
  if (view.state !== "readable") return Number.POSITIVE_INFINITY;
  return view.addedAt ?? Date.parse(view.metadata.date) / 1_000;
}
