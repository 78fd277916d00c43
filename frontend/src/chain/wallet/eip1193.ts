/** EIP-1193, as little of it as is used here. */
export interface Eip1193Provider {
  request(request: { method: string; params?: readonly unknown[] }): Promise<unknown>;
  on?(event: string, listener: (...args: never[]) => void): unknown;
  removeListener?(event: string, listener: (...args: never[]) => void): unknown;
}

/** One wallet in this browser. */
export interface Wallet {
  /** EIP-6963 reverse domain name, `io.metamask` for MetaMask; "injected" for the fallback. */
  readonly rdns: string;
  readonly name: string;
  /** A data: URL of an image, where the wallet sent one. */
  readonly icon: string | undefined;
  readonly provider: Eip1193Provider;
}

export const metaMaskRdns = "io.metamask";
