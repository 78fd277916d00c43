import type { Access } from "../../chain/chainState.ts";
import { pageSize, readAll, readAllByCursor } from "../../chain/reader.ts";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import type { AccessView, ProviderView } from "../model.ts";
import { mapSome } from "../records/listEntries.ts";
import { toAccessView } from "../sharing/accessViews.ts";
import { openGranted } from "./openGrantedChart.ts";
import type { ProviderDesk } from "./providerDesk.ts";
import { speakerOf } from "./speaker.ts";

const openedAtOnce = 8;

/**
 * Pending, live and ended, newest first. Live ones carry the patient's name, from the envelope,
 * as far as it opens here: an envelope that doesn't yet is no reason to hide the patient.
 */
export async function listPatients(
  desk: ProviderDesk,
  onBehalfOf?: ProviderNumber,
): Promise<AccessView[]> {
  const { ports, people, wallet } = desk;
  const speaker = speakerOf(desk, onBehalfOf);
  const [accesses, now] = await Promise.all([
    readAllByCursor<Access, PatientNumber>(
      async (cursor) =>
        (await ports.reader.patientsOfProvider(speaker.provider, wallet, cursor, pageSize)).page,
      (access) => access.patient,
    ),
    ports.reader.timestampOf(),
  ]);
  const provider = await people.readProvider(speaker.provider, now);
  return mapSome(accesses, openedAtOnce, async (access) => {
    const view = toAccessView(access, { provider, now });
    if (!access.live) return view;
    const details = await findDetails(desk, access.patient, onBehalfOf);
    return details === undefined ? view : { ...view, patientDetails: details };
  });
}

async function findDetails(
  desk: ProviderDesk,
  patient: PatientNumber,
  onBehalfOf: ProviderNumber | undefined,
) {
  const key = `${patient} ${onBehalfOf ?? desk.provider}`;
  const known = desk.names.get(key);
  if (known !== undefined) return known;
  try {
    const { details } = await openGranted(desk, patient, onBehalfOf);
    desk.names.set(key, details);
    return details;
  } catch {
    return undefined;
  }
}

/** The organizations on whose staff a doctor is. */
export async function listOrganizations(desk: ProviderDesk): Promise<ProviderView[]> {
  const { ports, people, provider } = desk;
  const numbers = await readAll((from) => ports.reader.organizationsOf(provider, from));
  return Promise.all(numbers.map((number) => people.readProvider(number)));
}
