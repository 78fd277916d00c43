import { isRevert } from "../../chain/errors.ts";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { parseRecordRef } from "../../domain/recordRef.ts";
import { UseCaseError } from "../errors.ts";
import type { OpenedRecord } from "../model.ts";
import { readEntry } from "../records/listEntries.ts";
import { openEntry, openPayload, toMetadataView } from "../records/openEntries.ts";
import type { WithProgress } from "../useCases.ts";
import { grantedKeys, openGranted } from "./openGrantedChart.ts";
import type { ProviderDesk } from "./providerDesk.ts";

/**
 * Opens a record for a provider. The opening is noted for the patient before the file is handed
 * out, so that what was shown is in the receipt.
 */
export async function openGrantedRecord(
  desk: ProviderDesk,
  patient: PatientNumber,
  ref: number,
  options: WithProgress & { onBehalfOf?: ProviderNumber } = {},
): Promise<OpenedRecord> {
  const known = parseRecordRef(ref);
  if (known === undefined) throw new UseCaseError("usecases.no-such-record", { details: { ref } });
  const granted = await openGranted(desk, patient, options.onBehalfOf);
  const { speaker } = granted;
  const entry = await readEntry(desk.ports, patient, speaker.viewer, known).catch(
    (error: unknown) => {
      if (!isRevert(error, "HealthRecordsAccessDenied")) throw error;
      throw new UseCaseError("usecases.no-access", { cause: error });
    },
  );
  const opened = await openEntry(grantedKeys(desk, granted), entry, undefined, options.signal);
  const blob = await openPayload(desk.ports, opened, options);
  await desk.notes.add({
    patient,
    provider: speaker.provider,
    ref: known,
    manifest: entry.manifest,
    openedAt: desk.ports.clock.now(),
  });
  return { ref, metadata: toMetadataView(opened.metadata), blob };
}
