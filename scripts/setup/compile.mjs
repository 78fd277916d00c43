// Compiles the contracts and regenerates the app's typed ABI file, when the sources changed since
// the last time. Can also be run by itself, on the pinned Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "./pinnedNode.mjs";
import { takeTurn } from "./turn.mjs";

const stampFile = path.join(projectRoot, ".local", "contracts.stamp");
const generator = path.join(projectRoot, "scripts/generate.ts");

function hashSources() {
  const contracts = path.join(projectRoot, "contracts");
  const files = existsSync(contracts)
    ? readdirSync(contracts, { recursive: true })
        .filter((name) => name.endsWith(".sol"))
        .sort()
        .map((name) => path.join(contracts, name))
    : [];
  const hash = createHash("sha256");
  for (const file of [
    ...files,
    path.join(projectRoot, "hardhat.config.ts"),
    path.join(projectRoot, "package-lock.json"), // pins the compiler and OpenZeppelin
    generator,
  ]) {
    if (!existsSync(file)) continue;
    const bytes = readFileSync(file);
    hash.update(`${path.relative(projectRoot, file)}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

function isCompiled(hash) {
  return (
    existsSync(path.join(projectRoot, "artifacts", "contracts")) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, "utf8") === hash
  );
}

/**
 * @param {string} node the Node to run on
 * @returns {Promise<void>} rejects when the contracts don't compile; the compiler has said why
 */
export async function ensureCompiled(node) {
  if (isCompiled(hashSources())) return;
  const release = await takeTurn("compile");
  try {
    const hash = hashSources();
    if (isCompiled(hash)) return; // another process did it while this one waited
    console.error("Compiling the contracts…");
    runOrThrow(node, ["node_modules/hardhat/dist/src/cli.js", "build", "--quiet", "--no-tests"]);
    if (existsSync(generator)) runOrThrow(node, [generator]);
    mkdirSync(path.dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, hash);
  } finally {
    release();
  }
}

function runOrThrow(node, args) {
  const { status } = spawnSync(node, args, { cwd: projectRoot, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`\`node ${args.join(" ")}\` failed (see above).`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  ensureCompiled(process.execPath).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
