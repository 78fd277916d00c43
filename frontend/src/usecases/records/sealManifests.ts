import type { NewRecord } from "../../chain/calls.ts";
import type { CryptoSession, HeldStates } from "../../crypto/crypto.ts";
import type { SealTarget } from "../../crypto/documents/manifest.ts";
import type { Compartment, Digest, Epoch } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { type ChartEpochs, epochOf } from "../../domain/chartEpochs.ts";
import type { RecordRef } from "../../domain/recordRef.ts";
import type { Documents } from "../documents/documents.ts";
import type { SealedFile } from "./sealFile.ts";

/** How a record's key is sealed in one drawer. */
export type DrawerSealing =
  | { readonly to: "epoch"; readonly states: HeldStates }
  | { readonly to: "people"; readonly targets: readonly SealTarget[] };

/** Seals and uploads the manifests; gives what goes on the chain, in the files' order. */
export async function sealManifests(
  workspace: {
    readonly session: CryptoSession;
    readonly documents: Documents;
    readonly context: ChartContext;
  },
  files: readonly SealedFile[],
  epochs: ChartEpochs,
  sealingOf: (compartment: Compartment) => DrawerSealing,
  signal?: AbortSignal,
): Promise<NewRecord[]> {
  const records: NewRecord[] = [];
  for (const { file, payload, metadata, segments } of files) {
    const { compartment } = file;
    const sealing = sealingOf(compartment);
    const epoch = sealing.to === "epoch" ? epochOf(epochs, compartment) : (0 as Epoch);
    const manifest = await workspace.session.sealManifest({
      context: workspace.context,
      place: { compartment, epoch, generation: epochs.generation },
      access:
        sealing.to === "epoch"
          ? { kind: "epoch", states: sealing.states }
          : { kind: "people", targets: sealing.targets },
      recordKey: payload.recordKey,
      metadata,
      segments,
    });
    const digest: Digest = await workspace.documents.put(manifest, signal);
    records.push({
      compartment,
      epoch,
      manifest: digest,
      ...(file.supersedes === undefined ? {} : { supersedes: file.supersedes as RecordRef }),
    });
  }
  return records;
}
