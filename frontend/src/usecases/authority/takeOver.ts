// Providers whose authority was removed: verified until their date, and then nobody could verify
// them again unless another authority of the same country takes them over.
import type { Authority, Provider } from "../../chain/chainState.ts";
import { pageSize, readAllByCursor } from "../../chain/reader.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import type { Prepared, ProviderView } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { AuthorityDesk } from "./authorityDesk.ts";

/** Those of this authority's jurisdiction, without the ones that were revoked. */
export async function listLeftBehind(desk: AuthorityDesk): Promise<ProviderView[]> {
  const { ports, people, authority } = desk;
  const { reader } = ports;
  const [all, now] = await Promise.all([readAuthorities(desk), reader.timestampOf()]);
  const mine = all.find((one) => one.authority === authority);
  const removed = all.filter(
    ({ active, jurisdiction }) => !active && jurisdiction === mine?.jurisdiction,
  );
  const providers = await Promise.all(
    removed.map((one) =>
      readAllByCursor<Provider, ProviderNumber>(
        (cursor) => reader.providersOf(one.authority, cursor, pageSize),
        ({ provider }) => provider,
      ),
    ),
  );
  const unrevoked = providers.flat().filter(({ status }) => status !== "revoked");
  return Promise.all(unrevoked.map((provider) => people.providerView(provider, now)));
}

async function readAuthorities({ ports }: AuthorityDesk): Promise<Authority[]> {
  const all: Authority[] = [];
  for (;;) {
    const page = await ports.reader.authorities(all.length + 1, pageSize);
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}

export async function prepareTakeOver(
  { ports, people, authority }: AuthorityDesk,
  number: ProviderNumber,
): Promise<Prepared<void>> {
  const view = await people.readProvider(number);
  return prepareCalls(ports.writer, {
    kind: "take-over-provider",
    facts: { provider: number, name: view.profile?.name ?? "" },
    calls: [ports.writer.calls.takeOverProvider(number, authority)],
    finish: async () => undefined,
  });
}
