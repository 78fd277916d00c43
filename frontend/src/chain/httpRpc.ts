import { z } from "zod";
import { ChainError } from "./errors.ts";
import type { Rpc } from "./rpc.ts";

export interface HttpRpcOptions {
  readonly url: string;
  /** The chain that must answer; asked once before anything else. */
  readonly chainId: number;
  readonly timeoutMs?: number;
  /** Pauses between attempts at a read. Writes are never repeated. */
  readonly retryPausesMs?: readonly number[];
  readonly fetch?: typeof fetch;
}

/** An error that the RPC itself reported; `toChainError` reads its code and data. */
export class RpcFault extends Error {
  override readonly name = "RpcFault";
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

const answerSchema = z.object({
  jsonrpc: z.literal("2.0").optional(),
  id: z.union([z.number(), z.string(), z.null()]).optional(),
  result: z.unknown().optional(),
  error: z
    .object({
      code: z.number().default(-32_000),
      message: z.string().default(""),
      data: z.unknown(),
    })
    .optional(),
});

const quantity = z.string().regex(/^0x[0-9a-f]{1,14}$/i);
const largestAnswerBytes = 16 * 1024 * 1024;

/** JSON-RPC over HTTP with time limits, retries of reads, and disbelief. */
export class HttpRpc implements Rpc {
  readonly url: string;
  readonly chainId: number;
  readonly #timeoutMs: number;
  readonly #retryPausesMs: readonly number[];
  readonly #fetch: typeof fetch;
  #nextId = 1;
  #chainChecked: Promise<void> | undefined;

  constructor(options: HttpRpcOptions) {
    this.url = options.url;
    this.chainId = options.chainId;
    this.#timeoutMs = options.timeoutMs ?? 15_000;
    this.#retryPausesMs = options.retryPausesMs ?? [250, 1_000];
    this.#fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  }

  /** Throws ChainError, or RpcFault where the RPC answered with an error of its own. */
  async send(method: string, params: readonly unknown[]): Promise<unknown> {
    await this.#checkChain();
    return this.#ask(method, params);
  }

  async #checkChain(): Promise<void> {
    this.#chainChecked ??= this.#ask("eth_chainId", []).then((answer) => {
      const actual = quantity.safeParse(answer);
      if (!actual.success) {
        throw new ChainError("chain.rpc-nonsense", { details: { method: "eth_chainId" } });
      }
      if (Number(actual.data) !== this.chainId) {
        throw new ChainError("chain.wrong-chain", {
          details: { expected: this.chainId, actual: Number(actual.data) },
        });
      }
    });
    try {
      await this.#chainChecked;
    } catch (error) {
      this.#chainChecked = undefined; // ask again next time: the node may have come back
      throw error;
    }
  }

  async #ask(method: string, params: readonly unknown[]): Promise<unknown> {
    const pauses = isRead(method) ? this.#retryPausesMs : [];
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#askOnce(method, params);
      } catch (error) {
        const pause = pauses[attempt];
        if (pause === undefined || !isWorthRepeating(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async #askOnce(method: string, params: readonly unknown[]): Promise<unknown> {
    const id = this.#nextId++;
    const details = { method };
    let status: number;
    let text: string;
    try {
      const response = await this.#fetch(this.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id, method, params }),
        signal: AbortSignal.timeout(this.#timeoutMs),
        // No cookies, no address of the page: the RPC learns nothing that it needn't.
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
      status = response.status;
      text = await response.text();
    } catch (cause) {
      const timedOut = cause instanceof DOMException && cause.name === "TimeoutError";
      throw new ChainError(timedOut ? "chain.rpc-timeout" : "chain.rpc-unreachable", {
        details,
        cause,
      });
    }
    if (status === 429) throw new ChainError("chain.rpc-busy", { details: { ...details, status } });
    if (status >= 500 && !text.trimStart().startsWith("{")) {
      throw new ChainError("chain.rpc-unreachable", { details: { ...details, status } });
    }
    const answer = text.length > largestAnswerBytes ? undefined : parseAnswer(text);
    if (answer === undefined || (answer.id != null && answer.id !== id)) {
      throw new ChainError("chain.rpc-nonsense", { details: { ...details, status } });
    }
    if (answer.error !== undefined) {
      throw new RpcFault(answer.error.code, answer.error.message, answer.error.data);
    }
    if (!("result" in answer)) {
      throw new ChainError("chain.rpc-nonsense", { details: { ...details, status } });
    }
    return answer.result;
  }
}

function parseAnswer(text: string): z.infer<typeof answerSchema> | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // HTML, or cut off
  }
}

function isRead(method: string): boolean {
  return !/^(eth_send|eth_sign|personal_|wallet_|evm_|hardhat_)/.test(method);
}

function isWorthRepeating(error: unknown): boolean {
  return (
    error instanceof ChainError &&
    ["chain.rpc-unreachable", "chain.rpc-busy", "chain.rpc-timeout"].includes(error.code)
  );
}
