/** `npx node test/vectors/writeFormatVectors.ts`: only for a new format version. */
import { writeFile } from "node:fs/promises";
import { makeFormatVectors } from "./formatVectors.ts";

const target = new URL("./format.json", import.meta.url);
await writeFile(target, `${JSON.stringify(await makeFormatVectors(), null, 2)}\n`);
