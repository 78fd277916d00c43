/**
 * The least that this layer needs of a chain: one question, one answer. ethers' JsonRpcProvider
 * and BrowserProvider fit as they are; HttpRpc is ours, because ethers' provider waits for ever
 * on an unreachable address and believes whatever has the right shape.
 */
export interface Rpc {
  send(method: string, params: readonly unknown[]): Promise<unknown>;
}

export interface Cancellable {
  readonly signal?: AbortSignal | undefined;
}
