import * as dagPb from "@ipld/dag-pb";
import { UnixFS } from "ipfs-unixfs";
import type { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import type { Repo } from "./repo.ts";
import { RpcError } from "./rpcError.ts";

/** A file as a tree: what a node holds itself, and what its links hold. */
interface FileNode {
  own: Uint8Array;
  children: { cid: CID; bytes: number }[];
}

/** The file's size in bytes. Throws RpcError when it is no file, or isn't here. */
export async function readFileSize(repo: Repo, cid: CID): Promise<number> {
  const { own, children } = await readNode(repo, cid);
  return children.reduce((sum, child) => sum + child.bytes, own.length);
}

/**
 * The bytes from `start` to before `end`, block by block, in order. Not by the exporter
 * (16.2): it loses rejections below the first layer, and one missing block would end the
 * process. Throws RpcError when a block is missing, rotted, or shorter than promised.
 */
export async function* readFileParts(
  repo: Repo,
  cid: CID,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, void> {
  const { own, children } = await readNode(repo, cid);
  if (start < own.length) yield own.subarray(start, Math.min(end, own.length));
  let at = own.length;
  for (const child of children) {
    const from = Math.max(start, at) - at;
    const to = Math.min(end, at + child.bytes) - at;
    if (from < to) {
      let given = 0;
      for await (const part of readFileParts(repo, child.cid, from, to)) {
        given += part.length;
        yield part;
      }
      if (given !== to - from) throw new RpcError(`a block under ${cid} is shorter than promised`);
    }
    at += child.bytes;
  }
}

async function readNode(repo: Repo, cid: CID): Promise<FileNode> {
  const block = await repo.get(cid);
  if (cid.code === raw.code) return { own: block, children: [] };
  if (cid.code !== dagPb.code) throw new RpcError(`unrecognized object type: ${cid.code}`);
  const { Data, Links } = dagPb.decode(block);
  if (Data === undefined) throw new RpcError("this dag node is not a file");
  const unixfs = UnixFS.unmarshal(Data);
  if (unixfs.isDirectory()) throw new RpcError("this dag node is a directory");
  if (unixfs.type !== "file" && unixfs.type !== "raw")
    throw new RpcError("this dag node is not a file");
  if (Links.length !== unixfs.blockSizes.length) throw new RpcError("this dag node is malformed");
  const children = Links.map((link, i) => ({
    cid: link.Hash,
    bytes: Number(unixfs.blockSizes[i]),
  }));
  return { own: unixfs.data ?? new Uint8Array(), children };
}
