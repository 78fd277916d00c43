import type { Authority, Provider } from "../../chain/chainState.ts";
import { isChainError } from "../../chain/errors.ts";
import { parseProviderProfile } from "../../crypto/documents/providerProfile.ts";
import type { AuthorityNumber, Digest, ProviderNumber } from "../../domain/brand.ts";
import type { Documents } from "../documents/documents.ts";
import type { AuthorityView, ProviderProfile, ProviderView } from "../model.ts";
import type { Ports } from "../ports.ts";
import { fromProfileDocument } from "./profileDocument.ts";

/** Providers and authorities as screens show them: chain state and the public profile. */
export class PeopleViews {
  readonly #ports: Ports;
  readonly #documents: Documents;
  /** By digest, so never stale. */
  readonly #profiles = new Map<Digest, ProviderProfile>();

  constructor(ports: Ports, documents: Documents) {
    this.#ports = ports;
    this.#documents = documents;
  }

  /** Throws chain.providers-unknown. */
  async readProvider(number: ProviderNumber, now?: number): Promise<ProviderView> {
    return this.providerView(await this.#ports.reader.providerByNumber(number), now);
  }

  async findProvider(number: ProviderNumber): Promise<ProviderView | undefined> {
    const provider = await this.#ports.reader.findProviderByNumber(number);
    return provider === undefined ? undefined : this.providerView(provider);
  }

  async providerView(provider: Provider, now?: number): Promise<ProviderView> {
    const [authority, profile] = await Promise.all([
      this.#findAuthority(provider.authority),
      this.#findProfile(provider.profile),
    ]);
    return {
      provider: provider.provider,
      wallet: provider.wallet,
      kind: provider.kind,
      status: await this.#statusOf(provider, now),
      verifiedNow: provider.verifiedNow,
      verifiedUntil: provider.verifiedUntil,
      jurisdiction: provider.jurisdiction,
      authority,
      keyVersion: provider.keyVersion,
      profileDigest: provider.profile,
      profile,
    };
  }

  async authorityView(authority: Authority): Promise<AuthorityView> {
    const profile = await this.#findProfile(authority.profile);
    return {
      authority: authority.authority,
      wallet: authority.wallet,
      jurisdiction: authority.jurisdiction,
      active: authority.active,
      name: profile?.name,
    };
  }

  async #statusOf(provider: Provider, now: number | undefined): Promise<ProviderView["status"]> {
    if (provider.status !== "verified" || provider.verifiedNow) return provider.status;
    const time = now ?? (await this.#ports.reader.timestampOf());
    return provider.verifiedUntil <= time ? "expired" : provider.status;
  }

  async #findAuthority(number: AuthorityNumber): Promise<AuthorityView | undefined> {
    try {
      const authority = await this.#ports.reader.findAuthorityByNumber(number);
      return authority === undefined ? undefined : await this.authorityView(authority);
    } catch (error) {
      if (isChainError(error)) return undefined;
      throw error;
    }
  }

  /** A profile that can't be read or parsed is none: the number is shown instead. */
  async #findProfile(digest: Digest): Promise<ProviderProfile | undefined> {
    const known = this.#profiles.get(digest);
    if (known !== undefined) return known;
    const bytes = await this.#documents.find(digest);
    if (bytes === undefined) return undefined;
    try {
      const profile = fromProfileDocument(parseProviderProfile(bytes));
      this.#profiles.set(digest, profile);
      return profile;
    } catch {
      return undefined;
    }
  }
}
