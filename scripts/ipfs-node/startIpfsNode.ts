/**
 * An IPFS node for a newcomer's machine and for tests: the subset of Kubo's RPC that the
 * app uses, and the trustless gateway's raw reads, on loopback. It knows no other nodes.
 * The UnixFS and DAG work is done by the libraries that Helia uses; this is the shell.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { serveGateway } from "./gateway.ts";
import { createHttpGuard, type HttpGuard } from "./httpGuard.ts";
import { Repo } from "./repo.ts";
import { RPC_CALLS } from "./rpcCalls.ts";
import { RpcError } from "./rpcError.ts";
import { RpcOptions } from "./rpcOptions.ts";

export interface IpfsNodeOptions {
  /** Where blocks and pins are kept; created when it isn't there. One node at a time. */
  directory: string;
  /** 0 (the default) = any free port. */
  port?: number;
  /** A loopback address: the RPC is admin power over the node. */
  host?: "127.0.0.1" | "::1";
  /** Origins of the web apps that may use it, e.g. `http://localhost:5173`. Default: none. */
  allowedOrigins?: readonly string[];
  /** Host headers besides `127.0.0.1:port`, `localhost:port` and `[::1]:port`. */
  allowedHosts?: readonly string[];
  /** Adds beyond this many bytes of blocks are refused. Default: no limit. */
  maxRepoBytes?: number;
}

export interface IpfsNode {
  /** Kubo RPC, e.g. `http://127.0.0.1:5001/api/v0`. */
  readonly rpcUrl: string;
  /** Trustless gateway, e.g. `http://127.0.0.1:5001`; blocks are under `/ipfs/{cid}`. */
  readonly gatewayUrl: string;
  readonly peerId: string;
  /** Lets running calls finish (5 seconds at most), then frees the port and the folder. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 5_000;
const MAX_DRAINED_BYTES = 128 * 1_048_576;

export async function startIpfsNode(options: IpfsNodeOptions): Promise<IpfsNode> {
  const { directory, port = 0, host = "127.0.0.1" } = options;
  if (host !== "127.0.0.1" && host !== "::1") {
    throw new Error(`the embedded IPFS node listens on loopback only, not on ${String(host)}`);
  }
  const maxBytes = options.maxRepoBytes ?? Number.POSITIVE_INFINITY;
  // NaN would compare as "never full".
  if (!(maxBytes > 0)) throw new Error(`not a size in bytes: ${maxBytes}`);
  const repo = await Repo.open(directory, { maxBytes });
  let guard: HttpGuard | undefined;
  let closing: Promise<void> | undefined;
  const server = createServer((request, response) => {
    // Kept alive for a next request that won't come, the connection would hold up `close`.
    response.once("close", () => {
      if (closing !== undefined) setImmediate(() => server.closeIdleConnections());
    });
    // A request can't arrive before the port, and with it the guard, is known.
    if (guard?.admit(request, response)) void serve(repo, request, response);
  });
  // A slow upload may take hours; one on which nothing moves is ended after ten minutes.
  server.requestTimeout = 0;
  server.timeout = 600_000;
  // Longer than clients keep an idle connection: else they now and then write into a closed one.
  server.keepAliveTimeout = 65_000;

  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    guard = createHttpGuard({
      allowedHosts: [
        ...["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${address.port}`),
        ...(options.allowedHosts ?? []),
      ],
      allowedOrigins: options.allowedOrigins ?? [],
    });
    const base = `http://${host === "::1" ? "[::1]" : host}:${address.port}`;
    return {
      rpcUrl: `${base}/api/v0`,
      gatewayUrl: base,
      peerId: repo.pins.peerId,
      close: () => (closing ??= close()),
    };
  } catch (error) {
    server.close();
    await repo.close();
    throw error;
  }

  async function close(): Promise<void> {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const grace = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    await stopped;
    clearTimeout(grace);
    await repo.close();
  }
}

async function serve(
  repo: Repo,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Whoever sent the request may go away at any time; that is nobody's error.
  request.on("error", ignore);
  response.on("error", ignore);
  try {
    const url = URL.parse(request.url ?? "/", "http://node.invalid");
    if (url === null) return sendText(response, 400, "400 Bad Request");
    if (url.pathname.startsWith("/ipfs/")) return await serveGateway(repo, url, request, response);
    const name = /^\/api\/v0\/([a-z/]+)$/.exec(url.pathname)?.[1] ?? "";
    const call = Object.hasOwn(RPC_CALLS, name) ? RPC_CALLS[name] : undefined;
    if (call === undefined) return sendText(response, 404, "404 page not found");
    if (request.method !== "POST") {
      response.setHeader("Allow", "POST, OPTIONS");
      return sendText(response, 405, "405 - Method Not Allowed");
    }
    await call({ repo, options: new RpcOptions(url.searchParams), request, response });
  } catch (error) {
    sendError(response, error);
  } finally {
    if (!request.complete) drain(request);
  }
}

function ignore(): void {
  // Listening is the point: an error event without a listener ends the process.
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${text}\n`);
}

function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    // Too late for a status. Ending the connection tells the reader that the rest is missing;
    // ending the response well would make a truncated answer look complete.
    response.destroy();
    return;
  }
  const rpcError =
    error instanceof RpcError
      ? error
      : new RpcError(error instanceof Error ? error.message : String(error), { cause: error });
  const body = Buffer.from(`${JSON.stringify(rpcError)}\n`);
  response.writeHead(rpcError.status, {
    "Content-Type": "application/json",
    "Content-Length": body.length,
  });
  response.end(body);
}

/**
 * Reads and drops the rest of a body that nobody wants: closing at once could reset the
 * connection before the caller has read why. A caller that never stops is cut off.
 */
function drain(request: IncomingMessage): void {
  let left = MAX_DRAINED_BYTES;
  request.on("data", (part: Buffer) => {
    left -= part.length;
    if (left < 0) request.destroy();
  });
  request.resume();
}
