import { z } from "zod";
import { IpfsError } from "./errors.ts";
import type { IpfsEndpoint } from "./parseEndpoint.ts";
import { probeNode } from "./probeNode.ts";

/** Kubo's error document. */
const kuboErrorSchema = z.object({ Message: z.string() });

/** The sentence in Kubo's error document; the text itself (shortened) when it isn't one. */
export function readNodeMessage(text: string): string {
  try {
    return kuboErrorSchema.parse(JSON.parse(text)).Message.slice(0, 300);
  } catch {
    return text.slice(0, 300);
  }
}

/**
 * What an answer with an error status means. Kubo has one status (500) for everything and
 * no codes, so its English sentence is all there is to go by.
 */
export function explainStatus(status: number, nodeMessage: string, call: string): IpfsError {
  const details = { call, status, node: nodeMessage.slice(0, 300) };
  if (status === 401 || status === 403) return new IpfsError("ipfs.forbidden", { details });
  if (status === 413) {
    return new IpfsError("ipfs.node-error", {
      message: "The IPFS node, or a proxy in front of it, refuses uploads of this size.",
      nextStep: "Allow request bodies of 65 MiB there, or set another node in Settings.",
      details,
    });
  }
  if (status >= 500 && /not pinned/i.test(nodeMessage)) {
    return new IpfsError("ipfs.not-pinned", { details });
  }
  if (status >= 500 && /could not find|not found/i.test(nodeMessage)) {
    return new IpfsError("ipfs.not-found", { details });
  }
  if (status === 504 || (status >= 500 && /deadline|timed out|timeout/i.test(nodeMessage))) {
    return new IpfsError("ipfs.timeout", { details });
  }
  // Kubo knows 400 (bad arguments) and 500; anything else comes from another program.
  if (status >= 500 || status === 400 || status === 429) {
    return new IpfsError("ipfs.node-error", { details });
  }
  return new IpfsError("ipfs.bad-answer", { details });
}

/** Turns whatever a call threw into an IpfsError. Asks the node again where the reason is hidden. */
export async function explainFailure(
  error: unknown,
  context: { call: string; endpoint: IpfsEndpoint; fetch: typeof fetch },
): Promise<IpfsError> {
  if (error instanceof IpfsError) return error;
  const details = { call: context.call, endpoint: context.endpoint };
  if (isHttpError(error) && error.response.status !== 0) {
    return explainStatus(error.response.status, error.message, context.call);
  }
  // kubo-rpc-client's own class for a node that says it ran out of time.
  if (error instanceof Error && error.name === "TimeoutError") {
    return new IpfsError("ipfs.timeout", { details, cause: error });
  }
  if (!isHttpError(error) && !isNetworkFailure(error)) {
    return new IpfsError("ipfs.bad-answer", { details, cause: error });
  }
  const code = await probeNode(context.endpoint, context.fetch);
  return new IpfsError(code ?? "ipfs.connection-lost", { details, cause: error });
}

/** kubo-rpc-client's HTTPError; status 0 is its way to say that XMLHttpRequest failed. */
function isHttpError(error: unknown): error is Error & { response: Response } {
  return error instanceof Error && "response" in error && error.response instanceof Response;
}

/**
 * True when fetch itself failed. Platforms throw a bare TypeError for it, like a bug in
 * reading an answer would; only its text (browsers) or its cause (Node) tells them apart.
 */
function isNetworkFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "AbortError") return true;
  if (!(error instanceof TypeError)) return false;
  const cause = error.cause;
  return (
    (cause instanceof Error && "code" in cause) ||
    /^(fetch failed|terminated|failed to fetch|load failed|networkerror|network error)/i.test(
      error.message,
    )
  );
}
