import type { Crypto, CryptoSession } from "../crypto.ts";
import { CryptoError, type CryptoErrorCode, cryptoErrors } from "../errors.ts";
import type { PayloadOpener } from "../payload/payloadOpener.ts";
import type { PayloadSealer } from "../payload/payloadSealer.ts";
import type { Progress } from "../payload/progress.ts";

/**
 * Messages between a page and its crypto worker. The worker keeps the objects (the
 * port, sessions, running payloads) under handles; the page calls their methods by
 * name. Only the methods listed here can be called.
 */
export interface RemoteObjects {
  readonly crypto: Crypto;
  readonly session: CryptoSession;
  readonly sealer: PayloadSealer;
  readonly opener: PayloadOpener;
}
export type RemoteKind = keyof RemoteObjects;

type MethodsOf<T> = {
  [K in keyof T]: T[K] extends (...args: never[]) => unknown ? K : never;
}[keyof T];

/** Method -> the kind of object that it returns, or "value". */
export const remoteMethods = {
  crypto: {
    createSession: "session",
    restoreSession: "session",
    unlockSession: "session",
    startSealing: "sealer",
    startOpening: "opener",
    openPreviousStates: "value",
    sealEvidence: "value",
  },
  session: {
    identity: "value",
    recoverySheet: "value",
    sealLocalVault: "value",
    sealVault: "value",
    openVault: "value",
    startGeneration: "value",
    sealManifest: "value",
    openRecord: "value",
    sealEnvelope: "value",
    openEnvelope: "value",
    signShareSheet: "value",
    sealSlip: "value",
    sealPreviousStates: "value",
    openEvidence: "value",
    sealLocal: "value",
    openLocal: "value",
    lock: "value",
  },
  sealer: { sealNext: "value", finish: "value", close: "value" },
  opener: { openNext: "value", finish: "value", close: "value" },
} as const satisfies {
  [Kind in RemoteKind]: Record<MethodsOf<RemoteObjects[Kind]>, RemoteKind | "value">;
};

/** Handle of the `Crypto` object itself. */
export const rootHandle = 0;

/** Methods after which the worker forgets the object. */
export const lastMethods: ReadonlySet<string> = new Set(["lock", "close"]);

export type Request =
  | {
      readonly kind: "call";
      readonly id: number;
      readonly target: number;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: "cancel"; readonly id: number };

export type Response =
  | { readonly kind: "value"; readonly id: number; readonly value: unknown }
  | { readonly kind: "object"; readonly id: number; readonly handle: number }
  | { readonly kind: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly kind: "error"; readonly id: number; readonly error: ErrorMessage };

export interface ErrorMessage {
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** For unexpected errors: what the log would show. */
  readonly cause: string;
}

/** What both a MessagePort and a Worker (or its global scope) offer. */
export interface Endpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

export function toErrorMessage(error: unknown): ErrorMessage {
  if (error instanceof CryptoError) {
    return { code: error.code, details: { ...error.details }, cause: String(error.cause ?? "") };
  }
  return { code: "crypto.worker-failed", details: {}, cause: String(error) };
}

export function fromErrorMessage({ code, details, cause }: ErrorMessage): CryptoError {
  const known = code in cryptoErrors ? (code as CryptoErrorCode) : "crypto.worker-failed";
  return new CryptoError(known, { details: { ...details }, ...(cause ? { cause } : {}) });
}
