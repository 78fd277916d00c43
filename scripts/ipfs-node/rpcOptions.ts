import { CID } from "multiformats/cid";
import { BadCallError, type RpcError } from "./rpcError.ts";

/** The options in an RPC call's query, read as Kubo reads them. What isn't asked for is ignored. */
export class RpcOptions {
  readonly #query: URLSearchParams;

  constructor(query: URLSearchParams) {
    this.#query = query;
  }

  boolean(name: string, fallback: boolean): boolean {
    const text = this.#query.get(name);
    if (text === null) return fallback;
    if (/^(1|t|T|TRUE|true|True)$/.test(text)) return true;
    if (/^(0|f|F|FALSE|false|False)$/.test(text)) return false;
    throw new BadCallError(`option "${name}" must be true or false, not "${text}"`);
  }

  integer(name: string, fallback: number, range: { min: number; max: number }): number {
    const text = this.#query.get(name);
    if (text === null) return fallback;
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= range.min && value <= range.max)) {
      throw new BadCallError(
        `option "${name}" must be from ${range.min} to ${range.max}, not "${text}"`,
      );
    }
    return value;
  }

  text(name: string, fallback: string): string {
    return this.#query.get(name) ?? fallback;
  }

  /** Refuses what this node can't do, rather than to do something else quietly. */
  refuse(...names: string[]): void {
    for (const name of names) {
      if (this.boolean(name, false)) throw unsupported(name);
    }
  }

  /** The one `arg`, a CID or `/ipfs/{cid}`. Throws RpcError when it is missing or has a path. */
  cid(): CID {
    const [only] = this.cids();
    if (only === undefined) throw new BadCallError('argument "ipfs-path" is required');
    return only;
  }

  cids(): CID[] {
    return this.#query.getAll("arg").map(parsePath);
  }
}

export function unsupported(what: string): RpcError {
  return new BadCallError(`the embedded node doesn't support ${what}`);
}

function parsePath(text: string): CID {
  try {
    return CID.parse(text.replace(/^\/ipfs\//, ""));
  } catch (cause) {
    throw new BadCallError(`invalid path "${text.slice(0, 200)}"`, { cause });
  }
}
