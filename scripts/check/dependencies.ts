// docs/dependencies.md says why each dependency is here, and names none that is not.
import { existsSync, readFileSync } from "node:fs";

const document = "docs/dependencies.md";

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** @returns one sentence per finding. */
export function checkDependencies(): string[] {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  const versions = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  };
  const loose = Object.entries(versions)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is not pinned (${version})`);
  if (!existsSync(document)) return [...loose, `${document} is missing.`];

  const text = readFileSync(document, "utf8");
  const undocumented = Object.keys(versions)
    .filter((name) => !text.includes(`\`${name}\``))
    .map((name) => `${document}: no line for \`${name}\``);
  // A row starts with the package's name: | `name` | why |  or  - `name`: why
  const gone = [...text.matchAll(/^(?:\|\s*|[-*]\s+)`(@?[a-z0-9][\w./-]*)`/gm)]
    .map((match) => match[1])
    .filter((name) => name !== undefined && versions[name] === undefined)
    .map((name) => `${document}: \`${name}\` is no dependency`);
  return [...loose, ...undocumented, ...gone];
}
