import type { Access } from "../../chain/chainState.ts";
import { pageSize, readAllByCursor } from "../../chain/reader.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import { hasStaff } from "../../domain/providerKind.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import type { AccessView } from "../model.ts";
import { toAccessView } from "../sharing/accessViews.ts";

export async function listDoctors(chart: PatientChart): Promise<AccessView[]> {
  return toViews(chart, await readDoctors(chart));
}

export async function listHospitals(chart: PatientChart): Promise<AccessView[]> {
  return toViews(chart, await readHospitals(chart));
}

/** Everyone with an open request, newest first within each list. */
export async function listInbox(chart: PatientChart): Promise<AccessView[]> {
  const all = await Promise.all([readDoctors(chart), readHospitals(chart)]);
  return toViews(
    chart,
    all.flat().filter(({ pending }) => pending),
  );
}

function readDoctors({ ports, patient, wallet }: PatientChart): Promise<Access[]> {
  return readAllByCursor<Access, ProviderNumber>(
    async (cursor) => (await ports.reader.doctorsOf(patient, wallet, cursor, pageSize)).page,
    (access) => access.provider,
  );
}

function readHospitals({ ports, patient, wallet }: PatientChart): Promise<Access[]> {
  return readAllByCursor<Access, ProviderNumber>(
    async (cursor) => (await ports.reader.hospitalsOf(patient, wallet, cursor, pageSize)).page,
    (access) => access.provider,
  );
}

async function toViews(
  { ports, people, drawers, history }: PatientChart,
  accesses: readonly Access[],
): Promise<AccessView[]> {
  const now = await ports.reader.timestampOf();
  return Promise.all(
    accesses.map(async (access) => {
      const provider = await people.readProvider(access.provider, now);
      const asks = access.pending && hasStaff(provider.kind);
      const doctorNumber = asks ? await history.requestedBy(access.provider) : undefined;
      const doctor =
        doctorNumber === undefined ? undefined : await people.findProvider(doctorNumber);
      return toAccessView(access, { provider, now, drawers, doctor });
    }),
  );
}
