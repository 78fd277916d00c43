/**
 * This browser's own storage, as the use cases see it: bytes under a string key. The app backs it
 * by IndexedDB, scripts and tests by memory. Nothing readable is put in: values are locked vaults
 * or encrypted under the session's own key; keys name chain, contract, account and digests only.
 */
export interface LocalStore {
  /** `undefined` when there is nothing under this key. */
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array): Promise<void>;
  /** Deleting what isn't there is fine. */
  delete(key: string): Promise<void>;
  /** Every key that begins with `prefix`. */
  keys(prefix: string): Promise<readonly string[]>;
}
