import { dataSlice, type ErrorDescription, isHexString } from "ethers";
import { contractInterfaces } from "./contractInterfaces.ts";
import { ChainError, RevertError } from "./errors.ts";
import { type RevertName, revertErrors } from "./revertErrors.ts";

/**
 * Makes one of ours of anything that ethers, a wallet or an RPC throws. Tells failures apart by
 * code (EIP-1193, JSON-RPC, ethers), and by words only where no code exists.
 * @param source who answered: the same number means different things from a wallet and an RPC.
 */
export function toChainError(thrown: unknown, source: "wallet" | "rpc" = "wallet"): ChainError {
  if (thrown instanceof ChainError) return thrown;
  const layers = layersOf(thrown);
  for (const { error } of layers) if (error instanceof ChainError) return error;

  const codes = new Set(layers.flatMap(({ error }) => codesOf(error)));
  const has = (...wanted: (string | number)[]) => wanted.some((code) => codes.has(code));
  const words = layers
    .flatMap(({ error }) => wordsOf(error))
    .join("\n")
    .toLowerCase();
  const extras = { cause: thrown, details: detailsOf(layers) };

  if (has(4001, "ACTION_REJECTED") || names(layers).has("UserRejectedRequestError")) {
    return new ChainError("chain.rejected", extras);
  }
  const revert = decodeRevert(layers, thrown);
  if (revert !== undefined) return revert;
  if (has("ABORT_ERR", 20) || names(layers).has("AbortError") || has("CANCELLED")) {
    return new ChainError("chain.cancelled", extras);
  }
  if (has("TIMEOUT") || names(layers).has("TimeoutError")) {
    return new ChainError("chain.rpc-timeout", extras);
  }
  if (source === "wallet") {
    if (has(-32002)) return new ChainError("chain.wallet-pending", extras);
    if (has(4902) || words.includes("unrecognized chain id")) {
      return new ChainError("chain.chain-unknown-to-wallet", extras);
    }
    if (has(4100)) return new ChainError("chain.wallet-locked", extras);
    // 13.36: 'Provided chainId "1" must match the active chainId "31337"', with -32603 only.
    if (has(4900, 4901) || words.includes("must match the active chainid")) {
      return new ChainError("chain.wallet-wrong-chain", extras);
    }
    if (has(4200, -32601, "UNSUPPORTED_OPERATION")) {
      return new ChainError("chain.wallet-unsupported", extras);
    }
  }
  if (
    has("INSUFFICIENT_FUNDS") ||
    words.includes("insufficient funds") ||
    words.includes("doesn't have enough funds")
  ) {
    return new ChainError("chain.insufficient-funds", extras);
  }
  if (has("NONCE_EXPIRED", "REPLACEMENT_UNDERPRICED") || words.includes("nonce too low")) {
    return new ChainError("chain.nonce-used", extras);
  }
  if (has("TRANSACTION_REPLACED")) return new ChainError("chain.transaction-replaced", extras);
  if (has("CALL_EXCEPTION", 3) || words.includes("execution reverted")) {
    return new ChainError("chain.reverted", extras);
  }
  if (has(-32005, -32029, 429) || words.includes("rate limit") || words.includes("too many")) {
    return new ChainError("chain.rpc-busy", extras);
  }
  if (has("BAD_DATA", "INVALID_ARGUMENT")) return new ChainError("chain.rpc-nonsense", extras);
  if (
    has("NETWORK_ERROR", "SERVER_ERROR", "ECONNREFUSED", "ENOTFOUND", "ECONNRESET") ||
    words.includes("failed to fetch") ||
    words.includes("fetch failed")
  ) {
    return new ChainError("chain.rpc-unreachable", extras);
  }
  return new ChainError(source === "wallet" ? "chain.wallet-failed" : "chain.rpc-failed", extras);
}

interface Layer {
  readonly error: object;
}

/** An error and whatever it carries inside: wallets and ethers nest the interesting part. */
function layersOf(thrown: unknown): Layer[] {
  const found: Layer[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown, depth: number) => {
    if (typeof value !== "object" || value === null || seen.has(value) || depth > 6) return;
    seen.add(value);
    found.push({ error: value });
    for (const key of ["error", "cause", "info", "data", "originalError", "errors"]) {
      const inner = readKey(value, key);
      for (const item of Array.isArray(inner) ? inner : [inner]) visit(item, depth + 1);
    }
  };
  visit(thrown, 0);
  return found;
}

function readKey(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return undefined; // a getter of a foreign object may throw
  }
}

function codesOf(error: object): (string | number)[] {
  const code = readKey(error, "code");
  if (typeof code === "number") return [code];
  if (typeof code !== "string") return [];
  // Some wallets send the numbers as text.
  return /^-?\d{1,6}$/.test(code) ? [Number(code)] : [code];
}

function wordsOf(error: object): string[] {
  return ["message", "shortMessage", "reason"]
    .map((key) => readKey(error, key))
    .filter((text): text is string => typeof text === "string")
    .map((text) => text.slice(0, 2_000));
}

function names(layers: readonly Layer[]): Set<unknown> {
  return new Set(layers.map(({ error }) => readKey(error, "name")));
}

/** The first message and code, cut short: for the "Details" fold. */
function detailsOf(layers: readonly Layer[]): Record<string, string | number> {
  const message = layers.flatMap(({ error }) => wordsOf(error))[0];
  const code = layers.flatMap(({ error }) => codesOf(error))[0];
  return {
    ...(message === undefined ? {} : { message: message.slice(0, 300) }),
    ...(code === undefined ? {} : { code }),
  };
}

function decodeRevert(layers: readonly Layer[], cause: unknown): ChainError | undefined {
  for (const { error } of layers) {
    for (const key of ["data", "revert"]) {
      const data = readKey(error, key);
      if (typeof data !== "string") continue;
      const decoded = decodeRevertData(data, cause);
      if (decoded !== undefined) return decoded;
    }
  }
  // Hardhat and some RPCs name a custom error in words only.
  for (const { error } of layers) {
    for (const text of wordsOf(error)) {
      const name = /custom error '?([A-Z]\w{3,80})\(/.exec(text)?.[1];
      if (name !== undefined && isKnown(name)) return new RevertError(name, {}, cause);
    }
  }
  return undefined;
}

/** `undefined` when this isn't revert data of a custom error that we know, or of Error(string). */
export function decodeRevertData(data: string, cause?: unknown): ChainError | undefined {
  if (!isHexString(data) || data.length < 10) return undefined;
  for (const contract of Object.values(contractInterfaces)) {
    let description: ErrorDescription | null = null;
    try {
      description = contract.parseError(data);
    } catch {
      continue; // the selector is known, the rest is not what it should be
    }
    if (description === null || !isKnown(description.name)) continue;
    const args = Object.fromEntries(
      description.fragment.inputs.map((input, index) => [
        input.name === "" ? `argument${index}` : input.name,
        plain(description.args[index]),
      ]),
    );
    return new RevertError(description.name, args, cause);
  }
  const selector = dataSlice(data, 0, 4);
  return new ChainError("chain.reverted", { cause, details: { revertData: selector } });
}

function plain(value: unknown): string | number {
  if (typeof value === "bigint") {
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
  }
  return String(value);
}

function isKnown(name: string): name is RevertName {
  return Object.hasOwn(revertErrors, name);
}
