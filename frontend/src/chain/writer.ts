import { z } from "zod";
import { type AwaitMinedOptions, awaitMined } from "./awaitMined.ts";
import { Calls, type ContractCall, type Hex } from "./calls.ts";
import type { Deployment } from "./deployment.ts";
import { ChainError } from "./errors.ts";
import { readFeePrices } from "./feePrices.ts";
import { unlessAborted } from "./pause.ts";
import type { Cancellable, Rpc } from "./rpc.ts";
import { toChainError } from "./toChainError.ts";
import { type FeeEstimate, Transaction } from "./transaction.ts";
import type { WalletAccount } from "./walletAccount.ts";

const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((hex) => BigInt(hex));

export interface ChainWriterOptions {
  /** Asks and prices; need not be the wallet's own. */
  readonly rpc: Rpc;
  readonly deployment: Deployment;
  readonly account: WalletAccount;
  readonly waiting?: Omit<AwaitMinedOptions, "signal">;
  /** How long the wallet may take to answer. Default: for ever (the person may cancel). */
  readonly walletTimeoutMs?: number;
}

/** Sends calls (see Calls) from one account: checked, priced, confirmed, followed to the end. */
export class ChainWriter {
  readonly calls: Calls;
  readonly account: WalletAccount;
  readonly deployment: Deployment;
  readonly #rpc: Rpc;
  readonly #options: ChainWriterOptions;

  constructor(options: ChainWriterOptions) {
    this.calls = new Calls(options.deployment);
    this.account = options.account;
    this.deployment = options.deployment;
    this.#rpc = options.rpc;
    this.#options = options;
  }

  /** Throws the RevertError that the chain would answer with now; nothing is sent. */
  async simulate(call: ContractCall): Promise<void> {
    try {
      await this.#rpc.send("eth_call", [this.#transaction(call), "latest"]);
    } catch (error) {
      throw toChainError(error, "rpc");
    }
  }

  /** What so much gas would cost in the next block, in wei. Throws chain.rpc-... */
  async priceOf(gas: number): Promise<bigint> {
    return BigInt(gas) * (await readFeePrices(this.#rpc)).expected;
  }

  /** Throws RevertError where the call would fail now, chain.rpc-... */
  async estimateFee(call: ContractCall): Promise<FeeEstimate> {
    const [gas, prices] = await Promise.all([this.#estimateGas(call), readFeePrices(this.#rpc)]);
    // Room for what changes until it is mined: a cold slot more, another list slot.
    const gasLimit = gas + gas / 4n + 20_000n;
    return { gas, gasLimit, feeWei: gas * prices.expected, mostWei: gasLimit * prices.most };
  }

  /**
   * Simulates, prices, checks the balance, and only then asks the wallet. Errors end in the
   * state "failed": RevertError, chain.insufficient-funds, chain.rejected, chain.wallet-...,
   * chain.transaction-..., chain.cancelled.
   */
  send(call: ContractCall, options: Cancellable = {}): Transaction {
    return new Transaction(async (report, signal) => {
      const fee = await unlessAborted(this.estimateFee(call), signal);
      await unlessAborted(this.#checkBalance(fee), signal);
      report({ step: "waiting-for-wallet", fee });
      const hash = await unlessAborted(this.#confirm(call, fee), signal);
      report({ step: "sent", hash });
      const waiting = { ...this.#options.waiting, signal };
      const { address } = this.account;
      return await awaitMined(this.#rpc, this.deployment, address, call, hash, waiting);
    }, options.signal);
  }

  #transaction(call: ContractCall) {
    return { from: this.account.address, to: call.to, data: call.data };
  }

  async #confirm(call: ContractCall, fee: FeeEstimate): Promise<Hex> {
    const { to, data } = call;
    const sending = this.account.sendTransaction({ to, data, gasLimit: fee.gasLimit });
    const limit = this.#options.walletTimeoutMs;
    if (limit === undefined) return await sending;
    try {
      return await unlessAborted(sending, AbortSignal.timeout(limit));
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "TimeoutError") {
        throw new ChainError("chain.wallet-timeout", { cause });
      }
      throw cause;
    }
  }

  async #estimateGas(call: ContractCall): Promise<bigint> {
    const transaction = this.#transaction(call);
    let answer: unknown;
    try {
      answer = await this.#rpc.send("eth_estimateGas", [transaction]);
    } catch (error) {
      const failure = toChainError(error, "rpc");
      if (failure.code !== "chain.reverted" && failure.code !== "chain.rpc-failed") throw failure;
      // Some RPCs leave the reason out of an estimate's error, but not out of a call's.
      await this.simulate(call);
      throw failure;
    }
    const gas = quantity.safeParse(answer);
    if (!gas.success) throw new ChainError("chain.rpc-nonsense", { cause: gas.error });
    return gas.data;
  }

  async #checkBalance(fee: FeeEstimate): Promise<void> {
    let answer: unknown;
    try {
      answer = await this.#rpc.send("eth_getBalance", [this.account.address, "latest"]);
    } catch (error) {
      throw toChainError(error, "rpc");
    }
    const balance = quantity.safeParse(answer);
    if (!balance.success) throw new ChainError("chain.rpc-nonsense", { cause: balance.error });
    if (balance.data < fee.feeWei) {
      const details = { balanceWei: balance.data.toString(), feeWei: fee.feeWei.toString() };
      throw new ChainError("chain.insufficient-funds", { details });
    }
  }
}
