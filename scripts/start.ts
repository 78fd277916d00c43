// `npm start`: the whole system on this computer, until Ctrl-C.
import { fileURLToPath } from "node:url";
import { startSystem } from "./start/startSystem.ts";

function portFrom(name: string, standard: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") {
    return standard;
  }
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`${name} must be a port number from 0 to 65535, but it is "${text}".`);
    process.exit(1);
  }
  return port;
}

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stop.abort());
}

try {
  const system = await startSystem({
    ports: {
      app: portFrom("APP_PORT", 5173),
      chain: portFrom("CHAIN_PORT", 8545),
      ipfs: portFrom("IPFS_PORT", 5001),
    },
    ipfsDirectory: fileURLToPath(new URL("../.local/ipfs", import.meta.url)),
    strictPorts: true,
    withCast: true,
    onStep: (line) => {
      console.log(line);
    },
  });
  console.log(`
Practice chain   ${system.chain.rpcUrl} (chain id ${system.chain.deployment.chainId}; forgets everything when it stops)
IPFS node        ${system.ipfs.rpcUrl} (keeps its files in .local/ipfs)
Press Ctrl-C to stop everything.
`);
  console.log(`Ready: ${system.appUrl}`);
  if (!stop.signal.aborted) {
    await new Promise((resolve) => stop.signal.addEventListener("abort", resolve));
  }
  console.log("\nStopping…");
  await system.close();
  process.exit(0);
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code;
  const message = error instanceof Error ? error.message : String(error);
  if (code === "EADDRINUSE" || message.includes("is already in use")) {
    console.error(
      `A port is taken: ${message}\nIs another copy running? Stop it, or choose other ports, for example:\n  APP_PORT=5174 CHAIN_PORT=8546 IPFS_PORT=5002 npm start`,
    );
  } else {
    console.error("Could not start:", error);
  }
  process.exit(1);
}
