// Serves the built web app on loopback, with one more file beside it: local.json, which tells the
// app where this computer's own chain and IPFS node are.
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, preview } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));
const configFile = join(root, "frontend/vite.config.ts");
const built = join(root, "dist/app/index.html");

async function newestChange(directory: string): Promise<number> {
  let newest = 0;
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && !entry.name.endsWith(".test.tsx")) {
      const { mtimeMs } = await stat(join(entry.parentPath, entry.name));
      newest = Math.max(newest, mtimeMs);
    }
  }
  return newest;
}

/** Builds dist/app unless it is newer than everything that it is built from. */
export async function buildApp(): Promise<"built" | "up to date"> {
  if (existsSync(built)) {
    const { mtimeMs } = await stat(built);
    const inputs = await Promise.all([
      newestChange(join(root, "frontend")),
      stat(join(root, "package-lock.json")).then((lock) => lock.mtimeMs),
    ]);
    if (inputs.every((changed) => changed < mtimeMs)) {
      return "up to date";
    }
  }
  await build({ configFile, logLevel: "error" });
  return "built";
}

function servesLocalJson(content: () => unknown): Plugin {
  return {
    name: "local-json",
    configurePreviewServer(server) {
      server.middlewares.use("/local.json", (_request, response) => {
        response.setHeader("Content-Type", "application/json");
        response.setHeader("Cache-Control", "no-store");
        response.end(JSON.stringify(content()));
      });
    },
  };
}

export interface AppServer {
  /** With a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** `port` 0 = any free port; with `strictPort` a taken one is an error, else the next is used. */
export async function serveApp(options: {
  port: number;
  strictPort: boolean;
  localJson: () => unknown;
}): Promise<AppServer> {
  const server = await preview({
    configFile,
    logLevel: "warn",
    plugins: [servesLocalJson(options.localJson)],
    preview: { host: "127.0.0.1", port: options.port, strictPort: options.strictPort },
  });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") {
    throw new Error("the web server has no port");
  }
  return {
    // localhost, not 127.0.0.1: browsers treat both as secure, wallets and passkeys want a name.
    url: `http://localhost:${address.port}/`,
    close: () => server.close(),
  };
}
