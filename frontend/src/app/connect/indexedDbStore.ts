import { createStore, delMany, get, keys, set } from "idb-keyval";
import type { LocalStore } from "../../usecases/localStore.ts";

/**
 * This browser's own storage: IndexedDB, one database for the app. What is put in is locked or
 * encrypted already (see LocalStore).
 */
export function indexedDbStore(databaseName: string): LocalStore {
  const store = createStore(databaseName, "entries");
  return {
    get: async (key) => {
      const value = await get<unknown>(key, store);
      // Anything else was not written by this app.
      return value instanceof Uint8Array ? value : undefined;
    },
    set: (key, value) => set(key, value, store),
    delete: (key) => delMany([key], store),
    keys: async (prefix) =>
      (await keys<IDBValidKey>(store)).filter(
        (key): key is string => typeof key === "string" && key.startsWith(prefix),
      ),
  };
}
