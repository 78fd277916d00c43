import type { PatientNumber } from "../../domain/brand.ts";
import type { Standing } from "../model.ts";
import type { Workspace } from "../workspace.ts";

/** What the connected wallet is on this chain. */
export async function readStanding(workspace: Workspace): Promise<Standing> {
  const { ports, wallet, people } = workspace;
  const { reader } = ports;
  const [patients, provider, authority, told] = await Promise.all([
    reader.patientsOf(wallet),
    reader.findProviderNumberOf(wallet),
    reader.findAuthorityNumberOf(wallet),
    listToldDelegations(workspace),
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

/** Remembers a chart whose code was scanned by somebody who may act for its patient. */
export async function noteDelegation(
  { ports, wallet }: Workspace,
  patient: PatientNumber,
): Promise<void> {
  if (await ports.reader.isController(patient, wallet)) return;
  if (!(await ports.reader.isPatientSide(patient, wallet))) return;
  await ports.store.set(prefixOf(wallet) + patient, new Uint8Array([1]));
}

async function listToldDelegations({ ports, wallet }: Workspace): Promise<PatientNumber[]> {
  const prefix = prefixOf(wallet);
  const keys = await ports.store.keys(prefix);
  return keys.map((key) => Number(key.slice(prefix.length)) as PatientNumber);
}

function prefixOf(wallet: string): string {
  return `delegate-of/${wallet.toLowerCase()}/`;
}
