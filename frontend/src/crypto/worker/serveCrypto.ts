import type { Crypto } from "../crypto.ts";
import { CryptoError } from "../errors.ts";
import type { ProgressOptions } from "../payload/progress.ts";
import {
  type Endpoint,
  lastMethods,
  type RemoteKind,
  type Request,
  type Response,
  remoteMethods,
  rootHandle,
  toErrorMessage,
} from "./protocol.ts";

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** Answers a page's calls with `crypto`; runs in the worker, or anywhere in tests. */
export function serveCrypto(endpoint: Endpoint, crypto: Crypto): void {
  const objects = new Map<number, { readonly kind: RemoteKind; readonly object: object }>([
    [rootHandle, { kind: "crypto", object: crypto }],
  ]);
  const running = new Map<number, AbortController>();
  let nextHandle = rootHandle + 1;

  function answer(response: Response, transfer: Transferable[] = []): void {
    endpoint.postMessage(response, transfer);
  }

  async function call({ id, target, method, args }: Request & { kind: "call" }): Promise<void> {
    const found = objects.get(target);
    if (!found) throw new CryptoError("crypto.locked");
    const methods: Readonly<Record<string, RemoteKind | "value">> = remoteMethods[found.kind];
    const returns = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!returns) throw new CryptoError("crypto.worker-failed", { details: { method } });
    const controller = new AbortController();
    running.set(id, controller);
    const options: ProgressOptions = {
      signal: controller.signal,
      onProgress: (progress) => answer({ kind: "progress", id, progress }),
    };
    const withOptions = progressArguments(method, args, options);
    const value = await (found.object as Record<string, Method>)[method]?.(...withOptions);
    if (lastMethods.has(method)) objects.delete(target);
    if (returns === "value") {
      answer({ kind: "value", id, value }, buffersToHandOver(method, value));
      return;
    }
    const handle = nextHandle++;
    objects.set(handle, { kind: returns, object: value as object });
    answer({ kind: "object", id, handle });
  }

  endpoint.addEventListener("message", ({ data }: MessageEvent<Request>) => {
    if (data.kind === "cancel") {
      running.get(data.id)?.abort();
      return;
    }
    call(data)
      .catch((error: unknown) =>
        answer({ kind: "error", id: data.id, error: toErrorMessage(error) }),
      )
      .finally(() => running.delete(data.id));
  });
}

/** Functions and signals can't be posted, so the options are rebuilt on this side. */
function progressArguments(
  method: string,
  args: readonly unknown[],
  options: ProgressOptions,
): readonly unknown[] {
  if (method === "sealNext") return [options];
  if (method === "openNext") return [args[0], options];
  return args;
}

/** Whole segments are handed over instead of copied; they aren't used here again. */
function buffersToHandOver(method: string, value: unknown): Transferable[] {
  if (method === "openNext") return [(value as Uint8Array<ArrayBuffer>).buffer];
  if (method === "sealNext" && value)
    return [(value as { bytes: Uint8Array<ArrayBuffer> }).bytes.buffer];
  return [];
}
