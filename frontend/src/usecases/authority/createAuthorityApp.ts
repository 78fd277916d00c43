import { countCopies, republishCopies } from "../documents/copies.ts";
import { UseCaseError } from "../errors.ts";
import { readScannedCode } from "../people/myCode.ts";
import type { AuthorityApp } from "../useCases.ts";
import {
  listProviders,
  openEvidence,
  prepareStatusChange,
  prepareVerification,
} from "./applications.ts";
import type { AuthorityDesk } from "./authorityDesk.ts";
import { listLeftBehind, prepareTakeOver } from "./takeOver.ts";

export function createAuthorityApp(desk: AuthorityDesk): AuthorityApp {
  const { ports, people, authority } = desk;
  return {
    role: "authority",
    authority,
    code() {
      // Nothing is ever shared with an authority, so it has no code.
      throw new UseCaseError("usecases.wrong-code");
    },
    readCode: (text) => readScannedCode(desk, text),
    copies: () => countCopies(desk),
    republish: (options) => republishCopies(desk, options),
    me: async () => people.authorityView(await ports.reader.authorityByNumber(authority)),
    providers: () => listProviders(desk),
    leftBehind: () => listLeftBehind(desk),
    prepareTakeOver: (provider) => prepareTakeOver(desk, provider),
    openEvidence: (provider, options) => openEvidence(desk, provider, options),
    prepareVerification: (seen, until) => prepareVerification(desk, seen, until),
    prepareSuspension: (provider) => prepareStatusChange(desk, "suspend", provider),
    prepareReinstatement: (provider) => prepareStatusChange(desk, "reinstate", provider),
    prepareProviderRevocation: (provider) => prepareStatusChange(desk, "revoke", provider),
  };
}
