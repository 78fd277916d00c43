/**
 * Blocks as files, named by their SHA-256 (as in Kubo, the codec isn't part of the key).
 * A block is written to tmp/, synced, then renamed: a file under blocks/ is always whole,
 * whenever the power went. A batch is durable once `sync` has returned, because a rename
 * survives only when its folder was synced, too.
 */
import { hash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { CID } from "multiformats/cid";
import { RpcError } from "./rpcError.ts";

const SHA2_256 = 0x12;

export interface BlockBatch {
  put(cid: CID, bytes: Uint8Array): Promise<void>;
  /** When it returns, all blocks of the batch outlive a power cut. */
  sync(): Promise<void>;
}

export class BlockFiles {
  readonly #blocks: string;
  readonly #temp: string;
  readonly #maxBytes: number;
  #usedBytes = 0;

  private constructor(directory: string, maxBytes: number) {
    this.#blocks = path.join(directory, "blocks");
    this.#temp = path.join(directory, "tmp");
    this.#maxBytes = maxBytes;
  }

  /** Creates the folders where needed and removes what a crash left in tmp/. */
  static async open(directory: string, options: { maxBytes: number }): Promise<BlockFiles> {
    const files = new BlockFiles(directory, options.maxBytes);
    await rm(files.#temp, { recursive: true, force: true });
    await mkdir(files.#temp, { recursive: true });
    // All 256 folders at once, so that no later write has to sync a new folder's parent.
    await mkdir(files.#blocks, { recursive: true });
    for (let i = 0; i < 256; i += 1) {
      await mkdir(path.join(files.#blocks, i.toString(16).padStart(2, "0")), { recursive: true });
    }
    for (const folder of [files.#blocks, directory]) await syncFolder(folder);
    for await (const digest of files.list()) files.#usedBytes += (await files.#size(digest)) ?? 0;
    return files;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** The block's size in bytes, or undefined when it isn't here. */
  async findSize(cid: CID): Promise<number | undefined> {
    return await this.#size(digestHexOf(cid));
  }

  /** The block, or undefined when it isn't here. Throws RpcError when the file has rotted. */
  async find(cid: CID): Promise<Uint8Array | undefined> {
    const digest = digestHexOf(cid);
    const bytes = await readIfThere(this.#pathOf(digest));
    if (bytes !== undefined && hash("sha256", bytes) !== digest) {
      throw new RpcError(`block in storage has different hash than requested: ${cid}`);
    }
    return bytes;
  }

  startBatch(): BlockBatch {
    const touched = new Set<string>();
    return {
      put: async (cid, bytes) => {
        const digest = digestHexOf(cid);
        // Also when it is there already: whoever wrote it may not have synced yet.
        touched.add(path.dirname(this.#pathOf(digest)));
        await this.#write(digest, bytes);
      },
      sync: async () => {
        await Promise.all([...touched].map(syncFolder));
      },
    };
  }

  async remove(digest: string): Promise<void> {
    const size = await this.#size(digest);
    if (size === undefined) return;
    await rm(this.#pathOf(digest), { force: true });
    this.#usedBytes -= size;
  }

  /** SHA-256 of every block here, in hex. */
  async *list(): AsyncGenerator<string> {
    for (const folder of await readdir(this.#blocks)) {
      for (const name of await readdir(path.join(this.#blocks, folder))) {
        if (/^[0-9a-f]{64}$/.test(name)) yield name;
      }
    }
  }

  async #write(digest: string, bytes: Uint8Array): Promise<void> {
    const target = this.#pathOf(digest);
    const existing = await readIfThere(target);
    // A rotted block is written again: adding a file once more heals it.
    if (existing !== undefined && Buffer.compare(existing, bytes) === 0) return;
    const growth = bytes.length - (existing?.length ?? 0);
    if (this.#usedBytes + growth > this.#maxBytes) {
      throw new RpcError(`the node's storage is full: its limit is ${this.#maxBytes} bytes`);
    }
    this.#usedBytes += growth;
    const temp = path.join(this.#temp, randomUUID());
    try {
      const file = await open(temp, "wx");
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temp, target);
    } catch (error) {
      this.#usedBytes -= growth;
      await rm(temp, { force: true });
      throw error;
    }
  }

  async #size(digest: string): Promise<number | undefined> {
    try {
      return (await stat(this.#pathOf(digest))).size;
    } catch (error) {
      if (isNotThere(error)) return undefined;
      throw error;
    }
  }

  #pathOf(digest: string): string {
    return path.join(this.#blocks, digest.slice(0, 2), digest);
  }
}

/** SHA-256 in hex. Throws RpcError on any other hash function. */
export function digestHexOf(cid: CID): string {
  if (cid.multihash.code !== SHA2_256 || cid.multihash.digest.length !== 32) {
    throw new RpcError(`only sha2-256 is supported here: ${cid}`);
  }
  return Buffer.from(cid.multihash.digest).toString("hex");
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

function isNotThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can't open a folder for syncing; NTFS journals renames by itself.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
