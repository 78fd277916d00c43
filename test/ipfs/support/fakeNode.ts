import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/**
 * A node that answers as it is told to, for what no real one would do. Keys are calls
 * (`add`, `block/get`) or `gateway`; whatever isn't named answers like an honest node's
 * `version`, or with 404.
 */
export async function startFakeNode(answers: Record<string, Answer>) {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    const call = url.pathname.startsWith("/ipfs/")
      ? "gateway"
      : url.pathname.slice("/api/v0/".length);
    calls.push(call);
    response.on("error", () => {
      // The client may have left.
    });
    const answer = answers[call] ?? (call === "version" ? honestVersion : notFound);
    answer(request, response, url);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    rpcUrl: `http://127.0.0.1:${address.port}/api/v0`,
    gatewayUrl: `http://127.0.0.1:${address.port}`,
    /** Every call so far. */
    calls,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Reads the whole request, then sends this. */
export function say(status: number, body: string | Uint8Array, type = "application/json"): Answer {
  return (request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(status, { "Content-Type": type });
      response.end(body);
    });
  };
}

/** Never answers. */
export const hang: Answer = (request) => {
  request.resume();
};

/** Begins to answer, then cuts the connection. */
export function breakOff(body: string | Uint8Array): Answer {
  return (request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "100000" });
      response.write(body, () => response.destroy());
    });
  };
}

const honestVersion: Answer = say(200, JSON.stringify({ Version: "0.43.1" }));
const notFound: Answer = say(404, "404 page not found\n", "text/plain");
