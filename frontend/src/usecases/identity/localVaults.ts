import type { Address, PatientNumber } from "../../domain/brand.ts";
import type { LocalStore } from "../localStore.ts";
import type { Role } from "../model.ts";

/** Where this browser keeps the keys that a passphrase locks. Never published. */
export class LocalVaults {
  readonly #store: LocalStore;
  readonly #wallet: Address;

  constructor(store: LocalStore, wallet: Address) {
    this.#store = store;
    this.#wallet = wallet;
  }

  async has(role: Role): Promise<boolean> {
    return (await this.#store.keys(this.#prefix(role))).length > 0;
  }

  find(role: Role, patient?: PatientNumber): Promise<Uint8Array | undefined> {
    return this.#store.get(this.#key(role, patient));
  }

  set(role: Role, vault: Uint8Array, patient?: PatientNumber): Promise<void> {
    return this.#store.set(this.#key(role, patient), vault);
  }

  delete(role: Role, patient?: PatientNumber): Promise<void> {
    return this.#store.delete(this.#key(role, patient));
  }

  /** One vault per chart for patients; a wallet is one provider or authority at most. */
  #key(role: Role, patient: PatientNumber | undefined): string {
    return `${this.#prefix(role)}${patient ?? ""}`;
  }

  #prefix(role: Role): string {
    return `vault/${role}/${this.#wallet.toLowerCase()}/`;
  }
}
