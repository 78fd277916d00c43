import type { LocalStore } from "./localStore.ts";

/** A LocalStore that forgets everything with the page: for scripts, tests and private windows. */
export function memoryLocalStore(): LocalStore {
  const values = new Map<string, Uint8Array>();
  return {
    async get(key) {
      return values.get(key)?.slice();
    },
    async set(key, value) {
      values.set(key, value.slice());
    },
    async delete(key) {
      values.delete(key);
    },
    async keys(prefix) {
      return [...values.keys()].filter((key) => key.startsWith(prefix));
    },
  };
}
