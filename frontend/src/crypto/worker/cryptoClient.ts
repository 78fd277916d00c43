import type { Crypto, CryptoSession } from "../crypto.ts";
import { CryptoError } from "../errors.ts";
import { payloadLayout } from "../payload/payloadLayout.ts";
import type { PayloadOpener } from "../payload/payloadOpener.ts";
import type { PayloadSealer } from "../payload/payloadSealer.ts";
import type { ProgressOptions } from "../payload/progress.ts";
import {
  type Endpoint,
  fromErrorMessage,
  type Request,
  type Response,
  rootHandle,
} from "./protocol.ts";

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: CryptoError) => void;
  readonly onProgress: ProgressOptions["onProgress"];
}

/** The page's end: the same `Crypto` as `createCrypto` makes, at the other side of a port. */
export interface CryptoClient {
  readonly crypto: Crypto;
  /** Fails everything pending and later: the other side is gone. */
  fail(cause: unknown): void;
}

/** Starts the worker. In a browser only. */
export function startCryptoWorker(): Crypto {
  const worker = new Worker(new URL("./cryptoWorker.ts", import.meta.url), { type: "module" });
  const client = connectCrypto(worker);
  worker.addEventListener("error", (event) => client.fail(event.message));
  worker.addEventListener("messageerror", () => client.fail("a message could not be read"));
  return client.crypto;
}

export function connectCrypto(endpoint: Endpoint): CryptoClient {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let failure: CryptoError | undefined;

  endpoint.addEventListener("message", ({ data }: MessageEvent<Response>) => {
    const call = pending.get(data.id);
    if (!call) return;
    if (data.kind === "progress") {
      call.onProgress?.(data.progress);
      return;
    }
    pending.delete(data.id);
    if (data.kind === "error") call.reject(fromErrorMessage(data.error));
    else call.resolve(data.kind === "object" ? data.handle : data.value);
  });

  async function call<T>(
    target: number,
    method: string,
    args: readonly unknown[],
    { onProgress, signal }: ProgressOptions = {},
  ): Promise<T> {
    if (failure) throw failure;
    if (signal?.aborted) throw new CryptoError("crypto.cancelled");
    const id = nextId++;
    const post = (request: Request) => endpoint.postMessage(request, []);
    const cancel = () => post({ kind: "cancel", id });
    signal?.addEventListener("abort", cancel);
    try {
      return (await new Promise<unknown>((resolve, reject) => {
        pending.set(id, { resolve, reject, onProgress });
        post({ kind: "call", id, target, method, args });
      })) as T;
    } finally {
      pending.delete(id);
      signal?.removeEventListener("abort", cancel);
    }
  }

  function sessionAt(handle: number): CryptoSession {
    const on =
      (method: keyof CryptoSession) =>
      <T>(...args: readonly unknown[]) =>
        call<T>(handle, method, args);
    return {
      identity: on("identity"),
      recoverySheet: on("recoverySheet"),
      sealLocalVault: on("sealLocalVault"),
      sealVault: on("sealVault"),
      openVault: on("openVault"),
      startGeneration: on("startGeneration"),
      sealManifest: on("sealManifest"),
      openRecord: on("openRecord"),
      sealEnvelope: on("sealEnvelope"),
      openEnvelope: on("openEnvelope"),
      signShareSheet: on("signShareSheet"),
      sealSlip: on("sealSlip"),
      sealPreviousStates: on("sealPreviousStates"),
      openEvidence: on("openEvidence"),
      sealLocal: on("sealLocal"),
      openLocal: on("openLocal"),
      async lock() {
        // Locking twice is no mistake: a timer and a click may coincide.
        await call<void>(handle, "lock", []).catch((error: unknown) => {
          if (!(error instanceof CryptoError && error.code === "crypto.locked")) throw error;
        });
      },
    };
  }

  function sealerAt(handle: number, file: Blob): PayloadSealer {
    return {
      layout: payloadLayout(file.size),
      sealNext: (options) => call(handle, "sealNext", [], options),
      finish: () => call(handle, "finish", []),
      close: () => call(handle, "close", []),
    };
  }

  function openerAt(handle: number): PayloadOpener {
    return {
      openNext: (segment, options) => call(handle, "openNext", [segment], options),
      finish: () => call(handle, "finish", []),
      close: () => call(handle, "close", []),
    };
  }

  const root = <T>(method: keyof Crypto, ...args: readonly unknown[]) =>
    call<T>(rootHandle, method, args);

  const crypto: Crypto = {
    createSession: async () => sessionAt(await root("createSession")),
    restoreSession: async (...args) => sessionAt(await root("restoreSession", ...args)),
    unlockSession: async (...args) => sessionAt(await root("unlockSession", ...args)),
    startSealing: async (file) => sealerAt(await root("startSealing", file), file),
    startOpening: async (payload) => openerAt(await root("startOpening", payload)),
    openPreviousStates: (...args) => root("openPreviousStates", ...args),
    sealEvidence: (...args) => root("sealEvidence", ...args),
  };

  return {
    crypto,
    fail(cause) {
      failure = new CryptoError("crypto.worker-failed", { cause });
      for (const { reject } of pending.values()) reject(failure);
      pending.clear();
    },
  };
}
