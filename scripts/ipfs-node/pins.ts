/**
 * What the node keeps, in SQLite: a pin is there for good once `add` has returned (WAL,
 * synchronous FULL). Each pin lists its blocks, so that "what may go" and "kept through
 * which pin" are one query. Holding the database exclusively also keeps a second node out
 * of the same folder; the lock goes with the process, however it ends.
 */
import { generateKeyPairSync } from "node:crypto";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { base58btc } from "multiformats/bases/base58";

export type PinMode = "recursive" | "direct";

export interface Pin {
  cid: string;
  mode: PinMode;
  name: string;
}

const FORMAT = "1";

export class Pins {
  readonly peerId: string;
  readonly #db: DatabaseSync;

  constructor(directory: string) {
    const db = new DatabaseSync(path.join(directory, "pins.sqlite"));
    try {
      db.exec(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
      );
      db.exec("BEGIN IMMEDIATE");
      db.exec(`
        CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS pins (cid TEXT PRIMARY KEY, mode TEXT NOT NULL, name TEXT NOT NULL)
          WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS pinned_blocks (block TEXT NOT NULL, pin TEXT NOT NULL,
          cid TEXT NOT NULL, PRIMARY KEY (block, pin)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS blocks_of_pin ON pinned_blocks (pin);
      `);
      db.exec("COMMIT");
    } catch (cause) {
      db.close();
      throw new Error(`another IPFS node uses ${directory}, or its pins.sqlite is damaged`, {
        cause,
      });
    }
    this.#db = db;
    const format = this.#meta("format", () => FORMAT);
    if (format !== FORMAT) {
      db.close();
      throw new Error(`${directory} was written by a newer version (format ${format})`);
    }
    this.peerId = this.#meta("peer-id", makePeerId);
  }

  /** `blocks`: every block that the pin keeps, its root included; SHA-256 in hex and CID of each. */
  add(pin: Pin, blocks: ReadonlyMap<string, string>): void {
    this.#inTransaction(() => {
      this.#db
        .prepare("INSERT OR REPLACE INTO pins VALUES (?, ?, ?)")
        .run(pin.cid, pin.mode, pin.name);
      this.#db.prepare("DELETE FROM pinned_blocks WHERE pin = ?").run(pin.cid);
      const insert = this.#db.prepare("INSERT OR IGNORE INTO pinned_blocks VALUES (?, ?, ?)");
      for (const [block, cid] of blocks) insert.run(block, pin.cid, cid);
    });
  }

  /** False when there was no such pin. */
  remove(cid: string): boolean {
    return this.#inTransaction(() => {
      this.#db.prepare("DELETE FROM pinned_blocks WHERE pin = ?").run(cid);
      return this.#db.prepare("DELETE FROM pins WHERE cid = ?").run(cid).changes > 0;
    });
  }

  find(cid: string): Pin | undefined {
    const row = this.#db.prepare("SELECT cid, mode, name FROM pins WHERE cid = ?").get(cid);
    return row === undefined ? undefined : toPin(row);
  }

  /** In the order of their CIDs, one at a time: the list may be long. */
  *list(mode?: PinMode): Generator<Pin> {
    const rows =
      mode === undefined
        ? this.#db.prepare("SELECT cid, mode, name FROM pins ORDER BY cid").all()
        : this.#db
            .prepare("SELECT cid, mode, name FROM pins WHERE mode = ? ORDER BY cid")
            .all(mode);
    for (const row of rows) yield toPin(row);
  }

  /** CIDs that are kept because they are part of something pinned. */
  listIndirect(): string[] {
    return this.#db
      .prepare(
        "SELECT DISTINCT cid FROM pinned_blocks WHERE cid NOT IN (SELECT cid FROM pins) ORDER BY cid",
      )
      .all()
      .map((row) => String(row.cid));
  }

  /** A recursive pin that keeps this block, other than the pin of the block itself. */
  findKeeper(block: string, cid: string): string | undefined {
    const row = this.#db
      .prepare("SELECT pin FROM pinned_blocks WHERE block = ? AND pin <> ? ORDER BY pin LIMIT 1")
      .get(block, cid);
    return row === undefined ? undefined : String(row.pin);
  }

  keepsBlock(block: string): boolean {
    return this.#db.prepare("SELECT 1 FROM pinned_blocks WHERE block = ?").get(block) !== undefined;
  }

  close(): void {
    this.#db.close();
  }

  #meta(key: string, make: () => string): string {
    const row = this.#db.prepare("SELECT value FROM meta WHERE key = ?").get(key);
    if (row !== undefined) return String(row.value);
    const value = make();
    this.#db.prepare("INSERT INTO meta VALUES (?, ?)").run(key, value);
    return value;
  }

  #inTransaction<T>(work: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }
}

function toPin(row: Record<string, unknown>): Pin {
  return {
    cid: String(row.cid),
    mode: row.mode === "direct" ? "direct" : "recursive",
    name: String(row.name),
  };
}

/**
 * A peer id as libp2p spells it: the identity multihash of an Ed25519 public key, base58.
 * Only a name here: the node speaks to no peers, so the private key is thrown away.
 */
function makePeerId(): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const spki = publicKey.export({ type: "spki", format: "der" });
  const key = [0x08, 0x01, 0x12, 0x20, ...spki.subarray(-32)];
  return base58btc.baseEncode(Uint8Array.from([0x00, key.length, ...key]));
}
