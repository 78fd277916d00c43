/** CIDs, digests, and the address of a node. */
import fc from "fast-check";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { describe, expect, it } from "vitest";
import type { Digest } from "../../frontend/src/domain/brand.ts";
import { HealthRecordsError } from "../../frontend/src/domain/errors.ts";
import {
  cidOfDigest,
  digestOf,
  digestOfCid,
  isBlockOf,
  parseCid,
} from "../../frontend/src/ipfs/cid.ts";
import { computeCid } from "../../frontend/src/ipfs/computeCid.ts";
import { IPFS_ERROR_CODES, IpfsError } from "../../frontend/src/ipfs/errors.ts";
import { parseEndpoint, parseGateway } from "../../frontend/src/ipfs/parseEndpoint.ts";

const hello = new TextEncoder().encode("hello world");
const helloCid = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

describe("a document's CID", () => {
  it("is Kubo's", async () => {
    expect(cidOfDigest(await digestOf(hello))).toBe(helloCid);
    expect(await computeCid(new Blob([hello]))).toBe(helloCid);
  });

  it("and its digest are each other's inverse", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (bytes) => {
        const digest = `0x${Buffer.from(bytes).toString("hex")}` as Digest;
        expect(digestOfCid(cidOfDigest(digest))).toBe(digest);
      }),
    );
  });

  it("names its bytes and no others", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), fc.nat(), async (bytes, at) => {
        const cid = cidOfDigest(await digestOf(bytes));
        expect(await isBlockOf(cid, bytes)).toBe(true);
        const flipped = Uint8Array.from(bytes);
        flipped[at % bytes.length] = (flipped[at % bytes.length] ?? 0) ^ (1 << (at % 8));
        expect(await isBlockOf(cid, flipped)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it("is the importer's for every size up to the limit of one block", async () => {
    for (const size of [0, 1, 1_048_575, 1_048_576]) {
      const bytes = new Uint8Array(size).fill(7);
      expect(await computeCid(new Blob([bytes]))).toBe(cidOfDigest(await digestOf(bytes)));
    }
  });

  it("is refused in every other spelling", async () => {
    const cid = CID.createV1(0x55, await sha256.digest(hello));
    expect(parseCid(cid.toString())).toBe(helloCid);
    for (const text of [
      helloCid.toUpperCase(),
      ` ${helloCid}`,
      `/ipfs/${helloCid}`,
      helloCid.slice(0, -1),
    ]) {
      expect(() => parseCid(text), text).toThrow(IpfsError);
    }
  });
});

describe("the address of a node", () => {
  it.each([
    ["http://127.0.0.1:5001", "http://127.0.0.1:5001/api/v0"],
    [" http://127.0.0.1:5001/ ", "http://127.0.0.1:5001/api/v0"],
    ["http://localhost:5001/api/v0", "http://localhost:5001/api/v0"],
    ["http://localhost:5001/api/v0/", "http://localhost:5001/api/v0"],
    ["http://[::1]:5001", "http://[::1]:5001/api/v0"],
    ["HTTPS://IPFS.Example.org", "https://ipfs.example.org/api/v0"],
    ["https://example.org/storage/ipfs", "https://example.org/storage/ipfs"],
    ["/ip4/127.0.0.1/tcp/5001", "http://127.0.0.1:5001/api/v0"],
    ["/ip6/::1/tcp/5001/http", "http://[::1]:5001/api/v0"],
    ["/dns4/ipfs.example.org/tcp/443/https", "https://ipfs.example.org/api/v0"],
  ])("%j is read as %s", (text, endpoint) => {
    expect(parseEndpoint(text)).toBe(endpoint);
    expect(parseEndpoint(parseEndpoint(text))).toBe(endpoint);
  });

  it.each([
    ["", /empty/],
    ["   ", /empty/],
    ["127.0.0.1:5001", /start with http/],
    ["localhost:5001", /start with http/],
    ["ftp://example.org", /start with http/],
    ["javascript:alert(1)", /start with http/],
    ["http://", /isn't a web address/],
    ["http://a b", /isn't a web address/],
    ["http://ipfs.example.org", /only safe for a node on this machine/],
    ["http://192.168.1.7:5001", /only safe for a node on this machine/],
    ["http://127.0.0.1.example.org", /only safe for a node on this machine/],
    ["https://me:secret@example.org", /name or a password/],
    ["https://example.org/?key=1", /must not have/],
    ["https://example.org/#x", /must not have/],
    ["/ip4/127.0.0.1/udp/4001/quic-v1", /multiaddress/],
    ["/p2p/12D3KooW", /multiaddress/],
  ])("%j is refused", (text, reason) => {
    const error = (() => {
      try {
        return parseEndpoint(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    if (!(error instanceof IpfsError)) throw new Error(`gave ${String(error)}`);
    expect(error.code).toBe("ipfs.bad-endpoint");
    expect(error.message).toMatch(reason);
    expect(JSON.stringify(error.nextStep)).not.toContain("secret");
  });

  it("may be plain http elsewhere for scripts that ask for it", () => {
    expect(parseEndpoint("http://ipfs:5001", { allowPlainHttp: true })).toBe(
      "http://ipfs:5001/api/v0",
    );
  });

  it("of a gateway has no RPC path", () => {
    expect(parseGateway("http://127.0.0.1:8080/")).toBe("http://127.0.0.1:8080");
    expect(parseGateway("https://example.org/ipfs/")).toBe("https://example.org");
    expect(() => parseGateway("http://example.org")).toThrow(IpfsError);
  });
});

describe("every error of this layer", () => {
  it.each(IPFS_ERROR_CODES)("%s says what happened and what to do", (code) => {
    const error = new IpfsError(code);
    expect(error).toBeInstanceOf(HealthRecordsError);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^[A-Z].*\.$/);
    expect(error.nextStep).toMatch(/^[A-Z].*\.$/);
  });
});
