import type { SealTarget } from "../../crypto/documents/manifest.ts";
import { limits } from "../../crypto/limits.ts";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import type { Workspace } from "../workspace.ts";
import { readPatientTarget, readProviderTarget } from "./sealTargets.ts";

/**
 * Whom a record is sealed to when a drawer's key can't be used: the patient, and every provider
 * with a live read grant on the drawer. A manifest has room for only so many; the others get
 * theirs by the patient's slip. So does who has other keys by now than those that the patient saw
 * when granting: nothing is sealed to keys that nobody was shown.
 * @param readers as the contract lists them
 * @param grantedVersion whose keys the grant names; `undefined` where it can't be said
 */
export async function readPeopleToSealTo(
  workspace: Workspace,
  patient: PatientNumber,
  readers: readonly ProviderNumber[],
  grantedVersion: (reader: ProviderNumber) => number | undefined,
): Promise<SealTarget[]> {
  const targets: SealTarget[] = [await readPatientTarget(workspace, patient)];
  for (const reader of readers) {
    if (targets.length === limits.recipientsPerRecord) break;
    const version = grantedVersion(reader);
    if (version === undefined) continue;
    const target = await readProviderTarget(workspace, reader);
    if (target.recipient.keyVersion === version) targets.push(target);
  }
  return targets;
}
