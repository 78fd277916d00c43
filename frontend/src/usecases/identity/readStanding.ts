import type { Standing } from "../model.ts";
import type { Workspace } from "../workspace.ts";
import { listNotedDelegations } from "./notedDelegations.ts";

/** What the connected wallet is on this chain. */
export async function readStanding(workspace: Workspace): Promise<Standing> {
  const { ports, wallet, people } = workspace;
  const { reader } = ports;
  const [patients, provider, authority, told] = await Promise.all([
    reader.patientsOf(wallet),
    reader.findProviderNumberOf(wallet),
    reader.findAuthorityNumberOf(wallet),
    listNotedDelegations(workspace),
  ]);
  const charts = await Promise.all(
    patients.map(async (patient) => ({ patient, patientId: await reader.patientIdOf(patient) })),
  );
  const delegations = await Promise.all(
    told.map(async (patient) => ({
      patient,
      live: !patients.includes(patient) && (await reader.isPatientSide(patient, wallet)),
    })),
  );
  return {
    wallet,
    charts,
    provider: provider === undefined ? undefined : await people.readProvider(provider),
    authority:
      authority === undefined
        ? undefined
        : await people.authorityView(await reader.authorityByNumber(authority)),
    delegateOf: delegations.filter(({ live }) => live).map(({ patient }) => patient),
  };
}
