/** The calls under /api/v0, as Kubo answers them. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CID } from "multiformats/cid";
import { addFiles, putBlocks } from "./addFiles.ts";
import { digestHexOf } from "./blockFiles.ts";
import { readFileParts, readFileSize } from "./readFileParts.ts";
import type { Repo } from "./repo.ts";
import { BadCallError, RpcError } from "./rpcError.ts";
import type { RpcOptions } from "./rpcOptions.ts";

export interface RpcCall {
  repo: Repo;
  options: RpcOptions;
  request: IncomingMessage;
  response: ServerResponse;
}

/** Shown by `version` and `id`. Not Kubo's number: this isn't Kubo. */
const VERSION = "1.0.0-embedded";
const AGENT_VERSION = `health-records-ipfs-node/${VERSION}`;

export const RPC_CALLS: Readonly<Record<string, (call: RpcCall) => Promise<void>>> = {
  version: async ({ response }) => {
    sendJson(response, {
      Version: VERSION,
      Commit: "",
      Repo: "1",
      System: `${process.arch}/${process.platform}`,
      Golang: "",
    });
  },

  id: async ({ repo, response }) => {
    sendJson(response, {
      ID: repo.pins.peerId,
      PublicKey: "",
      Addresses: [],
      AgentVersion: AGENT_VERSION,
      Protocols: [],
    });
  },

  add: async ({ repo, options, request, response }) => {
    const withProgress = options.boolean("progress", false);
    const added = await addFiles(repo, request, options, (name, bytes) => {
      if (withProgress) sendLine(response, { Name: name, Bytes: bytes });
    });
    for (const file of added) sendLine(response, file);
    response.end();
  },

  cat: async ({ repo, options, response }) => {
    const offset = options.integer("offset", 0, { min: 0, max: Number.MAX_SAFE_INTEGER });
    const length = options.integer("length", -1, { min: -1, max: Number.MAX_SAFE_INTEGER });
    const cid = options.cid();
    const size = await readFileSize(repo, cid);
    if (offset > size) throw new RpcError("cannot seek past the end of the file");
    const end = length === -1 ? size : Math.min(size, offset + length);
    startStream(response);
    for await (const part of readFileParts(repo, cid, offset, end)) {
      if (response.destroyed) return;
      if (!response.write(part)) await drained(response);
    }
    response.end();
  },

  "block/get": async ({ repo, options, response }) => {
    const bytes = await repo.get(options.cid());
    startStream(response, bytes.length);
    response.end(bytes);
  },

  "block/put": async ({ repo, options, request, response }) => {
    const put = await putBlocks(repo, request, options);
    for (const block of put) sendLine(response, block);
    response.end();
  },

  "block/stat": async ({ repo, options, response }) => {
    const cid = options.cid();
    sendJson(response, { Key: cid.toString(), Size: await repo.size(cid) });
  },

  "pin/add": async ({ repo, options, response }) => {
    const cids = options.cids();
    if (cids.length === 0) throw new BadCallError('argument "ipfs-path" is required');
    const mode = options.boolean("recursive", true) ? "recursive" : "direct";
    await repo.write(async () => {
      for (const cid of cids) await repo.pin(cid, mode, options.text("name", ""));
    });
    sendJson(response, { Pins: cids.map(String) });
  },

  "pin/rm": async ({ repo, options, response }) => {
    const cids = options.cids();
    if (cids.length === 0) throw new BadCallError('argument "ipfs-path" is required');
    for (const cid of cids) {
      if (!repo.pins.remove(cid.toString())) {
        throw new RpcError("not pinned or pinned indirectly");
      }
    }
    sendJson(response, { Pins: cids.map(String) });
  },

  "pin/ls": async ({ repo, options, response }) => {
    const type = options.text("type", "all");
    if (!["all", "recursive", "direct", "indirect"].includes(type)) {
      throw new BadCallError(
        `invalid type '${type}', must be one of {direct, indirect, recursive, all}`,
      );
    }
    const cids = options.cids();
    const pins =
      cids.length > 0 ? cids.map((cid) => describePin(repo, cid, type)) : listPins(repo, type);
    if (!options.boolean("names", false)) for (const pin of pins) pin.Name = "";
    if (options.boolean("stream", false)) {
      startStream(response, undefined, "application/json");
      for (const pin of pins) response.write(`${JSON.stringify(pin)}\n`);
      response.end();
    } else {
      const keys = Object.fromEntries(pins.map(({ Cid, Name, Type }) => [Cid, { Type, Name }]));
      sendJson(response, { Keys: keys });
    }
  },

  "repo/gc": async ({ repo, response }) => {
    const removed = await repo.collectGarbage();
    startStream(response, undefined, "application/json");
    for (const digest of removed) response.write(`${JSON.stringify({ Key: { "/": digest } })}\n`);
    response.end();
  },
};

interface PinLine {
  Cid: string;
  Name: string;
  Type: string;
}

function listPins(repo: Repo, type: string): PinLine[] {
  const own = [...repo.pins.list()]
    .filter((pin) => type === "all" || pin.mode === type)
    .map((pin): PinLine => ({ Cid: pin.cid, Name: pin.name, Type: pin.mode }));
  if (type !== "all" && type !== "indirect") return own;
  const indirect = repo.pins.listIndirect();
  return [...own, ...indirect.map((cid): PinLine => ({ Cid: cid, Name: "", Type: "indirect" }))];
}

function describePin(repo: Repo, cid: CID, type: string): PinLine {
  const text = cid.toString();
  const pin = repo.pins.find(text);
  if (pin !== undefined && (type === "all" || type === pin.mode)) {
    return { Cid: text, Name: pin.name, Type: pin.mode };
  }
  const keeper =
    type === "all" || type === "indirect"
      ? repo.pins.findKeeper(digestHexOf(cid), text)
      : undefined;
  if (keeper === undefined) throw new RpcError(`path '/ipfs/${text}' is not pinned`);
  return { Cid: text, Name: "", Type: `indirect through ${keeper}` };
}

function startStream(
  response: ServerResponse,
  length?: number,
  type = "application/octet-stream",
): void {
  response.writeHead(200, {
    "Content-Type": type,
    ...(length === undefined ? {} : { "Content-Length": length }),
  });
}

function sendJson(response: ServerResponse, body: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`);
  startStream(response, bytes.length, "application/json");
  response.end(bytes);
}

function sendLine(response: ServerResponse, body: unknown): void {
  if (response.destroyed) return;
  if (!response.headersSent) startStream(response, undefined, "application/json");
  response.write(`${JSON.stringify(body)}\n`);
}

/** Also resolves when the reader has gone: `drain` never comes then. */
async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const go = () => {
      response.off("drain", go);
      response.off("close", go);
      resolve();
    };
    response.on("drain", go);
    response.on("close", go);
  });
}
