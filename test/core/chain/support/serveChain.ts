// A practice chain in a process of its own. Hardhat, loaded into a vitest worker, would bend
// vitest's `expect` (its plugins extend the same chai, and `rejects` breaks). Prints one line of
// JSON when ready; ends when its standard input does.
import { startChain } from "../../../../scripts/start/startChain.ts";

const chain = await startChain({ port: 0 });
console.log(JSON.stringify({ rpcUrl: chain.rpcUrl, deployment: chain.deployment }));
process.stdin.resume();
process.stdin.on("close", () => {
  void chain.close().finally(() => process.exit(0));
});
