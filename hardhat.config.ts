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
    // For running, not for deploying: these contracts are deployed once and called for years.
    optimizer: { enabled: true, runs: 10_000 },
  },
};

// Solidity tests that deploy the contracts from their artifacts, and so are free to be compiled the
// fast way themselves: some minutes less. (Tests of libraries compile them in, as they are deployed.)
const withoutIR = { ...solc, settings: { ...solc.settings, viaIR: false } };
const overrides = Object.fromEntries(
  [
    "invariants/HealthRecordsInvariants",
    "fuzz/OrdersFuzz",
    "fuzz/PagingFuzz",
    "fuzz/ReceiptsFuzz",
    "fuzz/TermsFuzz",
  ].map((name) => [`test/contracts/solidity/${name}.sol`, withoutIR]),
);

export default defineConfig({
  plugins: [toolbox],
  solidity: { profiles: { default: { compilers: [solc], overrides }, production: solc } },
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
    // What `npm start` serves on loopback, and how scripts reach it there.
    node: { type: "edr-simulated", chainType: "l1", hardfork: "osaka", chainId: 31337 },
    local: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
    sepolia: {
      type: "http",
      chainType: "l1",
      url: configVariable("SEPOLIA_RPC_URL"),
      accounts: [configVariable("SEPOLIA_PRIVATE_KEY")],
    },
  },
  test: {
    // Solidity fuzz tests and invariants. The seed is fixed, so that a failure can be repeated:
    //   FUZZ_SEED=0x... npm test -- contracts       other random numbers
    //   INVARIANT_RUNS=1000 npm test -- contracts   more runs, of 128 calls each
    solidity: {
      blockGasLimit: false,
      transactionGasCap: false,
      fuzz: {
        seed: process.env.FUZZ_SEED ?? "0x4ea1",
        runs: Number(process.env.FUZZ_RUNS ?? (process.env.CI === undefined ? 256 : 1000)),
      },
      invariant: {
        runs: Number(process.env.INVARIANT_RUNS ?? (process.env.CI === undefined ? 32 : 256)),
        depth: 128,
        // The handler turns what the contracts refuse into a count: a revert is a mistake in it.
        failOnRevert: true,
        // Its arguments are nothing but seeds.
        dictionaryWeight: 0,
        // A failing sequence is shortened for some seconds, not minutes.
        shrinkRunLimit: 300,
      },
    },
  },
  // The generated types use namespaces, which erasableSyntaxOnly refuses; they are still checked where used.
  typechain: { tsNocheck: true },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
});
