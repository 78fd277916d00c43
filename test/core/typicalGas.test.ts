import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type TypicalTask, typicalGas } from "../../frontend/src/domain/typicalGas.ts";

const measured = JSON.parse(
  readFileSync(new URL("../contracts/gas-snapshot.json", import.meta.url), "utf8"),
) as { operation: string; mainnet: number }[];

const operations: Record<TypicalTask, string> = {
  share: "grant",
  approve: "approve",
  deny: "deny",
  renew: "renew",
  stopSharing: "revoke",
  moveKeys: "move epochs",
  addRecord: "add record",
  addRecordAsProvider: "add record by provider",
  handOver: "hand over",
};

test.each(Object.entries(operations))(
  "what %s is said to cost is what was measured",
  (task, name) => {
    const found = measured.find(({ operation }) => operation === name);
    const said = typicalGas[task as TypicalTask];
    expect(found, name).toBeDefined();
    expect(Math.abs(said - (found?.mainnet ?? 0)) / said).toBeLessThan(0.05);
  },
);
