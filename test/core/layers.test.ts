// The layers are lint rules (biome.json, "overrides"). A rule that never fails proves nothing, so
// this breaks every one of them, in a copy of the tree's shape, and sees the linter refuse it.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const src = "frontend/src";
const above = {
  domain: ["crypto", "ipfs", "chain", "usecases", "session", "ui", "features", "app"],
  crypto: ["ipfs", "chain", "usecases", "session", "ui", "features", "app"],
  ipfs: ["crypto", "chain", "usecases", "session", "ui", "features", "app"],
  chain: ["crypto", "ipfs", "usecases", "session", "ui", "features", "app"],
  usecases: ["session", "ui", "features", "app"],
  session: ["crypto", "ipfs", "chain", "ui", "features", "app"],
  ui: ["crypto", "ipfs", "chain", "usecases", "session", "features", "app"],
};
const core = ["domain", "crypto", "ipfs", "chain", "usecases"];

interface Edge {
  from: string;
  imports: string;
}

/** Every import that must not be. */
const forbidden: readonly Edge[] = [
  ...Object.entries(above).flatMap(([layer, others]) =>
    others.flatMap((other) => [
      { from: `${src}/${layer}/probe.ts`, imports: `../${other}/thing.ts` },
      { from: `${src}/${layer}/deep/er/probe.ts`, imports: `../../../${other}/deep/thing.ts` },
    ]),
  ),
  ...core.flatMap((layer) =>
    ["react", "@mantine/core", "node:fs", "node:crypto"].map((imports) => ({
      from: `${src}/${layer}/probe.ts`,
      imports,
    })),
  ),
  // A library belongs to one layer.
  { from: `${src}/domain/probe.ts`, imports: "ethers" },
  { from: `${src}/domain/probe.ts`, imports: "@noble/ciphers/webcrypto.js" },
  { from: `${src}/crypto/probe.ts`, imports: "ethers" },
  { from: `${src}/crypto/probe.ts`, imports: "kubo-rpc-client" },
  { from: `${src}/ipfs/probe.ts`, imports: "@hpke/core" },
  { from: `${src}/chain/probe.ts`, imports: "kubo-rpc-client" },
  { from: `${src}/chain/probe.ts`, imports: "@noble/ciphers/webcrypto.js" },
  { from: `${src}/ui/probe.tsx`, imports: "ethers" },
  // Features never import each other, at any depth, by any spelling.
  { from: `${src}/features/patient/probe.ts`, imports: "../provider/thing.ts" },
  { from: `${src}/features/patient/probe.tsx`, imports: "../../features/provider/thing.ts" },
  { from: `${src}/features/patient/deep/probe.ts`, imports: "../../provider/thing.ts" },
  { from: `${src}/features/patient/deep/er/probe.ts`, imports: "../../../provider/thing.ts" },
  ...["crypto", "ipfs", "chain", "app"].flatMap((layer) => [
    { from: `${src}/features/patient/probe.tsx`, imports: `../../${layer}/thing.ts` },
    { from: `${src}/features/patient/probe.ts`, imports: `../../${layer}/thing.ts` },
    { from: `${src}/features/patient/deep/probe.tsx`, imports: `../../../${layer}/thing.ts` },
  ]),
  { from: `${src}/features/patient/probe.tsx`, imports: "ethers" },
  // Components know nothing of chain, crypto and IPFS, not even in app, which wires them up.
  ...["crypto", "ipfs", "chain"].flatMap((layer) => [
    { from: `${src}/app/Probe.tsx`, imports: `../${layer}/thing.ts` },
    { from: `${src}/app/deep/Probe.tsx`, imports: `../../${layer}/thing.ts` },
  ]),
  { from: `${src}/main.tsx`, imports: "./chain/thing.ts" },
  ...["scripts", "test/core", "test/e2e"].flatMap((folder) =>
    ["session", "ui", "features/patient", "app"].map((layer) => ({
      from: `${folder}/probe.ts`,
      imports: `${folder.includes("/") ? "../.." : ".."}/${src}/${layer}/thing.ts`,
    })),
  ),
];

