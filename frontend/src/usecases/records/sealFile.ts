import type { ManifestSegment, RecordMetadata } from "../../crypto/documents/manifest.ts";
import { recordMetadataSchema } from "../../crypto/documents/manifest.ts";
import type { SealedPayload } from "../../crypto/payload/payloadSealer.ts";
import { sealSegments } from "../../crypto/payload/payloadStreams.ts";
import { UseCaseError } from "../errors.ts";
import type { FileProgress, FileToAdd } from "../model.ts";
import type { Workspace } from "../workspace.ts";

/** A file whose content is sealed and on IPFS; its manifest is still to be made. */
export interface SealedFile {
  readonly file: FileToAdd;
  readonly payload: SealedPayload;
  readonly metadata: RecordMetadata;
  readonly segments: readonly ManifestSegment[];
  readonly sealedBytes: number;
}

export interface SealFileOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
}

/**
 * Encrypts under a fresh record key and uploads, segment by segment. The CID of each segment is
 * computed before it is sent. Throws crypto.empty-file, usecases.invalid-file, ipfs....
 */
export async function sealFile(
  { ports }: Workspace,
  file: FileToAdd,
  index: number,
  { signal, onProgress }: SealFileOptions = {},
): Promise<SealedFile> {
  const report = (stage: FileProgress["stage"], fraction: number) =>
    onProgress?.({ index, stage, fraction: Math.min(1, fraction) });
  try {
    report("encrypting", 0);
    requireDescription(file);
    const sealer = await ports.crypto.startSealing(file.file);
    const count = sealer.layout.segmentCount;
    const segments: ManifestSegment[] = [];
    let sealedBytes = 0;
    const sealing = sealSegments(sealer, {
      signal,
      onProgress: ({ doneBytes, totalBytes }) =>
        report("encrypting", (segments.length + (0.4 * doneBytes) / totalBytes) / count / 1.05),
    });
    let next = await sealing.next();
    while (next.done !== true) {
      const done = segments.length;
      const { cid, bytes } = await ports.ipfs.putSegment(new Blob([next.value.bytes]), {
        signal,
        onProgress: (doneBytes, totalBytes) =>
          report("uploading", (done + 0.4 + (0.6 * doneBytes) / totalBytes) / count / 1.05),
      });
      segments.push({ cid, bytes });
      sealedBytes += bytes;
      next = await sealing.next();
    }
    report("checking", 0.96);
    const payload = next.value;
    return { file, payload, metadata: describe(file, payload), segments, sealedBytes };
  } catch (error) {
    report("failed", 1);
    throw error;
  }
}

const unknownMime = "application/octet-stream";

function describe(
  file: FileToAdd,
  payload: Pick<SealedPayload, "size" | "digest">,
): RecordMetadata {
  return {
    title: file.title.trim() || file.fileName,
    fileName: file.fileName,
    kind: file.kind,
    date: file.date,
    // What a browser says of a file may be anything; nothing else of it is lost.
    mime: /^[\x21-\x7e ]{1,127}$/.test(file.mime) ? file.mime : unknownMime,
    size: payload.size,
    note: "",
    supersedes: file.supersedes ?? null,
    digest: payload.digest,
  };
}

/** Before anything is encrypted: what can't be described can't be sealed. */
function requireDescription(file: FileToAdd): void {
  // An empty or oversize file has its own error, so its size isn't judged here.
  const sample = { size: 1, digest: `0x${"0".repeat(64)}` as RecordMetadata["digest"] };
  const parsed = recordMetadataSchema.safeEncode(describe(file, sample));
  if (!parsed.success) {
    throw new UseCaseError("usecases.invalid-file", {
      details: { field: parsed.error.issues[0]?.path.join(".") ?? "" },
    });
  }
}
