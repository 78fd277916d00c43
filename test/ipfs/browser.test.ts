/** The same client in a browser: bundled by Vite, in Chromium, against the embedded node. */
import { createServer, type Server } from "node:http";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserLaunchOptions } from "../../scripts/setup/browser.ts";
import type { Client } from "./support/browserEntry.ts";
import { collect, startTestNode, storeAt } from "./support/testNode.ts";

declare const client: Client;

let browser: Browser;
let server: Server;
let node: Awaited<ReturnType<typeof startTestNode>>;
let files: Map<string, string>;
let allowed: string;
let refused: string;

beforeAll(async () => {
  files = await bundle();
  server = createServer((request, response) => {
    const file = files.get((request.url ?? "").slice(1));
    if (file === undefined) {
      response.setHeader("Content-Type", "text/html");
      response.end('<!doctype html><script type="module" src="/entry.js"></script>');
    } else {
      response.setHeader("Content-Type", "text/javascript");
      response.end(file);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  // Two names of one server are two origins; the node allows one of them.
  allowed = `http://localhost:${address.port}`;
  refused = `http://127.0.0.1:${address.port}`;
  node = await startTestNode({ allowedOrigins: [allowed] });
  browser = await chromium.launch(browserLaunchOptions());
});
afterAll(async () => {
  await browser?.close();
  await node?.close();
  server?.closeAllConnections();
  server?.close();
});

async function bundle(): Promise<Map<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      target: "es2023",
      modulePreload: false,
      rollupOptions: {
        input: "test/ipfs/support/browserEntry.ts",
        output: { entryFileNames: "entry.js" },
      },
    },
  });
  if (!("output" in result)) throw new Error("one bundle was asked for");
  return new Map(
    result.output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file.code]] : [])),
  );
}

async function open(origin: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => "client" in globalThis);
  return page;
}

describe("from an origin that the node allows", () => {
  it("stores, pins and reads documents and files, with progress", async () => {
    const page = await open(allowed);
    const seen = await page.evaluate(async (rpcUrl) => {
      const store = client.createIpfsStore({ endpoint: client.parseEndpoint(rpcUrl) });
      const bytes = new Uint8Array(5_000_000).map((_, i) => (i * i) >> 3);
      const document = await store.putDocument(bytes.slice(0, 1000));
      const steps: number[] = [];
      const segment = await store.putSegment(new Blob([bytes]), {
        onProgress: (done) => steps.push(done),
      });
      let same = true;
      let at = 0;
      for await (const part of store.getSegment(segment.cid)) {
        same &&= part.every((byte, i) => byte === bytes[at + i]);
        at += part.length;
      }
      const info = await store.nodeInfo();
      return {
        document,
        segment,
        steps,
        same,
        read: at,
        readDocument: (await store.getDocument(document.digest)).length,
        pinned: await store.isPinned(segment.cid),
        peerId: info.peerId,
      };
    }, node.rpcUrl);
    expect(seen).toMatchObject({ same: true, read: 5_000_000, readDocument: 1000, pinned: true });
    expect(seen.peerId).toBe(node.peerId);
    expect(seen.steps.at(-1)).toBe(5_000_000);
    // Node, with its own crypto and its own multipart, sees the same bytes under the same CID.
    const there = await collect(storeAt(node.rpcUrl).getSegment(seen.segment.cid));
    expect((await storeAt(node.rpcUrl).putSegment(there)).cid).toBe(seen.segment.cid);
    await page.close();
  });

  it("cancels an upload before it starts, and in the middle", async () => {
    const page = await open(allowed);
    const codes = await page.evaluate(async (rpcUrl) => {
      const store = client.createIpfsStore({ endpoint: client.parseEndpoint(rpcUrl) });
      const bytes = crypto.getRandomValues(new Uint8Array(65_536));
      const blob = new Blob(Array<Uint8Array<ArrayBuffer>>(1000).fill(bytes));
      const codeOf = (work: Promise<unknown>) =>
        work.then(
          () => "nothing was thrown",
          (error: { code: string }) => error.code,
        );
      const onProgress = () => controller.abort();
      const controller = new AbortController();
      return [
        await codeOf(store.putSegment(blob, { signal: AbortSignal.abort(), onProgress })),
        await codeOf(store.putSegment(blob, { signal: controller.signal, onProgress })),
      ];
    }, node.rpcUrl);
    expect(codes).toEqual(["ipfs.aborted", "ipfs.aborted"]);
    await page.close();
  });
});

/** The code that each call of the client ends with. */
async function codesOf(page: Page, rpcUrl: string): Promise<string[]> {
  return await page.evaluate(async (url) => {
    const store = client.createIpfsStore({ endpoint: client.parseEndpoint(url) });
    const cid = "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    const calls = [
      store.putDocument(new Uint8Array(10)),
      store.putSegment(new Blob([new Uint8Array(2_000_000)])),
      store.getDocument(cid),
      store.isPinned(cid),
      store.nodeInfo(),
    ];
    return await Promise.all(
      calls.map((call) =>
        (call as Promise<unknown>).then(
          () => "nothing was thrown",
          (error: { code: string }) => error.code,
        ),
      ),
    );
  }, rpcUrl);
}

it("tells a node that refuses its origin from one that is down", async () => {
  const page = await open(refused);
  expect(await codesOf(page, node.rpcUrl)).toEqual(Array(5).fill("ipfs.origin-refused"));
  // A port on which nothing listens: the node's own, after it has gone.
  const gone = await startTestNode({ allowedOrigins: [refused] });
  await gone.close();
  expect(await codesOf(page, gone.rpcUrl)).toEqual(Array(5).fill("ipfs.unreachable"));
  await page.close();
});

it("loads kubo-rpc-client only when it is needed, and keeps reading small", () => {
  const sizes = [...files].map(([name, code]) => ({ name, gzipped: gzipSync(code).length }));
  const entry = sizes.find(({ name }) => name === "entry.js");
  expect(entry?.gzipped).toBeLessThan(90_000);
  expect(sizes.length).toBeGreaterThan(1);
  console.info(sizes.map(({ name, gzipped }) => `${name}: ${gzipped} bytes gzipped`).join("\n"));
});
