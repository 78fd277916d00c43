/** Who may talk to the embedded node: what a hostile web page on the same machine can try. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startIpfsNode } from "../../scripts/ipfs-node/startIpfsNode.ts";
import { httpRequest } from "./support/httpRequest.ts";
import { codeOf, makeFolder, removeFolder, startTestNode, storeAt } from "./support/testNode.ts";

const APP = "http://localhost:5173";
let node: Awaited<ReturnType<typeof startTestNode>>;
let host: string;

beforeAll(async () => {
  node = await startTestNode({ allowedOrigins: [APP], allowedHosts: ["ipfs.localhost:8080"] });
  host = new URL(node.rpcUrl).host;
});
afterAll(async () => await node.close());

const version = (headers: Record<string, string>, method = "POST") =>
  httpRequest(`${node.rpcUrl}/version`, { method, headers });

describe("the Host header", () => {
  it.each(["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])(
    "may be %s with the port",
    async (name) => {
      const port = host.split(":")[1];
      expect((await version({ Host: `${name}:${port}` })).status).toBe(200);
    },
  );

  it("may be one that was allowed", async () => {
    expect((await version({ Host: "ipfs.localhost:8080" })).status).toBe(200);
  });

  it.each([
    "evil.example",
    "evil.example:5001",
    "127.0.0.1",
    "127.0.0.1.evil.example",
    "localhost:1",
  ])("must not be %s (DNS rebinding)", async (name) => {
    const answer = await version({ Host: name });
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain("Version");
  });
});

describe("the Origin header", () => {
  it("may be missing: the request comes from no web page", async () => {
    expect((await version({})).status).toBe(200);
  });

  it("may be the app's, which can then read the answer", async () => {
    const answer = await version({ Origin: APP });
    expect(answer.status).toBe(200);
    expect(answer.headers["access-control-allow-origin"]).toBe(APP);
    expect(answer.headers.vary).toBe("Origin");
  });

  it.each([
    "null",
    "http://evil.example",
    "https://localhost:5173",
    "http://localhost:51730",
    "http://localhost:5173.evil.example",
    "nonsense",
    "",
  ])("must not be %j", async (origin) => {
    const answer = await version({ Origin: origin });
    expect(answer.status).toBe(403);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    // Still alive: `Origin: null` ended a prototype.
    expect((await version({})).status).toBe(200);
  });

  it("is checked on the gateway, too", async () => {
    const url = `${node.gatewayUrl}/ipfs/bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku?format=raw`;
    const foreign = { Origin: "http://evil.example" };
    expect((await httpRequest(url, { method: "GET", headers: foreign })).status).toBe(403);
    expect((await httpRequest(url, { method: "GET", headers: { Origin: APP } })).status).toBe(404);
  });
});

describe("a request without Origin", () => {
  it.each(["cross-site", "same-site"])(
    "is refused when the browser calls it %s (an image, a frame)",
    async (site) => {
      expect((await version({ "Sec-Fetch-Site": site })).status).toBe(403);
    },
  );

  it.each(["none", "same-origin"])("is served when the browser calls it %s", async (site) => {
    expect((await version({ "Sec-Fetch-Site": site })).status).toBe(200);
  });

  it("is refused when it was sent from a page that isn't allowed", async () => {
    expect((await version({ Referer: "http://evil.example/page" })).status).toBe(403);
    expect((await version({ Referer: `${APP}/#/chart` })).status).toBe(200);
  });
});

describe("the preflight", () => {
  it("allows the app what it sends", async () => {
    const answer = await version(
      {
        Origin: APP,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Private-Network": "true",
      },
      "OPTIONS",
    );
    expect(answer.status).toBe(204);
    expect(answer.headers["access-control-allow-origin"]).toBe(APP);
    expect(answer.headers["access-control-allow-methods"]).toContain("POST");
    expect(answer.headers["access-control-allow-private-network"]).toBe("true");
  });

  it("allows another origin nothing", async () => {
    const answer = await version(
      { Origin: "http://evil.example", "Access-Control-Request-Method": "POST" },
      "OPTIONS",
    );
    expect(answer.status).toBe(403);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("starting the node", () => {
  it.each(["*", "null", "localhost:5173", "http://localhost:5173/", ""])(
    "refuses %j as an allowed origin",
    async (origin) => {
      const directory = await makeFolder();
      await expect(startIpfsNode({ directory, allowedOrigins: [origin] })).rejects.toThrow(
        /not an origin/,
      );
      await removeFolder(directory);
    },
  );

  it("refuses to listen beyond this machine", async () => {
    const directory = await makeFolder();
    const everywhere = "0.0.0.0" as "127.0.0.1";
    await expect(startIpfsNode({ directory, host: everywhere })).rejects.toThrow(/loopback only/);
    await removeFolder(directory);
  });

  it.each([0, -1, Number.NaN])(
    "refuses %d bytes as the limit of its storage",
    async (maxRepoBytes) => {
      const directory = await makeFolder();
      await expect(startIpfsNode({ directory, maxRepoBytes })).rejects.toThrow(/not a size/);
      await removeFolder(directory);
    },
  );

  it("says when the port is taken, and lets go of the folder", async () => {
    const directory = await makeFolder();
    const port = Number(host.split(":")[1]);
    await expect(startIpfsNode({ directory, port })).rejects.toThrow(/EADDRINUSE/);
    const second = await startIpfsNode({ directory });
    await second.close();
    await removeFolder(directory);
  });
});

it("tells the app's client plainly when it refuses it", async () => {
  const store = storeAt(node.rpcUrl, {
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...init?.headers, Origin: "http://evil.example" } }),
  });
  expect(await codeOf(store.getDocument(`0x${"ab".repeat(32)}`))).toBe("ipfs.forbidden");
});
