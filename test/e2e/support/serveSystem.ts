// Run as a process of its own by system.ts: the whole system on free ports, described by one line
// of JSON. Ends when its standard input closes, so it can't outlive the tests.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSystem } from "../../../scripts/start/startSystem.ts";

const ipfsDirectory = await mkdtemp(join(tmpdir(), "health-records-e2e-"));
const system = await startSystem({
  ports: { app: 0, chain: 0, ipfs: 0 },
  strictPorts: false,
  ipfsDirectory,
  withCast: true,
});
console.log(
  JSON.stringify({
    appUrl: system.appUrl,
    rpcUrl: system.chain.rpcUrl,
    deployment: system.chain.deployment,
    ipfsRpcUrl: system.ipfs.rpcUrl,
  }),
);
process.stdin.resume();
process.stdin.once("end", async () => {
  await system.close();
  await rm(ipfsDirectory, { recursive: true, force: true });
  process.exit(0);
});
