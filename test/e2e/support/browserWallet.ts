// A wallet as MetaMask announces itself (EIP-6963), around a key held by the test: the page asks,
// the test answers. Real signatures, real transactions.
import type { Page } from "@playwright/test";
import { JsonRpcProvider, Wallet } from "ethers";

export interface BrowserWalletBehaviour {
  /** What eth_chainId answers at first; the local chain unless told otherwise. */
  chainId?: number;
  /** Chains that can be switched to; others answer 4902. */
  knownChains?: number[];
  /** A locked wallet answers eth_requestAccounts with nothing. */
  locked?: boolean;
}

export interface BrowserWalletOptions {
  /** A funded key; the same one can be put into several browsers. */
  readonly key: string;
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly behaviour?: BrowserWalletBehaviour;
}

/** What happens at a question to the person. `never`: the popup was closed. */
export type WalletAnswer = "confirm" | "reject" | "pending" | "never";

export class BrowserWallet {
  readonly key: string;
  /** Every question to the person, in order. */
  readonly asked: { readonly method: string; readonly params: readonly unknown[] }[] = [];
  /** Answers to the next questions; confirms when the list is empty. */
  readonly answers: WalletAnswer[] = [];
  readonly #page: Page;
  readonly #provider: JsonRpcProvider;
  readonly #behaviour: Required<BrowserWalletBehaviour>;
  #wallet: Wallet;

  private constructor(page: Page, options: BrowserWalletOptions) {
    const { behaviour = {}, chainId } = options;
    this.#page = page;
    this.key = options.key;
    this.#provider = new JsonRpcProvider(options.rpcUrl, chainId, {
      staticNetwork: true,
      cacheTimeout: -1,
    });
    this.#wallet = new Wallet(options.key, this.#provider);
    this.#behaviour = {
      chainId: behaviour.chainId ?? chainId,
      knownChains: behaviour.knownChains ?? [chainId],
      locked: behaviour.locked ?? false,
    };
  }

  /** Must be called before the page is opened. */
  static async install(page: Page, options: BrowserWalletOptions): Promise<BrowserWallet> {
    const wallet = new BrowserWallet(page, options);
    await page.exposeFunction("askBrowserWallet", (method: string, params: unknown[]) =>
      wallet.#answer(method, params).then(
        (result) => ({ result }),
        (error: { code?: number; message: string }) => ({
          error: { code: error.code ?? -32_603, message: error.message },
        }),
      ),
    );
    await page.addInitScript(announce);
    return wallet;
  }

  get address(): string {
    return this.#wallet.address;
  }

  get behaviour(): Required<BrowserWalletBehaviour> {
    return this.#behaviour;
  }

  /** The names of the questions so far. */
  get questions(): string[] {
    return this.asked.map(({ method }) => method);
  }

  /** The person chooses another account in the wallet. */
  async changeAccount(key: string): Promise<void> {
    this.#wallet = new Wallet(key, this.#provider);
    await this.#emit("accountsChanged", [this.address.toLowerCase()]);
  }

  /** The person chooses another network in the wallet. */
  async changeChain(chainId: number): Promise<void> {
    this.#behaviour.chainId = chainId;
    await this.#emit("chainChanged", `0x${chainId.toString(16)}`);
  }

  async #emit(event: string, value: unknown): Promise<void> {
    await this.#page.evaluate(
      ([name, detail]) => {
        const { browserWalletListeners } = window as unknown as {
          browserWalletListeners: Map<string, Set<(value: unknown) => void>>;
        };
        for (const listener of browserWalletListeners.get(name) ?? []) listener(detail);
      },
      [event, value] as const,
    );
  }

  async #question(method: string, params: readonly unknown[]): Promise<void> {
    this.asked.push({ method, params });
    const answer = this.answers.shift() ?? "confirm";
    if (answer === "reject") throw fault(4001, "User rejected the request.");
    if (answer === "pending") throw fault(-32_002, "Request already pending.");
    if (answer === "never") await new Promise(() => undefined);
  }

  async #answer(method: string, params: unknown[]): Promise<unknown> {
    const { chainId, knownChains, locked } = this.#behaviour;
    switch (method) {
      case "eth_chainId":
        return `0x${chainId.toString(16)}`;
      case "eth_accounts":
        return locked ? [] : [this.address.toLowerCase()];
      case "eth_requestAccounts":
        await this.#question(method, params);
        return this.#behaviour.locked ? [] : [this.address.toLowerCase()];
      case "wallet_switchEthereumChain": {
        await this.#question(method, params);
        const wished = Number((params[0] as { chainId: string }).chainId);
        if (!knownChains.includes(wished)) throw fault(4902, "Unrecognized chain ID.");
        this.#behaviour.chainId = wished;
        return null;
      }
      case "wallet_addEthereumChain": {
        await this.#question(method, params);
        const added = Number((params[0] as { chainId: string }).chainId);
        knownChains.push(added);
        this.#behaviour.chainId = added;
        return null;
      }
      case "eth_sendTransaction": {
        await this.#question(method, params);
        const { to, data, gas } = params[0] as { to: string; data: string; gas: string };
        const sent = await this.#wallet.sendTransaction({ to, data, gasLimit: BigInt(gas) });
        return sent.hash;
      }
      case "eth_signTypedData_v4": {
        await this.#question(method, params);
        const { domain, types, message } = JSON.parse(params[1] as string);
        const { EIP712Domain: _, ...structs } = types;
        return await this.#wallet.signTypedData(domain, structs, message);
      }
      default:
        throw fault(-32_601, `no such method: ${method}`);
    }
  }
}

function fault(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** Runs in the page. */
function announce(): void {
  type Listener = (value: unknown) => void;
  const here = window as unknown as {
    askBrowserWallet(
      method: string,
      params: unknown[],
    ): Promise<{ result?: unknown; error?: { code: number; message: string } }>;
    browserWalletListeners: Map<string, Set<Listener>>;
  };
  const listeners = new Map<string, Set<Listener>>();
  here.browserWalletListeners = listeners;
  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }) {
      const { result, error } = await here.askBrowserWallet(method, params);
      if (error !== undefined) throw Object.assign(new Error(error.message), error);
      return result;
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
    },
  };
  const say = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", {
        detail: Object.freeze({
          info: {
            uuid: "test-wallet",
            name: "MetaMask",
            rdns: "io.metamask",
            icon: "data:image/svg+xml,",
          },
          provider,
        }),
      }),
    );
  window.addEventListener("eip6963:requestProvider", say);
  say();
}
