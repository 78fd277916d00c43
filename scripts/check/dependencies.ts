// Every dependency is pinned, the lock has the packages of every platform, and docs/dependencies.md
// says why each dependency is here and names none that is not.
import { existsSync, readFileSync } from "node:fs";

const document = "docs/dependencies.md";

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

interface Lock {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

/** Packages for other platforms that the lock lost: `npm ci` would refuse it. */
function findLockGaps(): string[] {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
  const gaps = new Set<string>();
  for (const [place, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      // As Node resolves: beside the package's own dependencies, then further and further out.
      const found = ancestors(place).some(
        (folder) => packages[`${folder}node_modules/${name}`] !== undefined,
      );
      if (!found) gaps.add(name);
    }
  }
  return [...gaps].map((name) => `package-lock.json: ${name} is missing; run \`npm run relock\``);
}

function ancestors(place: string): string[] {
  if (place === "") return [""];
  const outer = place.slice(0, Math.max(0, place.lastIndexOf("/node_modules/")));
  return [`${place}/`, ...ancestors(outer)];
}

/** @returns one sentence per finding. */
export function checkDependencies(): string[] {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  const versions = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  };
  const unpinned = Object.entries(versions)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is not pinned (${version})`);
  const basics = [...unpinned, ...findLockGaps()];
  if (!existsSync(document)) return [...basics, `${document} is missing.`];

  const text = readFileSync(document, "utf8");
  const undocumented = Object.keys(versions)
    .filter((name) => !text.includes(`\`${name}\``))
    .map((name) => `${document}: no line for \`${name}\``);
  // A row starts with the package's name: | `name` | why |  or  - `name`: why
  const gone = [...text.matchAll(/^(?:\|\s*|[-*]\s+)`(@?[a-z0-9][\w./-]*)`/gm)]
    .map((match) => match[1])
    .filter((name) => name !== undefined && versions[name] === undefined)
    .map((name) => `${document}: \`${name}\` is no dependency`);
  return [...basics, ...undocumented, ...gone];
}
