import { findKeyDocuments } from "../../chain/findKeyDocuments.ts";
import type { Address, Digest, PatientNumber } from "../../domain/brand.ts";
import type { Workspace } from "../workspace.ts";
import { listOwnKeyDocuments } from "./ownKeys.ts";

/** Somebody else's key document stands where the patient's own should be. */
export interface DisplacedKeys {
  /** Who put it there; `undefined` where the chain doesn't tell any more. */
  readonly by: Address | undefined;
  /** The patient's own ones, newest first. */
  readonly own: readonly Digest[];
}

/**
 * `undefined` where this wallet doesn't control the chart, or where the patient replaced the keys:
 * then the newest recovery sheet is the one to use.
 */
export async function findDisplacedKeys(
  { ports, wallet }: Workspace,
  patient: PatientNumber,
  current: Digest,
): Promise<DisplacedKeys | undefined> {
  const { reader, store } = ports;
  if (!(await reader.isController(patient, wallet))) return undefined;
  const known = await listOwnKeyDocuments(store, patient);
  const set = await findKeyDocuments(reader, patient);
  const last = set?.[0];
  if (set === undefined || last === undefined || last.keyDocument !== current) {
    return { by: undefined, own: known.filter((digest) => digest !== current) };
  }
  if (last.byPatient) return undefined;
  const own = set.filter(({ byPatient }) => byPatient).map(({ keyDocument }) => keyDocument);
  return { by: last.by, own: own.filter((digest) => digest !== current) };
}
