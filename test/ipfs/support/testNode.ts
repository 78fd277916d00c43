import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  createIpfsStore,
  type IpfsStoreOptions,
} from "../../../frontend/src/ipfs/createIpfsStore.ts";
import { parseEndpoint } from "../../../frontend/src/ipfs/parseEndpoint.ts";
import {
  type IpfsNode,
  type IpfsNodeOptions,
  startIpfsNode,
} from "../../../scripts/ipfs-node/startIpfsNode.ts";

export async function makeFolder(): Promise<string> {
  return await mkdtemp(path.join(tmpdir(), "health-records-ipfs-"));
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** A node in a folder of its own; `close` removes both. */
export async function startTestNode(
  options: Omit<Partial<IpfsNodeOptions>, "directory"> = {},
): Promise<IpfsNode & { directory: string }> {
  const directory = await makeFolder();
  const node = await startIpfsNode({ directory, ...options });
  return {
    ...node,
    directory,
    close: async () => {
      await node.close();
      await removeFolder(directory);
    },
  };
}

export function storeAt(rpcUrl: string, options: Omit<Partial<IpfsStoreOptions>, "endpoint"> = {}) {
  return createIpfsStore({ endpoint: parseEndpoint(rpcUrl), ...options });
}

export async function collect(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return new Uint8Array(await new Blob(all as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

/** Bytes that don't compress or repeat; at most 64 KiB at a time come from the platform. */
export function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, size)));
  }
  return bytes;
}

/** The code of the IpfsError that `work` rejects with. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
  throw new Error("nothing was thrown");
}
