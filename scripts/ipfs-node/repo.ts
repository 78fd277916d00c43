/** Blocks and pins together: what must hold between the two, and nothing about HTTP. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import * as dagPb from "@ipld/dag-pb";
import type { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { type BlockBatch, BlockFiles, digestHexOf } from "./blockFiles.ts";
import { type PinMode, Pins } from "./pins.ts";
import { RpcError } from "./rpcError.ts";
import { Turns } from "./turns.ts";

export class Repo {
  readonly blocks: BlockFiles;
  readonly pins: Pins;
  readonly #turns = new Turns();

  private constructor(blocks: BlockFiles, pins: Pins) {
    this.blocks = blocks;
    this.pins = pins;
  }

  static async open(directory: string, options: { maxBytes: number }): Promise<Repo> {
    const absolute = path.resolve(directory);
    await mkdir(absolute, { recursive: true });
    // The pins first: they keep a second node out before the temporary files are removed.
    const pins = new Pins(absolute);
    try {
      return new Repo(await BlockFiles.open(absolute, options), pins);
    } catch (error) {
      pins.close();
      throw error;
    }
  }

  /** Throws RpcError when the block isn't here. */
  async get(cid: CID): Promise<Uint8Array> {
    const bytes = await this.blocks.find(cid);
    if (bytes === undefined) throw notHere(cid);
    return bytes;
  }

  async size(cid: CID): Promise<number> {
    const size = await this.blocks.findSize(cid);
    if (size === undefined) throw notHere(cid);
    return size;
  }

  /** Garbage collection waits while `work` runs, so that its blocks can't vanish before they are pinned. */
  async write<T>(work: (batch: BlockBatch) => Promise<T>): Promise<T> {
    return await this.#turns.together(() => work(this.blocks.startBatch()));
  }

  /** Keeps a DAG whose blocks are all here; call it inside `write`. Throws RpcError when one is missing. */
  async pin(cid: CID, mode: PinMode, name: string): Promise<void> {
    // A wider pin is never narrowed by accident, as in Kubo.
    if (mode === "direct" && this.pins.find(cid.toString())?.mode === "recursive") {
      throw new RpcError(`pin: ${cid} already pinned recursively`);
    }
    await this.size(cid);
    const blocks =
      mode === "recursive"
        ? await this.#blocksUnder(cid)
        : new Map([[digestHexOf(cid), cid.toString()]]);
    this.pins.add({ cid: cid.toString(), mode, name }, blocks);
  }

  /** Removes every block that no pin keeps; gives their SHA-256 in hex. */
  async collectGarbage(): Promise<string[]> {
    return await this.#turns.alone(async () => {
      const removed: string[] = [];
      for await (const digest of this.blocks.list()) {
        if (this.pins.keepsBlock(digest)) continue;
        await this.blocks.remove(digest);
        removed.push(digest);
      }
      return removed;
    });
  }

  /** Waits for writers, then lets go of the folder. */
  async close(): Promise<void> {
    await this.#turns.alone(async () => this.pins.close());
  }

  /** Each block that must be here for this pin: SHA-256 in hex and CID. */
  async #blocksUnder(root: CID): Promise<Map<string, string>> {
    const seen = new Map<string, string>();
    const open = [root];
    for (let cid = open.pop(); cid !== undefined; cid = open.pop()) {
      const digest = digestHexOf(cid);
      if (seen.has(digest)) continue;
      await this.size(cid);
      seen.set(digest, cid.toString());
      if (cid.code === dagPb.code) {
        open.push(...dagPb.decode(await this.get(cid)).Links.map((link) => link.Hash));
      } else if (cid.code !== raw.code) {
        throw new RpcError(`only raw and dag-pb are supported here: ${cid}`);
      }
    }
    return seen;
  }
}

/** Kubo's sentence when it is offline: clients look for "could not find". */
function notHere(cid: CID): RpcError {
  return new RpcError(`block was not found locally (offline): ipld: could not find ${cid}`);
}
