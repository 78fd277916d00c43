// A hospital and its doctors: asking on its behalf, handing over, and leaving the staff.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Digest, ProviderNumber } from "../../frontend/src/domain/brand.ts";
import { setUpProvider, textFile, treatment, week } from "../../scripts/headless/headlessCast.ts";
import { holdKeys } from "../../scripts/headless/heldKeys.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf } from "./failureOf.ts";

let village: Village;
let onBehalfOf: ProviderNumber;

beforeAll(async () => {
  village = await startVillage();
  onBehalfOf = village.hospital.app.provider;
});
afterAll(() => village?.system.close());

describe("A doctor of a hospital", () => {
  test("asks on its behalf and gets a stanza of their own in the hospital's envelope", async () => {
    const { patient, staffDoctor, system, general } = village;
    const ref = await add(village, "for the ward", general);
    const now = await system.now();
    const request = await staffDoctor.app.prepareRequest(patient.app.patient, {
      read: [general],
      write: [general],
      purpose: "treatment",
      expiresAt: now + week,
      lapsesAt: now + week,
      onBehalfOf,
    });
    await request.submit();
    const [asked] = await patient.app.inbox();
    expect(asked?.provider.profile?.name).toBe("City Hospital");
    expect(asked?.request?.doctor?.profile?.name).toBe("Dr. Ferreira");
    const terms = await treatment(system, [general], [general]);
    await (await patient.app.prepareApproval(onBehalfOf, terms)).submit();

    const chart = await staffDoctor.app.openChart(patient.app.patient, { onBehalfOf });
    expect(chart.onBehalfOf?.profile?.name).toBe("City Hospital");
    expect(chart.records).toMatchObject([{ ref, state: "readable" }]);
    expect(await patient.app.doctors()).toEqual([]);
    expect(await patient.app.hospitals()).toMatchObject([{ state: "live" }]);
    expect(await staffDoctor.app.patients(onBehalfOf)).toMatchObject([
      { state: "live", patientDetails: { name: "Amina Yusuf" } },
    ]);
    expect(await staffDoctor.app.patients()).toEqual([]);
    expect(await staffDoctor.app.organizations()).toMatchObject([{ provider: onBehalfOf }]);
  });

  test("adds a record on its behalf, and both names stand on it", async () => {
    const { patient, staffDoctor, general } = village;
    const prepared = await staffDoctor.app.prepareRecords(
      patient.app.patient,
      [textFile("ward round", general)],
      { onBehalfOf },
    );
    expect(prepared.facts).toMatchObject({ sealedToPeople: 0 });
    const [ref] = await prepared.submit();
    const record = (await patient.app.records()).find((one) => one.ref === ref);
    expect(record).toMatchObject({
      author: {
        by: "provider",
        provider: { profile: { name: "City Hospital" } },
        doctor: { profile: { name: "Dr. Ferreira" } },
      },
    });
  });

  test("signs the receipt of what they opened, for the hospital", async () => {
    const { patient, staffDoctor, general } = village;
    await staffDoctor.app.openRecord(patient.app.patient, general << 16, { onBehalfOf });
    expect(await staffDoctor.app.unsentReceipts()).toMatchObject([{ count: 1 }]);
    await (await staffDoctor.app.prepareReceipts()).submit();
    expect(await staffDoctor.app.unsentReceipts()).toEqual([]);
    const { entries } = await patient.app.trace();
    expect(entries.find(({ what }) => what === "opened")).toMatchObject({
      who: {
        provider: { profile: { name: "City Hospital" } },
        doctor: { profile: { name: "Dr. Ferreira" } },
      },
    });
  });

  test("who wasn't handed the keys can't open the chart, and is told whom to ask", async () => {
    const { patient, hospital, system, authority } = village;
    const newcomer = await setUpProvider(system, authority, {
      account: 8,
      kind: "doctor",
      name: "Dr. Novak",
    });
    await (await hospital.app.prepareStaffAddition(newcomer.app.provider)).submit();
    const number = patient.app.patient;
    expect(await codeOf(newcomer.app.openChart(number, { onBehalfOf }))).toBe(
      "usecases.no-handover",
    );
    const handOver = await hospital.app.prepareHandOver(number, newcomer.app.provider);
    expect(handOver.facts).toMatchObject({ name: "Dr. Novak", keyVersion: 1, drawers: 1 });
    await handOver.submit();
    const chart = await newcomer.app.openChart(number, { onBehalfOf });
    expect(chart.records.every(({ state }) => state === "readable")).toBe(true);
    expect(await hospital.app.handovers(number)).toMatchObject([
      { current: true, upToDate: true, doctor: { provider: newcomer.app.provider } },
    ]);
    const { entries } = await patient.app.trace();
    expect(entries[0]).toMatchObject({
      what: "handed-over",
      about: { profile: { name: "Dr. Novak" } },
    });

    // Leaving the staff ends it: at once by the contract, from the next record on by the keys.
    const held = await holdKeys(newcomer, number, onBehalfOf);
    await (await hospital.app.prepareStaffRemoval(newcomer.app.provider)).submit();
    expect(await codeOf(newcomer.app.openChart(number, { onBehalfOf }))).toBe("usecases.no-access");
    expect(await patient.app.lapsed()).toMatchObject([{ provider: { provider: onBehalfOf } }]);
    const prepared = await patient.app.prepareRecords([
      textFile("after one left", village.general),
    ]);
    expect(prepared.facts).toMatchObject({ movedDrawers: 1, confirmations: 2 });
    const [ref] = await prepared.submit();
    const record = (await patient.app.records()).find((one) => one.ref === ref);
    expect(await codeOf(held.open(record?.manifest as Digest))).toBe("crypto.epoch-out-of-reach");
    expect(await patient.app.lapsed()).toEqual([]);
    const stays = await village.staffDoctor.app.openChart(number, { onBehalfOf });
    expect(stays.records.every(({ state }) => state === "readable")).toBe(true);
    expect(await hospital.app.handovers(number)).toMatchObject([
      { current: false, upToDate: false },
    ]);
  });

  test("who left without a handover, but with a stanza, is noticed by other writers, too", async () => {
    const { patient, hospital, staffDoctor, colleague, general } = village;
    await share(village, colleague, [general], [general]);
    await (await hospital.app.prepareStaffRemoval(staffDoctor.app.provider)).submit();
    const prepared = await colleague.app.prepareRecords(patient.app.patient, [
      textFile("by a doctor elsewhere", general),
    ]);
    expect(prepared.facts).toMatchObject({ sealedToPeople: 1 });
    await prepared.submit();
    const refresh = await patient.app.prepareKeyRefresh();
    expect(refresh.facts).toMatchObject({ movedDrawers: 1, slips: 1 });
    await refresh.submit();
    const next = await colleague.app.prepareRecords(patient.app.patient, [
      textFile("under the key again", general),
    ]);
    expect(next.facts).toMatchObject({ sealedToPeople: 0 });
  });
});

describe("A hospital", () => {
  test("lists its staff, past members not among the current ones", async () => {
    const { hospital, staffDoctor } = village;
    await (await hospital.app.prepareStaffAddition(staffDoctor.app.provider)).submit();
    const staff = await hospital.app.staff();
    expect(staff.filter(({ current }) => current)).toMatchObject([
      { doctor: { profile: { name: "Dr. Ferreira" } } },
    ]);
  });
});
