import { withSecondOpinion } from "../chain/secondOpinion.ts";
import { Documents } from "./documents/documents.ts";
import { localDocumentCopies } from "./documents/localDocumentCopies.ts";
import { PeopleViews } from "./people/peopleViews.ts";
import type { Ports } from "./ports.ts";
import type { Workspace } from "./workspace.ts";

/** What every use case works with, made of the ports. */
export function createWorkspace(ports: Ports): Workspace {
  const documents = new Documents(ports.ipfs, localDocumentCopies(ports.store));
  return {
    ports,
    wallet: ports.writer.account.address,
    documents,
    people: new PeopleViews(ports, documents),
    keys: withSecondOpinion(ports.reader, ports.secondReader),
  };
}
