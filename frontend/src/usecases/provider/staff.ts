import { readAll } from "../../chain/reader.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import type { Prepared, ProviderView } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { ProviderDesk } from "./providerDesk.ts";

export async function listStaff(
  desk: ProviderDesk,
): Promise<{ doctor: ProviderView; since: number; current: boolean }[]> {
  const { ports, people, provider } = desk;
  const members = await readAll((from) => ports.reader.staffOf(provider, from));
  return Promise.all(
    members.map(async ({ doctor, since, current }) => ({
      doctor: await people.readProvider(doctor),
      since,
      current,
    })),
  );
}

export async function prepareStaffAddition(
  { ports, provider, people }: ProviderDesk,
  doctor: ProviderNumber,
): Promise<Prepared<void>> {
  const view = await people.readProvider(doctor);
  return prepareCalls(ports.writer, {
    kind: "add-staff",
    facts: { doctor, name: view.profile?.name ?? "" },
    calls: [ports.writer.calls.addStaff(provider, doctor)],
    finish: async () => undefined,
  });
}

/** Ends a doctor's access through the hospital at once; the patients' apps move the keys on. */
export async function prepareStaffRemoval(
  { ports, provider, people }: ProviderDesk,
  doctor: ProviderNumber,
): Promise<Prepared<void>> {
  const view = await people.readProvider(doctor);
  return prepareCalls(ports.writer, {
    kind: "remove-staff",
    facts: { doctor, name: view.profile?.name ?? "" },
    calls: [ports.writer.calls.removeStaff(provider, doctor)],
    finish: async () => undefined,
  });
}
