/**
 * What the session needs from the outside world: wallets, the chain that the app is used with and
 * its settings. The app implements it (app/connect/); features never see how. No React here.
 */
import type { Address } from "../domain/brand.ts";
import type { Doorstep } from "../usecases/useCases.ts";

/** A wallet that this browser offers. */
export interface WalletChoice {
  readonly id: string;
  readonly name: string;
  /** data: URI, as announced by the wallet (EIP-6963). */
  readonly icon: string | undefined;
  /** Built-in demo wallets exist on the local chain only. */
  readonly demo: { readonly person: string } | undefined;
}

export interface Connection {
  readonly wallet: WalletChoice;
  readonly address: Address;
  readonly doorstep: Doorstep;
  /** Demo cast members that were set up by `npm start`: their sheet, so that one tap unlocks. */
  readonly demoSheet: string | undefined;
}

/** What a demo wallet is about to do; the screen shows it and answers. */
export interface DemoConfirmation {
  readonly walletName: string;
  readonly action: "connect" | "transaction" | "signature";
  /** Plain facts to show, label and value. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  answer(confirmed: boolean): void;
}

export interface ChainInfo {
  readonly chainId: number;
  readonly name: string;
  readonly coin: string;
  /** True for the chain that `npm start` runs. */
  readonly local: boolean;
  /** A place to try things out: coins and records there are worth nothing. */
  readonly test: boolean;
  readonly explorer: string | undefined;
  /** For those who check: where the contracts are. */
  readonly contracts: readonly { readonly name: string; readonly address: Address }[];
}

export interface Settings {
  readonly ipfsEndpoint: string;
  readonly rpcUrl: string | undefined;
  /** A second, independent RPC to check keys against. */
  readonly secondRpcUrl: string | undefined;
}

export interface Connector {
  /** Undefined until known; throws HealthRecordsError when no chain can be used here. */
  chain(): Promise<ChainInfo>;
  chains(): Promise<readonly ChainInfo[]>;
  chooseChain(chainId: number): Promise<void>;
  wallets(): readonly WalletChoice[];
  /** Called when wallets announce themselves, when accounts or the wallet's chain change. */
  subscribe(listener: (event: "wallets" | "account" | "chain" | "settings") => void): () => void;
  /** Asks the wallet; switches or adds the chain. Throws HealthRecordsError. */
  connect(walletId: string, options?: { signal?: AbortSignal }): Promise<Connection>;
  disconnect(): void;
  /**
   * A link that opens this very page in MetaMask's own browser on a phone, the hash route kept;
   * undefined for a page that a phone can't reach.
   */
  openInMetaMask(pageUrl: string): string | undefined;
  onDemoConfirmation(listener: (confirmation: DemoConfirmation) => void): () => void;
  settings(): Promise<Settings>;
  /** Checks before saving; throws HealthRecordsError that says what is wrong. */
  saveSettings(settings: Settings): Promise<void>;
  /** Whether the IPFS endpoint answers, and as what. Throws HealthRecordsError. */
  probeIpfs(endpoint: string, signal?: AbortSignal): Promise<{ agent: string }>;
}
