import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { contractInterfaces } from "../../frontend/src/chain/contractInterfaces.ts";
import { contractNames } from "../../frontend/src/chain/contractNames.ts";

// What OpenZeppelin brings along. What of it matters here is tested with the rest.
const notOurs =
  /^(AccessControl|Address|ECDSA|EIP712|FailedCall|InsufficientBalance|Invalid|Safe|String|Default|Role)/;

/** Every name that a contract test asserts, as `"Name"`. */
function readAssertedNames(): Set<string> {
  const folder = new URL("./", import.meta.url);
  const names = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".test.ts")) continue;
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const [, name = ""] of text.matchAll(/"([A-Z]\w+)"/g)) names.add(name);
  }
  return names;
}

describe("The interfaces as specification", () => {
  const asserted = readAssertedNames();

  for (const name of contractNames) {
    it(`has no error and no event of ${name} that no test asserts`, () => {
      const declared: string[] = [];
      contractInterfaces[name].forEachError((error) => declared.push(error.name));
      contractInterfaces[name].forEachEvent((event) => declared.push(event.name));
      const ours = declared.filter((one) => !notOurs.test(one));
      expect(ours.length).to.be.greaterThan(0);
      expect(ours.filter((one) => !asserted.has(one))).to.deep.equal([]);
    });
  }
});