/** Imports that must stay possible: a rule that refuses everything proves as little. */
const allowed: readonly Edge[] = [
  ...["crypto", "ipfs", "chain", "usecases", "session", "ui", "app"].map((layer) => ({
    from: `${src}/${layer}/probe.ts`,
    imports: "../domain/thing.ts",
  })),
  ...["crypto", "ipfs", "chain"].map((layer) => ({
    from: `${src}/usecases/probe.ts`,
    imports: `../${layer}/thing.ts`,
  })),
  { from: `${src}/crypto/deep/probe.ts`, imports: "../thing.ts" },
  { from: `${src}/session/probe.tsx`, imports: "../usecases/thing.ts" },
  { from: `${src}/features/patient/probe.ts`, imports: "../../usecases/thing.ts" },
  { from: `${src}/features/patient/probe.tsx`, imports: "../../session/thing.ts" },
  { from: `${src}/features/patient/probe.tsx`, imports: "../../ui/Thing.tsx" },
  { from: `${src}/features/patient/probe.tsx`, imports: "./deep/thing.ts" },
  { from: `${src}/features/patient/deep/probe.tsx`, imports: "../thing.ts" },
  { from: `${src}/features/patient/deep/probe.tsx`, imports: "../../../ui/Thing.tsx" },
  { from: `${src}/app/probe.ts`, imports: "../chain/thing.ts" },
  { from: `${src}/app/probe.tsx`, imports: "../features/patient/Thing.tsx" },
  { from: "scripts/probe.ts", imports: "../frontend/src/usecases/thing.ts" },
  { from: "test/usecases/probe.ts", imports: "../../frontend/src/chain/thing.ts" },
];

/** How an import can be written. */
const spellings: Record<string, (imports: string) => string> = {
  import: (imports) => `import { thing } from "${imports}";\nexport const used = thing;\n`,
  "import type": (imports) =>
    `import type { Thing } from "${imports}";\nexport type Used = Thing;\n`,
  "dynamic import": (imports) => `export const used = () => import("${imports}");\n`,
  "re-export": (imports) => `export { thing } from "${imports}";\n`,
};

let folder: string;
let findings: Map<string, string[]>;

/** One file for each edge and spelling, in a folder of its own, so that none hides another. */
function probePath(edge: Edge, spelling: string, index: number): string {
  const { dir, ext } = path.parse(edge.from);
  return `${dir}/probe${index}${spelling.replace(/\W/g, "")}${ext}`;
}

const probes = [...forbidden, ...allowed].flatMap((edge, index) =>
  Object.keys(spellings).map((spelling) => ({
    edge,
    spelling,
    file: probePath(edge, spelling, index),
  })),
);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "health-records-layers-"));
  copyFileSync(path.join(root, "biome.json"), path.join(folder, "biome.json"));
  writeFileSync(path.join(folder, ".gitignore"), "node_modules\n");
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
  for (const { edge, spelling, file } of probes) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), spellings[spelling]?.(edge.imports) ?? "");
  }
  findings = lint();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The names of the layer rules that each file breaks. */
function lint(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let output: string;
  try {
    output = execFileSync(
      process.execPath,
      [
        path.join(root, "node_modules/@biomejs/biome/bin/biome"),
        ...["lint", "--reporter=github", "--max-diagnostics=none", "--colors=off"],
        "--only=style/noRestrictedImports",
        "--only=correctness/noNodejsModules",
        ...["frontend", "scripts", "test"],
      ],
      { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 26 },
    );
  } catch (error) {
    output = String((error as { stdout?: unknown }).stdout);
  }
  for (const match of output.matchAll(/^::error title=([\w/]+),file=([^,]+)/gm)) {
    const [, rule = "", file = ""] = match;
    const relative = path.isAbsolute(file) ? path.relative(folder, file) : file;
    found.set(relative, [...(found.get(relative) ?? []), rule]);
  }
  return found;
}

function rulesBrokenBy(edge: Edge): Record<string, string[]> {
  return Object.fromEntries(
    probes
      .filter((probe) => probe.edge === edge)
      .map(({ spelling, file }) => [spelling, findings.get(file) ?? []]),
  );
}

describe("the linter refuses every import that breaks the layers", () => {
  test.each(forbidden)("$from may not import $imports", (edge) => {
    for (const [spelling, rules] of Object.entries(rulesBrokenBy(edge))) {
      expect(rules, `written as ${spelling}`).not.toEqual([]);
    }
  });
});

describe("the linter accepts the imports that the layers are for", () => {
  test.each(allowed)("$from may import $imports", (edge) => {
    for (const [spelling, rules] of Object.entries(rulesBrokenBy(edge))) {
      expect(rules, `written as ${spelling}`).toEqual([]);
    }
  });
});
