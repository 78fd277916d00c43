import type { Brand } from "../domain/brand.ts";
import { IpfsError } from "./errors.ts";

/** The URL of a Kubo RPC including its path, without a slash at the end, e.g. `http://127.0.0.1:5001/api/v0`. */
export type IpfsEndpoint = Brand<string, "IpfsEndpoint">;

/** The URL under which `/ipfs/{cid}` is served, without a slash at the end. */
export type IpfsGateway = Brand<string, "IpfsGateway">;

/**
 * Reads what a person typed as their IPFS node: a URL with or without `/api/v0`, or the
 * address that Kubo prints (`/ip4/127.0.0.1/tcp/5001`). Another path is kept: a reverse
 * proxy may put the RPC anywhere. Throws `ipfs.bad-endpoint` saying what is wrong.
 *
 * Plain http is for this machine only: over a network, whoever listens could take part in
 * the RPC, which is admin power over the node. `allowPlainHttp` lifts that for scripts.
 */
export function parseEndpoint(
  text: string,
  options: { allowPlainHttp?: boolean } = {},
): IpfsEndpoint {
  const { origin, path } = parseNodeUrl(text, options);
  return `${origin}${path === "" ? "/api/v0" : path}` as IpfsEndpoint;
}

/**
 * Reads the address of a trustless gateway, e.g. `http://127.0.0.1:8080`, under whose
 * `/ipfs/{cid}` raw blocks are served. Throws `ipfs.bad-endpoint` saying what is wrong.
 */
export function parseGateway(
  text: string,
  options: { allowPlainHttp?: boolean } = {},
): IpfsGateway {
  const { origin, path } = parseNodeUrl(text, options);
  return `${origin}${path.replace(/\/ipfs$/, "")}` as IpfsGateway;
}

function parseNodeUrl(
  text: string,
  options: { allowPlainHttp?: boolean },
): { origin: string; path: string } {
  const typed = text.trim();
  const bad = (message: string, nextStep?: string) =>
    new IpfsError("ipfs.bad-endpoint", {
      message,
      ...(nextStep === undefined ? {} : { nextStep }),
      details: { address: typed.slice(0, 200) },
    });
  if (typed === "") throw bad("The address of the IPFS node is empty.");

  const asUrl = typed.startsWith("/") ? urlOfMultiaddr(typed) : typed;
  if (asUrl === undefined) {
    throw bad(
      "This multiaddress has a form that the app can't use: it needs a host and a tcp port.",
    );
  }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(asUrl)) {
    throw bad("The address of the IPFS node must start with http:// or https://.");
  }
  if (!URL.canParse(asUrl)) throw bad("This isn't a web address.");
  const url = new URL(asUrl);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw bad("The address of the IPFS node must start with http:// or https://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw bad(
      "The address holds a name or a password; browsers don't send those.",
      "Enter the address without them and let the node's proxy check who you are another way.",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw bad("The address of the IPFS node must not have a ? or a # in it.");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname) && options.allowPlainHttp !== true) {
    throw bad(
      "Plain http is only safe for a node on this machine.",
      "Use https:// for a node on another machine.",
    );
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, "") };
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** `/ip4/127.0.0.1/tcp/5001[/http|/https|/tls/http]`; undefined for every other multiaddress. */
function urlOfMultiaddr(text: string): string | undefined {
  const match =
    /^\/(ip4|ip6|dns|dns4|dns6)\/([^/]+)\/tcp\/(\d{1,5})(\/http|\/https|\/tls\/http)?\/?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, family, host, port, suffix] = match;
  const scheme = suffix === "/https" || suffix === "/tls/http" ? "https" : "http";
  return `${scheme}://${family === "ip6" ? `[${host}]` : host}:${port}`;
}
