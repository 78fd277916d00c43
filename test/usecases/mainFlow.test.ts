// The main flow of the whole project, headless: a patient's file reaches a doctor, and stops
// reaching them. Real chain, real crypto, real IPFS node.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Compartment } from "../../frontend/src/domain/brand.ts";
import type {
  AuthorityApp,
  PatientApp,
  ProviderApp,
} from "../../frontend/src/usecases/useCases.ts";
import {
  drawers,
  setUpAuthority,
  setUpPatient,
  setUpProvider,
  textFile,
  treatment,
  type Unlocked,
  week,
} from "../../scripts/headless/headlessCast.ts";
import { type HeadlessSystem, startHeadlessSystem } from "../../scripts/headless/headlessSystem.ts";
import { codeOf } from "./failureOf.ts";

describe("A file from a patient to a doctor and no further", () => {
  let system: HeadlessSystem;
  let authority: Unlocked<AuthorityApp>;
  let patient: Unlocked<PatientApp>;
  let doctor: Unlocked<ProviderApp>;
  let general: Compartment;
  let results: Compartment;

  beforeAll(async () => {
    system = await startHeadlessSystem();
    authority = await setUpAuthority(system, { account: 2 });
    doctor = await setUpProvider(system, authority, {
      account: 3,
      kind: "doctor",
      name: "Dr. Okoro",
    });
    patient = await setUpPatient(system, { account: 4 });
    [general, results] = (await drawers(patient.app, "general", "results")) as [
      Compartment,
      Compartment,
    ];
  });
  afterAll(() => system?.close());

  test("the patient adds a file and reads it back", async () => {
    const prepared = await patient.app.prepareRecords([textFile("blood pressure 120/80", general)]);
    expect(await prepared.submit()).toEqual([general << 16]);
    const [record] = await patient.app.records();
    expect(record).toMatchObject({
      state: "readable",
      metadata: { title: "Note", bytes: 21 },
      author: { by: "patient" },
    });
    const opened = await patient.app.openRecord(general << 16);
    expect(await opened.blob.text()).toBe("blood pressure 120/80");
  });

  test("the doctor asks for everything, and the patient grants one drawer", async () => {
    const now = await system.now();
    const request = await doctor.app.prepareRequest(patient.app.patient, {
      read: "everything",
      write: "none",
      purpose: "treatment",
      expiresAt: now + week,
      lapsesAt: now + week,
    });
    await request.submit();
    const [asked] = await patient.app.inbox();
    expect(asked?.request?.everything).toBe(true);
    expect(asked?.provider.profile?.name).toBe("Dr. Okoro");
    const terms = await treatment(system, [general]);
    await (await patient.app.prepareApproval(doctor.app.provider, terms)).submit();
    expect((await patient.app.doctors())[0]).toMatchObject({
      state: "live",
      grant: { read: [general] },
    });
  });

  test("the doctor opens the file and tells the patient so", async () => {
    const chart = await doctor.app.openChart(patient.app.patient);
    expect(chart.details.name).toBe("Amina Yusuf");
    expect(chart.records).toHaveLength(1);
    const opened = await doctor.app.openRecord(patient.app.patient, general << 16);
    expect(await opened.blob.text()).toBe("blood pressure 120/80");
    await (await doctor.app.prepareReceipts()).submit();
    const { entries } = await patient.app.trace();
    expect(entries.find(({ what }) => what === "opened")).toMatchObject({
      records: [general << 16],
      who: { by: "provider" },
    });
  });

  test("after the patient stops sharing, nothing new opens", async () => {
    await (await patient.app.prepareRevocation([doctor.app.provider])).submit();
    await (await patient.app.prepareRecords([textFile("later", general)])).submit();
    await (await patient.app.prepareRecords([textFile("elsewhere", results)])).submit();
    expect(await codeOf(doctor.app.openChart(patient.app.patient))).toBe("usecases.no-access");
    expect(await patient.app.records()).toHaveLength(3);
  });
});
