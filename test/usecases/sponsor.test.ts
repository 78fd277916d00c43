// Somebody else pays: what a patient signs, anyone may send.
import { afterAll, beforeAll, expect, test } from "vitest";
import { contractInterfaces } from "../../frontend/src/chain/contractInterfaces.ts";
import type { SponsorablePrepared } from "../../frontend/src/usecases/useCases.ts";
import { passphrase, textFile, treatment, week } from "../../scripts/headless/headlessCast.ts";
import type { HeadlessPerson } from "../../scripts/headless/headlessSystem.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf } from "./failureOf.ts";

let village: Village;
let sponsor: HeadlessPerson;

beforeAll(async () => {
  village = await startVillage();
  sponsor = await village.system.person(9);
});
afterAll(() => village?.system.close());

/** The patient signs; the sponsor sends and pays. */
async function relay(prepared: SponsorablePrepared<unknown>): Promise<void> {
  const { patient } = village;
  const before = await village.system.reader.balanceOf(patient.account.address);
  const order = await prepared.sign();
  await (await sponsor.doorstep.prepareRelayedOrder(order)).submit();
  expect(await village.system.reader.balanceOf(patient.account.address)).toBe(before);
}

test("sharing, renewing, stopping and denying cost the patient nothing", async () => {
  const { patient, doctor, system, general } = village;
  const ref = await add(village, "sponsored", general);
  const terms = await treatment(system, [general]);
  await relay(await patient.app.prepareGrant(doctor.app.provider, terms));
  const chart = await doctor.app.openChart(patient.app.patient);
  expect(chart.records.find((one) => one.ref === ref)?.state).toBe("readable");
  const until = (await system.now()) + 3 * week;
  await relay(await patient.app.prepareRenewal(doctor.app.provider, until));
  await relay(await patient.app.prepareRevocation([doctor.app.provider]));
  expect(await codeOf(doctor.app.openChart(patient.app.patient))).toBe("usecases.no-access");

  const request = await doctor.app.prepareRequest(patient.app.patient, {
    read: [general],
    write: "none",
    purpose: "treatment",
    expiresAt: until,
    lapsesAt: until,
  });
  await request.submit();
  await relay(await patient.app.prepareDenial(doctor.app.provider));
  expect(await patient.app.inbox()).toEqual([]);
});

test("a chart is opened and filled by somebody who has no coins", async () => {
  const { system } = village;
  const newcomer = await system.person(12);
  const before = await system.reader.balanceOf(newcomer.account.address);
  const draft = await newcomer.doorstep.beginSetUp();
  const details = { name: "Joseph Brandt", birthDate: "1949-11-30" };
  const registration = await newcomer.doorstep.prepareRegistration(draft, details, passphrase);
  const send = async (order: string) =>
    (await sponsor.doorstep.prepareRelayedOrder(order)).submit();
  await send(await registration.sign());
  draft.discard();

  const app = await newcomer.doorstep.unlockPatient(passphrase);
  expect(app.details).toEqual(details);
  const [general] = (await app.compartments()).filter(({ kind }) => kind === "general");
  if (general === undefined) throw new Error("no general drawer");
  const record = await app.prepareRecords([textFile("paid by a friend", general.compartment)]);
  await send(await record.sign());
  expect((await app.records()).map(({ state }) => state)).toEqual(["readable"]);
  expect(await system.reader.balanceOf(newcomer.account.address)).toBe(before);
});

test("an order is carried out once, and only unaltered", async () => {
  const { patient, colleague, system, general } = village;
  const terms = await treatment(system, [general]);
  const order = await (await patient.app.prepareGrant(colleague.app.provider, terms)).sign();
  // One drawer more than the patient signed for.
  const parsed = JSON.parse(order) as { data: string };
  const relay = contractInterfaces.PatientRelay;
  const call = relay.parseTransaction({ data: parsed.data });
  if (call === null) throw new Error("not an order");
  const [patientNumber, grant, sheet, authorization] = call.args.toArray(true);
  const wider = [...grant];
  wider[2] = 0xffffn;
  const data = relay.encodeFunctionData("grant", [patientNumber, wider, sheet, authorization]);
  const forged = sponsor.doorstep.prepareRelayedOrder(JSON.stringify({ ...parsed, data }));
  expect(await codeOf(forged.then((prepared) => prepared.submit()))).toBe(
    "chain.patient-relay-bad-signature",
  );
  expect(await codeOf(sponsor.doorstep.prepareRelayedOrder("{}"))).toBe("chain.bad-order");
  await (await sponsor.doorstep.prepareRelayedOrder(order)).submit();
  const again = await sponsor.doorstep.prepareRelayedOrder(order);
  expect(await codeOf(again.submit())).toBe("chain.invalid-account-nonce");
});

test("several revocations at once can't be signed for somebody else", async () => {
  const { patient, doctor, colleague, general } = village;
  await share(village, doctor, [general]);
  await share(village, colleague, [general]);
  const numbers = [doctor, colleague].map(({ app }) => app.provider);
  const prepared = await patient.app.prepareRevocation(numbers);
  expect(await codeOf(prepared.sign())).toBe("usecases.not-sponsorable");
});
