// The project's configuration, with branches in what `--coverage` measures. Used by
// `npm run coverage` only, and with folders of its own, so that nothing else compiles or runs
// instrumented contracts by mistake.
import config from "../../hardhat.config.ts";
import { branchCoverage } from "./branchCoverage.ts";

// biome-ignore lint/style/noDefaultExport: Hardhat wants it.
export default {
  ...config,
  plugins: [...(config.plugins ?? []), branchCoverage],
  paths: {
    ...config.paths,
    artifacts: ".local/coverage/artifacts",
    cache: ".local/coverage/cache",
  },
};
