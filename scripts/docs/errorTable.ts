// Writes docs/errors.md from the catalogs of every layer, so that the table is never behind the
// code. `--check` compares instead of writing.
import { readFileSync, writeFileSync } from "node:fs";
import { chainErrors } from "../../frontend/src/chain/errors.ts";
import {
  type RevertName,
  revertCode,
  revertErrors,
} from "../../frontend/src/chain/revertErrors.ts";
import { cryptoErrors } from "../../frontend/src/crypto/errors.ts";
import { domainErrors } from "../../frontend/src/domain/domainError.ts";
import { IPFS_ERRORS } from "../../frontend/src/ipfs/errors.ts";
import { useCaseErrors } from "../../frontend/src/usecases/errors.ts";

interface Sentence {
  readonly message: string;
  readonly nextStep: string;
}

const document = "docs/errors.md";
const introduction = `# Error codes

Every error that can reach a person has a code for machines and two sentences: what happened, and
what to do. This table is written by \`node scripts/docs/errorTable.ts\` from the catalogs in the
code; \`npm run check\` fails when it is behind. Code tells errors apart by class or code, never by
message.
`;

const sections: readonly { title: string; from: string; errors: readonly [string, Sentence][] }[] =
  [
    {
      title: "Codes and input (domain)",
      from: "frontend/src/domain/domainError.ts",
      errors: Object.entries<Sentence>(domainErrors),
    },
    {
      title: "Encryption (crypto)",
      from: "frontend/src/crypto/errors.ts",
      errors: Object.entries<Sentence>(cryptoErrors),
    },
    {
      title: "Storage (ipfs)",
      from: "frontend/src/ipfs/errors.ts",
      errors: Object.entries<Sentence>(IPFS_ERRORS),
    },
    {
      title: "Chain and wallet (chain)",
      from: "frontend/src/chain/errors.ts",
      errors: Object.entries<Sentence>(chainErrors),
    },
    {
      title: "What a contract refuses (chain)",
      from: "frontend/src/chain/revertErrors.ts; the error's name in Solidity, in kebab case",
      errors: (Object.entries(revertErrors) as [RevertName, Sentence][]).map(([name, sentence]) => [
        revertCode(name),
        sentence,
      ]),
    },
    {
      title: "Use cases (usecases)",
      from: "frontend/src/usecases/errors.ts",
      errors: Object.entries<Sentence>(useCaseErrors),
    },
  ];

const cell = (text: string) => text.replaceAll("|", "\\|");

const text = `${introduction}${sections
  .map(
    ({ title, from, errors }) =>
      `\n## ${title}\nFrom ${from}.\n\n| code | what happened | what to do |\n|---|---|---|\n${errors
        .map(
          ([code, { message, nextStep }]) =>
            `| \`${code}\` | ${cell(message)} | ${cell(nextStep)} |`,
        )
        .join("\n")}\n`,
  )
  .join("")}`;

if (process.argv.includes("--check")) {
  if (readFileSync(document, "utf8") !== text) {
    console.error(`${document} is stale. Write it anew: node scripts/docs/errorTable.ts`);
    process.exit(1);
  }
} else {
  writeFileSync(document, text);
  console.log(`Wrote ${document}.`);
}
