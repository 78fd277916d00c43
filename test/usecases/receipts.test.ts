// Receipts that can't be delivered hold up no others.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { treatment, week } from "../../scripts/headless/headlessCast.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf } from "./failureOf.ts";

let village: Village;
let ref: number;

const number = () => village.patient.app.patient;

/** The staff doctor has opened a record for the hospital. */
beforeEach(async () => {
  village = await startVillage();
  const { system, patient, hospital, staffDoctor, general } = village;
  const onBehalfOf = hospital.app.provider;
  ref = await add(village, "seen", general);
  const now = await system.now();
  await (
    await staffDoctor.app.prepareRequest(number(), {
      read: [general],
      write: "none",
      purpose: "treatment",
      expiresAt: now + week,
      lapsesAt: now + week,
      onBehalfOf,
    })
  ).submit();
  await (
    await patient.app.prepareApproval(onBehalfOf, await treatment(system, [general]))
  ).submit();
  await staffDoctor.app.openRecord(number(), ref, { onBehalfOf });
}, 120_000);
afterEach(() => village?.system.close());

async function leaveTheHospital() {
  const { hospital, staffDoctor } = village;
  await (await hospital.app.prepareStaffRemoval(staffDoctor.app.provider)).submit();
}

async function countOpenings() {
  const { entries } = await village.patient.app.trace();
  return entries.filter(({ what }) => what === "opened").length;
}

describe("A receipt for a hospital that the doctor has left", () => {
  test("is shown as such, and dropped when the others are sent", async () => {
    const { staffDoctor, general } = village;
    await share(village, staffDoctor, [general]);
    await staffDoctor.app.openRecord(number(), ref);
    await leaveTheHospital();

    const unsent = await staffDoctor.app.unsentReceipts();
    expect(unsent.map(({ undeliverable }) => undeliverable)).toEqual([false, true]);
    const prepared = await staffDoctor.app.prepareReceipts();
    expect(prepared.facts).toMatchObject({ receipts: 1, undeliverable: 1, confirmations: 2 });
    await prepared.submit();
    expect(await staffDoctor.app.unsentReceipts()).toEqual([]);
    expect(await countOpenings()).toBe(1);
  });

  test("is dropped with a word where it is the only one", async () => {
    const { staffDoctor } = village;
    await leaveTheHospital();
    expect(await codeOf(staffDoctor.app.prepareReceipts())).toBe("usecases.receipts-undeliverable");
    expect(await codeOf(staffDoctor.app.prepareReceipts())).toBe("usecases.nothing-to-do");
  });
});

test("A doctor who leaves between preparing and sending still reports the rest", async () => {
  const { staffDoctor, general } = village;
  await share(village, staffDoctor, [general]);
  await staffDoctor.app.openRecord(number(), ref);
  const prepared = await staffDoctor.app.prepareReceipts();
  expect(prepared.facts).toMatchObject({ receipts: 2, undeliverable: 0 });
  await leaveTheHospital();

  await prepared.submit();
  expect(await countOpenings()).toBe(1);
  expect(await staffDoctor.app.unsentReceipts()).toMatchObject([{ undeliverable: true }]);
});

test("A doctor who isn't verified right now keeps the receipts until they are again", async () => {
  const { authority, staffDoctor } = village;
  await (await authority.app.prepareSuspension(staffDoctor.app.provider)).submit();
  expect(await staffDoctor.app.unsentReceipts()).toMatchObject([{ undeliverable: false }]);
  expect(await codeOf(staffDoctor.app.prepareReceipts())).toBe("usecases.nothing-to-do");
  await (await authority.app.prepareReinstatement(staffDoctor.app.provider)).submit();
  await (await staffDoctor.app.prepareReceipts()).submit();
  expect(await countOpenings()).toBe(1);
});
