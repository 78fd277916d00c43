/**
 * Who may talk to the node. It listens on loopback only, but every web page that the
 * person visits can send requests there, and a page whose name is re-bound to 127.0.0.1
 * (DNS rebinding) even counts as same-origin. So: only known Host names, and only known
 * origins; `Origin: null` (sandboxed frames, files) is nobody's and refused.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

export interface HttpGuard {
  /** False when it has refused the request or answered the preflight: nothing is left to do. */
  admit(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createHttpGuard(options: {
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
}): HttpGuard {
  const hosts = new Set(options.allowedHosts.map((host) => host.toLowerCase()));
  const origins = new Set(options.allowedOrigins.map(checkOrigin));

  return {
    admit(request, response) {
      response.setHeader("Vary", "Origin");
      response.setHeader("X-Content-Type-Options", "nosniff");
      const { host, origin, referer } = request.headers;
      if (host === undefined || !hosts.has(host.toLowerCase())) {
        return refuse(response, "this Host name is not allowed");
      }
      if (origin === undefined) {
        // Not from a script of another site. Images, frames and links carry no Origin,
        // yet browsers say where they come from.
        const site = request.headers["sec-fetch-site"];
        const isForeign = site === "cross-site" || site === "same-site";
        if (isForeign || (referer !== undefined && !origins.has(originOf(referer)))) {
          return refuse(response, "this site is not allowed");
        }
        return true;
      }
      if (!origins.has(origin)) return refuse(response, "this origin is not allowed");
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Expose-Headers", "X-Stream-Error, X-Ipfs-Path");
      if (request.method !== "OPTIONS") return true;
      response.setHeader("Access-Control-Allow-Methods", "POST, GET, HEAD, OPTIONS");
      response.setHeader("Access-Control-Allow-Headers", "Content-Type, Accept, X-Requested-With");
      response.setHeader("Access-Control-Max-Age", "600");
      // Chromium asks this before a page outside this machine may talk to loopback.
      if (request.headers["access-control-request-private-network"] === "true") {
        response.setHeader("Access-Control-Allow-Private-Network", "true");
      }
      response.writeHead(204).end();
      return false;
    },
  };
}

/** Throws on `*`, `null` and anything that browsers wouldn't send as an Origin. */
function checkOrigin(origin: string): string {
  if (origin === "" || originOf(origin) !== origin) {
    throw new Error(`not an origin, such as http://localhost:5173: ${origin}`);
  }
  return origin;
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : "";
}

function refuse(response: ServerResponse, why: string): false {
  response.writeHead(403, { "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
  response.end(`403 - Forbidden: ${why}\n`);
  return false;
}
