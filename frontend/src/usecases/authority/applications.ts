import type { Provider } from "../../chain/chainState.ts";
import { pageSize, readAllByCursor } from "../../chain/reader.ts";
import { CryptoError } from "../../crypto/errors.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import { isIpfsError } from "../../ipfs/errors.ts";
import { UseCaseError } from "../errors.ts";
import type { Prepared, ProviderView } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { WithProgress } from "../useCases.ts";
import type { AuthorityDesk } from "./authorityDesk.ts";

/** Everyone who applied here, newest first. */
export async function listProviders({
  ports,
  people,
  authority,
}: AuthorityDesk): Promise<ProviderView[]> {
  const [providers, now] = await Promise.all([
    readAllByCursor<Provider, ProviderNumber>(
      (cursor) => ports.reader.providersOf(authority, cursor, pageSize),
      ({ provider }) => provider,
    ),
    ports.reader.timestampOf(),
  ]);
  return Promise.all(providers.map((provider) => people.providerView(provider, now)));
}

/** Throws usecases.no-evidence where it is missing or was sealed to other keys. */
export async function openEvidence(
  desk: AuthorityDesk,
  number: ProviderNumber,
  { signal }: WithProgress = {},
): Promise<{ fileName: string; blob: Blob }> {
  const { ports, documents, session, authority, keyDocument, generation } = desk;
  const provider = await ports.reader.providerByNumber(number);
  const { chainId, addresses } = ports.reader.deployment;
  try {
    const sealed = await documents.read(provider.evidence, signal);
    const { fileName, mime, file } = await session.openEvidence(
      {
        chainId,
        contract: addresses.Providers,
        applicant: provider.wallet,
        authority,
        keyDocument,
      },
      sealed,
      generation,
    );
    return { fileName, blob: new Blob([new Uint8Array(file)], { type: mime }) };
  } catch (cause) {
    const expected = isIpfsError(cause, "ipfs.not-found") || cause instanceof CryptoError;
    if (!expected) throw cause;
    throw new UseCaseError("usecases.no-evidence", { cause });
  }
}

/** Verifies exactly what was seen: another wallet, kind or profile since then is refused. */
export async function prepareVerification(
  { ports }: AuthorityDesk,
  seen: ProviderView,
  until: number,
): Promise<Prepared<void>> {
  const [provider, now] = await Promise.all([
    ports.reader.providerByNumber(seen.provider),
    ports.reader.timestampOf(),
  ]);
  const unchanged =
    provider.wallet === seen.wallet &&
    provider.kind === seen.kind &&
    provider.profile === seen.profileDigest;
  if (!unchanged) throw new UseCaseError("usecases.changed-since-seen");
  const end = Math.floor(until);
  if (!(end > now && end <= 0xff_ffff_ffff)) throw new UseCaseError("usecases.invalid-expiry");
  return prepareCalls(ports.writer, {
    kind: "verify-provider",
    facts: { provider: seen.provider, name: seen.profile?.name ?? "", until: end },
    calls: [
      ports.writer.calls.verifyProvider(
        seen.provider,
        seen.wallet,
        seen.kind,
        seen.profileDigest,
        end,
      ),
    ],
    finish: async () => undefined,
  });
}

/** Ends or restores what a provider may do, in all charts at once. */
export async function prepareStatusChange(
  { ports, people }: AuthorityDesk,
  change: "suspend" | "reinstate" | "revoke",
  number: ProviderNumber,
): Promise<Prepared<void>> {
  const { calls } = ports.writer;
  const call = {
    suspend: () => calls.suspendProvider(number),
    reinstate: () => calls.reinstateProvider(number),
    revoke: () => calls.revokeProvider(number),
  }[change];
  const view = await people.readProvider(number);
  return prepareCalls(ports.writer, {
    kind: `${change}-provider`,
    facts: { provider: number, name: view.profile?.name ?? "" },
    calls: [call()],
    finish: async () => undefined,
  });
}
