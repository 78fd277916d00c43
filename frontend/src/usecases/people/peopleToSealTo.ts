import type { SealTarget } from "../../crypto/documents/manifest.ts";
import { limits } from "../../crypto/limits.ts";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import type { Workspace } from "../workspace.ts";
import { readPatientTarget, readProviderTarget } from "./sealTargets.ts";

/**
 * Whom a record is sealed to when a drawer's key can't be used: the patient, and every provider
 * with a live read grant on the drawer. A manifest has room for only so many; the others get
 * theirs by the patient's slip.
 * @param readers as the contract lists them
 */
export async function readPeopleToSealTo(
  workspace: Workspace,
  patient: PatientNumber,
  readers: readonly ProviderNumber[],
): Promise<SealTarget[]> {
  const targets: SealTarget[] = [await readPatientTarget(workspace, patient)];
  for (const reader of readers.slice(0, limits.recipientsPerRecord - 1)) {
    targets.push(await readProviderTarget(workspace, reader));
  }
  return targets;
}
