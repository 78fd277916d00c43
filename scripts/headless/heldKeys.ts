// What somebody still holds when their access has ended: the keys that they were given, used
// without our app. Tests and the demo try to open later records with them.
import type { OpenedRecord } from "../../frontend/src/crypto/crypto.ts";
import type { Digest, PatientNumber, ProviderNumber } from "../../frontend/src/domain/brand.ts";
import { createWorkspace } from "../../frontend/src/usecases/createWorkspace.ts";
import { LocalVaults } from "../../frontend/src/usecases/identity/localVaults.ts";
import { unlockProvider } from "../../frontend/src/usecases/identity/unlock.ts";
import { openGranted } from "../../frontend/src/usecases/provider/openGrantedChart.ts";
import { passphrase } from "./headlessCast.ts";
import type { HeadlessPerson } from "./headlessSystem.ts";

export interface HeldKeys {
  /**
   * Opens the record with this manifest by nothing but the keys held: no contract is asked.
   * Throws what crypto throws.
   */
  open(manifest: Digest): Promise<OpenedRecord>;
}

/** Keeps what a provider holds now. */
export async function holdKeys(
  person: HeadlessPerson,
  patient: PatientNumber,
  onBehalfOf?: ProviderNumber,
): Promise<HeldKeys> {
  const workspace = createWorkspace(person.ports);
  const vaults = new LocalVaults(person.store, workspace.wallet);
  const desk = await unlockProvider(workspace, vaults, passphrase);
  const granted = await openGranted(desk, patient, onBehalfOf);
  return {
    async open(manifest) {
      return desk.session.openRecord({
        context: granted.context,
        manifest: await workspace.documents.read(manifest),
        place: {},
        states: granted.states,
        me: desk.myKeys,
      });
    },
  };
}
