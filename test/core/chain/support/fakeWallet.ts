// A wallet as MetaMask 13.36 was measured to behave; it holds no key. Only what a test scripts.
import type { Eip1193Provider } from "../../../../frontend/src/chain/wallet/eip1193.ts";

export class WalletFault extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export class FakeWallet extends EventTarget implements Eip1193Provider {
  accounts: string[] = ["0x90f79bf6eb2c4f870365e785982e1f101e93b906"];
  locked = false;
  chainId: string | number = "0x1";
  readonly known = new Set<string>(["0x1"]);
  /** MetaMask's mobile app says -32603 for an unknown chain. */
  mobile = false;
  /** Some wallets add a chain without switching to it. */
  switchesWhenAdding = true;
  /** What the person does with each window; never resolving is a closed popup. */
  person: (method: string) => Promise<boolean> = async () => true;
  readonly asked: { method: string; params: readonly unknown[] }[] = [];
  #openConnect = false;
  readonly #listeners = new Map<string, Set<(value: never) => void>>();

  on(event: string, listener: (value: never) => void): void {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener));
  }

  removeListener(event: string, listener: (value: never) => void): void {
    this.#listeners.get(event)?.delete(listener);
  }

  emit(event: string, value: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(value as never);
  }

  async request({ method, params = [] }: { method: string; params?: readonly unknown[] }) {
    this.asked.push({ method, params });
    switch (method) {
      case "eth_chainId":
        return this.chainId;
      case "eth_accounts":
        return this.locked ? [] : this.accounts;
      case "eth_requestAccounts": {
        if (this.#openConnect) {
          throw new WalletFault(
            -32002,
            "Request of type 'wallet_requestPermissions' already pending",
          );
        }
        this.#openConnect = true;
        await this.#confirm(method);
        this.#openConnect = false;
        return this.locked ? [] : this.accounts;
      }
      case "wallet_switchEthereumChain": {
        const [{ chainId }] = params as [{ chainId: string }];
        if (!this.known.has(chainId)) {
          throw this.mobile
            ? new WalletFault(-32603, "Internal JSON-RPC error.")
            : new WalletFault(4902, `Unrecognized chain ID "${chainId}".`);
        }
        await this.#confirm(method);
        this.chainId = chainId;
        return null;
      }
      case "wallet_addEthereumChain": {
        const [{ chainId }] = params as [{ chainId: string }];
        await this.#confirm(method);
        this.known.add(chainId);
        if (this.switchesWhenAdding) this.chainId = chainId;
        return null;
      }
      case "eth_sendTransaction":
        await this.#confirm(method);
        return `0x${"ab".repeat(32)}`;
      case "eth_signTypedData_v4":
        await this.#confirm(method);
        return `0x${"cd".repeat(65)}`;
      default:
        throw new WalletFault(4200, `${method} is not supported`);
    }
  }

  async #confirm(method: string): Promise<void> {
    if (!(await this.person(method))) {
      this.#openConnect = false;
      throw new WalletFault(4001, "User rejected the request.");
    }
  }
}
