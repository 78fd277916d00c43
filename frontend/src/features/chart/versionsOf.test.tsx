import { expect, test } from "vitest";
import type { Compartment, Digest, Epoch } from "../../domain/brand.ts";
import type { RecordView } from "../../usecases/model.ts";
import { versionsOf } from "./versionsOf.ts";

function record(ref: number, supersedes?: number): RecordView {
  return {
    ref,
    compartment: 1 as Compartment,
    compartmentKind: "general",
    manifest: "0x00" as Digest,
    state: "readable",
    metadata: {
      title: String(ref),
      fileName: "a.txt",
      kind: "document",
      date: "2027-05-03",
      mime: "text/plain",
      bytes: 1,
    },
    author: { by: "patient" },
    addedAt: undefined,
    epoch: 1 as Epoch,
    supersedes,
    supersededBy: undefined,
    sha256: "",
  };
}

test("a record's versions are all that it replaced and all that replaced it", () => {
  // 4 replaces 3 replaces 1; 2 replaces 1 too; 9 is another record.
  const all = [record(9), record(4, 3), record(3, 1), record(2, 1), record(1)];
  for (const ref of [1, 2, 3, 4]) {
    expect(versionsOf(ref, all).map((one) => one.ref)).toEqual([4, 3, 2, 1]);
  }
  expect(versionsOf(9, all).map((one) => one.ref)).toEqual([9]);
});
