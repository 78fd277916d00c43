// Real medical files, through the whole main flow. The folder beside the repository holds them;
// where it is absent, this says so loudly and uses nothing in its place.
import { createHash } from "node:crypto";
import { existsSync, openAsBlob, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textFile } from "../../scripts/headless/headlessCast.ts";
import { share, startVillage, type Village } from "../../scripts/headless/village.ts";

const folder = path.resolve(import.meta.dirname, "../../../shared/samples");
const samples = existsSync(folder)
  ? readdirSync(folder).filter((name) => name !== "README.md" && !name.startsWith("."))
  : [];

if (samples.length === 0) {
  console.warn(
    "\n*** NOT TESTED: the folder ../shared/samples with real medical files is absent. ***\n",
  );
}

describe.runIf(samples.length > 0)("Each sample reaches the doctor byte for byte", () => {
  let village: Village;

  beforeAll(async () => {
    village = await startVillage();
    await share(village, village.doctor, [village.results]);
  });
  afterAll(() => village?.system.close());

  test.each(samples)("%s", async (name) => {
    const { patient, doctor, results } = village;
    const file = await openAsBlob(path.join(folder, name));
    const sha256 = createHash("sha256");
    sha256.update(Buffer.from(await file.arrayBuffer()));
    const expected = sha256.digest("hex");
    const stages: string[] = [];
    const prepared = await patient.app.prepareRecords(
      [textFile("", results, { file, fileName: name, title: name, kind: "scan" })],
      { onProgress: ({ stage }) => stages.push(stage) },
    );
    expect(stages.at(0)).toBe("encrypting");
    expect(stages.at(-1)).toBe("ready");
    const [ref = 0] = await prepared.submit();
    const record = (await patient.app.records()).find((one) => one.ref === ref);
    expect(record).toMatchObject({ state: "readable", sha256: expected });
    const opened = await doctor.app.openRecord(patient.app.patient, ref);
    const received = createHash("sha256").update(Buffer.from(await opened.blob.arrayBuffer()));
    expect(received.digest("hex")).toBe(expected);
    expect(opened.metadata).toMatchObject({ fileName: name, bytes: file.size });
  });
});
