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

export class BrowserWallet {
  readonly address: string;
  readonly asked: string[] = [];
  /** What happens at the next questions to the person; confirms when the list is empty. */
  readonly answers: ("confirm" | "reject" | "pending" | "never")[] = [];
  readonly #wallet: Wallet;
  readonly #behaviour: Required<BrowserWalletBehaviour>;

  private constructor(wallet: Wallet, behaviour: BrowserWalletBehaviour, localChainId: number) {
    this.#wallet = wallet;
    this.address = wallet.address;
    this.#behaviour = {
      chainId: behaviour.chainId ?? localChainId,
      knownChains: behaviour.knownChains ?? [localChainId],
      locked: behaviour.locked ?? false,
    };
  }

  /** Must be called before the page is opened. `key` is one of the local chain's funded keys. */
  static async install(
    page: Page,
    options: { key: string; rpcUrl: string; chainId: number; behaviour?: BrowserWalletBehaviour },
  ): Promise<BrowserWallet> {
    const provider = new JsonRpcProvider(options.rpcUrl, options.chainId, {
      staticNetwork: true,
      cacheTimeout: -1,
    });
    const wallet = new BrowserWallet(
      new Wallet(options.key, provider),
      options.behaviour ?? {},
      options.chainId,
    );
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

  get behaviour(): Required<BrowserWalletBehaviour> {
    return this.#behaviour;
  }

  async #question(method: string): Promise<void> {
    this.asked.push(method);
    const answer = this.answers.shift() ?? "confirm";
    if (answer === "reject") throw fault(4001, "User rejected the request.");
    if (answer === "pending") throw fault(-32_002, "Request already pending.");
    if (answer === "never") await new Promise(() => undefined);
  }

  async #answer(method: string, params: unknown[]): Promise<unknown> {
    const { chainId, knownChains } = this.#behaviour;
    switch (method) {
      case "eth_chainId":
        return `0x${chainId.toString(16)}`;
      case "eth_accounts":
        return this.#behaviour.locked ? [] : [this.address.toLowerCase()];
      case "eth_requestAccounts":
        await this.#question(method);
        return this.#behaviour.locked ? [] : [this.address.toLowerCase()];
      case "wallet_switchEthereumChain": {
        await this.#question(method);
        const wished = Number((params[0] as { chainId: string }).chainId);
        if (!knownChains.includes(wished)) throw fault(4902, "Unrecognized chain ID.");
        this.#behaviour.chainId = wished;
        return null;
      }
      case "wallet_addEthereumChain": {
        await this.#question(method);
        const added = Number((params[0] as { chainId: string }).chainId);
        knownChains.push(added);
        this.#behaviour.chainId = added;
        return null;
      }
      case "eth_sendTransaction": {
        await this.#question(method);
        const { to, data, gas } = params[0] as { to: string; data: string; gas: string };
        const sent = await this.#wallet.sendTransaction({ to, data, gasLimit: BigInt(gas) });
        return sent.hash;
      }
      case "eth_signTypedData_v4": {
        await this.#question(method);
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
  const ask = (
    window as unknown as {
      askBrowserWallet(
        method: string,
        params: unknown[],
      ): Promise<{ result?: unknown; error?: { code: number; message: string } }>;
    }
  ).askBrowserWallet;
  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }) {
      const { result, error } = await ask(method, params);
      if (error !== undefined) throw Object.assign(new Error(error.message), error);
      return result;
    },
    on() {
      // The tests don't change accounts behind the page's back.
    },
    removeListener() {
      // Nothing was added.
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
