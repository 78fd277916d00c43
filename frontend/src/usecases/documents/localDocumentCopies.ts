import type { Digest } from "../../domain/brand.ts";
import type { DocumentCopies } from "../../ipfs/documentCopies.ts";
import type { LocalStore } from "../localStore.ts";

const prefix = "copies/";

/** The app's own copies of documents, which are sealed or public before they come here. */
export function localDocumentCopies(store: LocalStore): DocumentCopies {
  return {
    get: (digest) => store.get(prefix + digest),
    set: (digest, bytes) => store.set(prefix + digest, bytes),
    async list() {
      return (await store.keys(prefix)).map((key) => key.slice(prefix.length) as Digest);
    },
  };
}
