import type { IncomingMessage, ServerResponse } from "node:http";
import { CID } from "multiformats/cid";
import type { Repo } from "./repo.ts";

/**
 * Raw blocks as the trustless gateway specification has them: `/ipfs/{cid}` with
 * `?format=raw` or `Accept: application/vnd.ipld.raw`. Nothing else: a gateway that
 * renders content would have to be believed.
 */
export async function serveGateway(
  repo: Repo,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return refuse(response, 405, "method not allowed");
  }
  const wanted = url.searchParams.get("format") ?? request.headers.accept ?? "";
  if (wanted !== "raw" && !wanted.includes("application/vnd.ipld.raw")) {
    return refuse(response, 406, "only raw blocks are served: ask for application/vnd.ipld.raw");
  }
  let cid: CID;
  try {
    cid = CID.parse(url.pathname.slice("/ipfs/".length));
  } catch {
    return refuse(response, 400, "not a CID (paths below one are not served)");
  }
  const bytes = await repo.blocks.find(cid);
  if (bytes === undefined) return refuse(response, 404, `block not found: ${cid}`);
  response.writeHead(200, {
    "Content-Type": "application/vnd.ipld.raw",
    "Content-Length": bytes.length,
    "Content-Disposition": `attachment; filename="${cid}.bin"`,
    "Cache-Control": "public, max-age=29030400, immutable",
    Etag: `"${cid}.raw"`,
    "X-Ipfs-Path": `/ipfs/${cid}`,
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${why}\n`);
}
