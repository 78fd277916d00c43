// A Hardhat plugin that adds branches to what `--coverage` measures (see branches.ts).
import path from "node:path";
import type { HookContext, SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";
import { instrumentBranches } from "./branches.ts";

/** How a file is named in reports and tags: from the project's folder, with slashes. */
export function nameOf(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join("/");
}

const hooks: Partial<SolidityHooks> = {
  async preprocessProjectFileBeforeBuilding(context, sourceName, fsPath, content, version, next) {
    // Hardhat's own instrumentation comes after this plugin, so it has happened then.
    const result = await next(context, sourceName, fsPath, content, version);
    if (!(await isMeasured(context, fsPath))) return result;
    return instrumentBranches(nameOf(context.config.paths.root, fsPath), content, result);
  },
};

async function isMeasured(context: HookContext, file: string): Promise<boolean> {
  return context.globalOptions.coverage && (await context.solidity.getScope(file)) !== "tests";
}

export const branchCoverage: HardhatPlugin = {
  id: "branch-coverage",
  hookHandlers: {
    solidity: async () => ({ default: async () => hooks }),
  },
};
