// A long life in one chart: a thousand records and more.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NewRecord } from "../../frontend/src/chain/calls.ts";
import { createWorkspace } from "../../frontend/src/usecases/createWorkspace.ts";
import { LocalVaults } from "../../frontend/src/usecases/identity/localVaults.ts";
import { unlockOwnChart } from "../../frontend/src/usecases/identity/unlock.ts";
import { sealFile } from "../../frontend/src/usecases/records/sealFile.ts";
import { sealManifests } from "../../frontend/src/usecases/records/sealManifests.ts";
import { passphrase, textFile } from "../../scripts/headless/headlessCast.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";

const many = 1_050;
let village: Village;

beforeAll(async () => {
  village = await startVillage();
}, 120_000);
afterAll(() => village?.system.close());

test("a chart with more than a thousand records lists, shares and stays quick", async () => {
  const { patient, doctor, general } = village;
  const workspace = createWorkspace(patient.ports);
  const vaults = new LocalVaults(patient.store, workspace.wallet);
  const chart = await unlockOwnChart(workspace, vaults, passphrase);
  // One upload, many manifests: what is tested is the list, not the network.
  const file = await sealFile(chart, textFile("the same report", general), 0);
  const epochs = await patient.ports.reader.epochsOf(patient.app.patient, chart.viewer);
  const manifests: NewRecord[] = [];
  for (let index = 0; index < many; index += 1) {
    const named = { ...file, metadata: { ...file.metadata, title: `Report ${index}` } };
    const [record] = await sealManifests(chart, [named], epochs, () => ({
      to: "epoch",
      states: "own",
    }));
    if (record !== undefined) manifests.push(record);
  }
  const { writer } = patient.ports;
  for (let start = 0; start < many; start += 150) {
    const call = writer.calls.addRecords(patient.app.patient, manifests.slice(start, start + 150));
    await writer.send(call).mined;
  }

  const first = await timed(() => patient.app.records());
  expect(first.result).toHaveLength(many);
  expect(first.result.every(({ state }) => state === "readable")).toBe(true);
  expect(first.result[0]).toMatchObject({ metadata: { title: `Report ${many - 1}` } });
  const again = await timed(() => patient.app.records());
  expect(again.seconds).toBeLessThan(20);
  console.log(`${many} records: ${first.seconds} s, then ${again.seconds} s`);

  const granted = await timed(() => share(village, doctor, [general]));
  const opened = await timed(() => doctor.app.openChart(patient.app.patient));
  expect(opened.result.records).toHaveLength(many);
  await add(village, "one more", general);
  const newest = await timed(() => patient.app.records({ newestPerDrawer: 20 }));
  expect(newest.result).toHaveLength(20);
  expect(newest.result[0]).toMatchObject({ metadata: { title: "Note" } });
  expect(newest.result[1]).toMatchObject({ metadata: { title: `Report ${many - 1}` } });
  const part = await doctor.app.openChart(patient.app.patient, { newestPerDrawer: 7 });
  expect(part.records).toHaveLength(7);
  expect(part.compartments[0]?.recordCount).toBe(many + 1);
  expect(granted.seconds).toBeLessThan(20);
  console.log(`granting ${granted.seconds} s, the doctor's first look ${opened.seconds} s`);
}, 300_000);

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: Math.round(performance.now() - started) / 1_000 };
}
