import type { ChainReader } from "../chain/reader.ts";
import type { ChainWriter } from "../chain/writer.ts";
import type { Crypto } from "../crypto/crypto.ts";
import type { Random } from "../crypto/random.ts";
import type { IpfsStore } from "../ipfs/ipfsStore.ts";
import type { LocalStore } from "./localStore.ts";

/** Everything that the use cases take from outside; the app, scripts and tests wire it up. */
export interface Ports {
  readonly reader: ChainReader;
  /** Over another RPC: keys to seal to are believed only where both agree. */
  readonly secondReader?: ChainReader;
  /** Over the connected wallet. */
  readonly writer: ChainWriter;
  readonly crypto: Crypto;
  /** The plain store of one node; copies are kept by the use cases themselves. */
  readonly ipfs: IpfsStore;
  /** Of one chain: a chain that started anew must come with another (or emptied) store. */
  readonly store: LocalStore;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Clock {
  /** Unix seconds. */
  now(): number;
}

export const systemClock: Clock = { now: () => Math.floor(Date.now() / 1_000) };
