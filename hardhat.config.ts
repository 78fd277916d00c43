// Hardhat's configuration: the offline compiler, the two price lists that gas is
// measured under, and the networks that the project deploys to.
import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";

const solc = {
  version: "0.8.37",
  path: createRequire(import.meta.url).resolve("solc/soljson.js"),
  settings: {
    evmVersion: "osaka" as const,
    viaIR: true,
    optimizer: { enabled: true, runs: 200 },
  },
};

export default defineConfig({
  plugins: [toolbox],
  solidity: { profiles: { default: solc, production: solc } },
  paths: { sources: "contracts", tests: { mocha: "test/contracts", solidity: "test/contracts" } },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
    // The price of a new storage slot as EIP-8037 sets it, as far as the simulator knows that fork.
    amsterdam: {
      type: "edr-simulated",
      chainType: "l1",
      hardfork: "amsterdam",
      blockGasLimit: 100_000_000,
      transactionGasCap: 100_000_000n,
    },
    sepolia: {
      type: "http",
      chainType: "l1",
      url: configVariable("SEPOLIA_RPC_URL"),
      accounts: [configVariable("SEPOLIA_PRIVATE_KEY")],
    },
  },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
});
