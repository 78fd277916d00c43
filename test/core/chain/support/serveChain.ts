// A practice chain in a process of its own. Hardhat, loaded into a vitest worker, would bend
// vitest's `expect` (its plugins extend the same chai, and `rejects` breaks). Prints one line of
// JSON when ready; ends when its standard input does.
import { setTimeout as pause } from "node:timers/promises";
import { type LocalChain, startChain } from "../../../../scripts/start/startChain.ts";

/** Two deployments at once share one journal of chain 31337 and trip over each other. */
async function startPatiently(attempts: number): Promise<LocalChain> {
  try {
    return await startChain({ port: 0 });
  } catch (error) {
    if (attempts <= 1) throw error;
    await pause(500 + Math.random() * 3_000);
    return await startPatiently(attempts - 1);
  }
}

const chain = await startPatiently(5);
console.log(JSON.stringify({ rpcUrl: chain.rpcUrl, deployment: chain.deployment }));
process.stdin.resume();
process.stdin.on("close", () => {
  void chain.close().finally(() => process.exit(0));
});
