// The chain lists a patient's delegates, but not for whom somebody is one: a delegate's app learns
// of the chart when its patient's code is scanned, and remembers it in this browser.
import type { Address, PatientNumber } from "../../domain/brand.ts";
import type { Workspace } from "../workspace.ts";

type Noting = Pick<Workspace, "ports" | "wallet">;

/** @param controller the wallet that the patient's code named, once the chain has agreed */
export async function noteDelegation(
  { ports, wallet }: Noting,
  patient: PatientNumber,
  controller: Address,
): Promise<void> {
  if (await ports.reader.isController(patient, wallet)) return;
  if (!(await ports.reader.isPatientSide(patient, wallet))) return;
  await ports.store.set(prefixOf(wallet) + patient, new TextEncoder().encode(controller));
}

export async function listNotedDelegations({ ports, wallet }: Noting): Promise<PatientNumber[]> {
  const prefix = prefixOf(wallet);
  const keys = await ports.store.keys(prefix);
  return keys.map((key) => Number(key.slice(prefix.length)) as PatientNumber);
}

/** The patient's own wallet, which their code named; `undefined` once it is another one. */
export async function readNotedController(
  { ports, wallet }: Noting,
  patient: PatientNumber,
): Promise<Address | undefined> {
  const noted = new TextDecoder().decode(await ports.store.get(prefixOf(wallet) + patient));
  if (!/^0x[0-9a-fA-F]{40}$/.test(noted)) return undefined;
  const isCurrent = await ports.reader.isController(patient, noted as Address);
  return isCurrent ? (noted as Address) : undefined;
}

function prefixOf(wallet: string): string {
  return `delegate-of/${wallet.toLowerCase()}/`;
}
