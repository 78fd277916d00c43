// What the trace says long after: people leave, wallets are replaced, control moves on.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChainReader } from "../../frontend/src/chain/reader.ts";
import type { Rpc } from "../../frontend/src/chain/rpc.ts";
import type { PatientApp } from "../../frontend/src/usecases/useCases.ts";
import {
  passphrase,
  setUpPatient,
  textFile,
  treatment,
  week,
} from "../../scripts/headless/headlessCast.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";

let village: Village;

beforeEach(async () => {
  village = await startVillage();
}, 120_000);
afterEach(() => village?.system.close());

const number = () => village.patient.app.patient;

/** Openings as the trace tells them: who opened, on whose behalf. */
async function openings(app: PatientApp) {
  const { entries } = await app.trace();
  return entries.flatMap(({ what, who, records }) =>
    what === "opened" && who.by === "provider"
      ? [{ provider: who.provider.provider, doctor: who.doctor?.provider, records }]
      : [],
  );
}

/** The patient's app over an RPC that gives one block's events at a time. */
async function openWalking(): Promise<PatientApp> {
  const { system, patient } = village;
  const rpc: Rpc = {
    async send(method, params) {
      const [filter] = params as [{ fromBlock?: string; toBlock?: string }];
      if (method === "eth_getLogs" && filter.fromBlock !== filter.toBlock) {
        throw Object.assign(new Error("block range is too wide"), { code: -32_602 });
      }
      return await system.rpc.send(method, params);
    },
  };
  const reader = new ChainReader(rpc, system.deployment);
  const person = await system.person(7, { store: patient.store, reader });
  return await person.doorstep.unlockPatient(passphrase);
}

describe("An opening stays in the trace", () => {
  test("when the doctor has left the hospital since, and changed the wallet", async () => {
    const { system, patient, hospital, staffDoctor, general } = village;
    const onBehalfOf = hospital.app.provider;
    const ref = await add(village, "seen", general);
    const now = await system.now();
    const wish = { read: [general], write: "none", purpose: "treatment" } as const;
    const times = { expiresAt: now + week, lapsesAt: now + week };
    await (
      await staffDoctor.app.prepareRequest(number(), { ...wish, ...times, onBehalfOf })
    ).submit();
    await (
      await patient.app.prepareApproval(onBehalfOf, await treatment(system, [general]))
    ).submit();
    await staffDoctor.app.openRecord(number(), ref, { onBehalfOf });
    await (await staffDoctor.app.prepareReceipts()).submit();
    await (await hospital.app.prepareStaffRemoval(staffDoctor.app.provider)).submit();
    const expected = [{ provider: onBehalfOf, doctor: staffDoctor.app.provider, records: [ref] }];
    expect(await openings(patient.app)).toEqual(expected);
    expect(await openings(await openWalking())).toEqual(expected);

    await replaceWallet(staffDoctor, 10);
    expect(await openings(patient.app)).toEqual(expected);
    expect(await openings(await openWalking())).toEqual(expected);
  });

  test("when the provider replaced its wallet, and comes from nobody who isn't on the lists", async () => {
    const { patient, doctor, colleague, general } = village;
    const ref = await add(village, "seen", general);
    await share(village, doctor, [general]);
    await doctor.app.openRecord(number(), ref);
    await (await doctor.app.prepareReceipts()).submit();
    await replaceWallet(doctor, 10);
    await sendMadeUpReceipt(colleague);

    const expected = [{ provider: doctor.app.provider, doctor: undefined, records: [ref] }];
    expect(await openings(patient.app)).toEqual(expected);
    expect(await openings(await openWalking())).toEqual(expected);
  });
});

