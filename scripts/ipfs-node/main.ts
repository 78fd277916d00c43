/**
 * Runs the embedded IPFS node by itself:
 *   node scripts/ipfs-node/main.ts --directory .data/ipfs [--port 5001]
 *     [--allow-origin http://localhost:5173]... [--max-repo-bytes N] [--json]
 * Ends cleanly on Ctrl+C; loses nothing acknowledged when killed.
 */
import { parseArgs } from "node:util";
import { startIpfsNode } from "./startIpfsNode.ts";

const { values } = parseArgs({
  options: {
    directory: { type: "string", default: ".data/ipfs" },
    port: { type: "string", default: "5001" },
    "allow-origin": { type: "string", multiple: true, default: [] },
    "max-repo-bytes": { type: "string" },
    json: { type: "boolean", default: false },
  },
});

const node = await startIpfsNode({
  directory: values.directory,
  port: Number(values.port),
  allowedOrigins: values["allow-origin"],
  ...(values["max-repo-bytes"] === undefined
    ? {}
    : { maxRepoBytes: Number(values["max-repo-bytes"]) }),
});
// Before the line that others wait for: a signal may follow it at once.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void node.close().then(() => process.exit(0));
  });
}
if (values.json) {
  const { rpcUrl, gatewayUrl, peerId } = node;
  console.log(JSON.stringify({ rpcUrl, gatewayUrl, peerId }));
} else {
  console.log(`IPFS node ${node.peerId}\n  RPC      ${node.rpcUrl}\n  gateway  ${node.gatewayUrl}`);
}