/** Its own wallet asks for another one, and the new one accepts once the delay is over. */
async function replaceWallet(provider: Village["doctor"], account: number): Promise<void> {
  const { system } = village;
  const next = await system.person(account);
  const { writer } = provider.ports;
  const { calls } = writer;
  await writer.send(calls.startWalletReplacement(provider.app.provider, next.account.address))
    .mined;
  await system.pass(15 * 24 * 60 * 60);
  await next.ports.writer.send(calls.acceptWalletReplacement(provider.app.provider)).mined;
}

/** A verified provider that was never let in says that it opened something. */
async function sendMadeUpReceipt(provider: Village["doctor"]): Promise<void> {
  const { signReceipt } = await import("../../frontend/src/chain/orders.ts");
  const { writer } = provider.ports;
  const now = await village.system.now();
  const receipt = {
    patient: number(),
    provider: provider.app.provider,
    doctor: 0 as const,
    sequence: 1,
    openedFrom: now,
    openedUntil: now,
    count: 1,
    root: `0x${"11".repeat(32)}` as const,
    records: "0x000000" as const,
  };
  const signature = await signReceipt(writer.account, writer.deployment, receipt);
  await writer.send(writer.calls.logReceipt(receipt, signature)).mined;
}

describe("What was done for the patient", () => {
  test("is told as a delegate's, in the trace and on the record, also after it ended", async () => {
    const { system, patient, doctor, general } = village;
    const carer = await setUpPatient(system, {
      account: 8,
      details: { name: "Joseph Mwangi", birthDate: "1961-11-30" },
    });
    const account = carer.account.address;
    const delegate = {
      account,
      powers: ["add-records", "grant"] as const,
      until: (await system.now()) + week,
      managing: false,
      read: [general],
    };
    await (await patient.app.prepareDelegate(delegate)).submit();
    await carer.app.readCode(patient.app.code("https://example.org/"));
    const acting = await carer.doorstep.unlockPatient(passphrase, number());
    const [ref] = await (await acting.prepareRecords([textFile("by the carer", general)])).submit();
    const own = await add(village, "by the patient", general);
    await share(village, doctor, [general]);
    const { writer } = carer.ports;
    await writer.send(writer.calls.removeDelegate(number(), account)).mined;

    const records = await patient.app.records();
    const authorOf = (wanted: number | undefined) => {
      const record = records.find((one) => one.ref === wanted);
      return record?.state === "readable" ? record.author : undefined;
    };
    expect(authorOf(ref)).toEqual({ by: "delegate", account });
    expect(authorOf(own)).toEqual({ by: "patient" });
    const seen = await doctor.app.openChart(number());
    const asDoctor = seen.records.find((one) => one.ref === ref);
    expect(asDoctor?.state === "readable" && asDoctor.author).toEqual({ by: "delegate", account });
    const { entries } = await patient.app.trace();
    const byWhom = (what: string) => entries.find((one) => one.what === what)?.who;
    expect(entries.filter((one) => one.what === "record-added").map(({ who }) => who)).toEqual([
      { by: "patient" },
      { by: "delegate", account },
    ]);
    expect(byWhom("delegate-removed")).toEqual({ by: "delegate", account });
  });

  test("is the patient's own after the chart moved to another of their wallets", async () => {
    const { system, patient, general } = village;
    await add(village, "with the first wallet", general);
    const next = await system.person(9);
    const { writer } = patient.ports;
    const { calls } = writer;
    await writer.send(calls.offerControl(number(), next.account.address)).mined;
    await next.ports.writer.send(calls.acceptControl(number(), patient.account.address)).mined;

    const moved = await next.doorstep.restore("patient", patient.sheet, passphrase);
    if (moved.role !== "patient") throw new Error("restored as somebody else");
    const { entries } = await moved.trace();
    expect(entries.map(({ what, who }) => [what, who.by])).toEqual([
      ["controller-replaced", "patient"],
      ["record-added", "patient"],
      ["registered", "patient"],
    ]);
    const [record] = await moved.records();
    expect(record?.state === "readable" && record.author).toEqual({ by: "patient" });
  });
});
