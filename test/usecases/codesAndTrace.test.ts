// Scanning each other's codes, and finding out who did what.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textFile, week } from "../../scripts/headless/headlessCast.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf } from "./failureOf.ts";

let village: Village;

beforeAll(async () => {
  village = await startVillage();
});
afterAll(() => village?.system.close());

const base = "https://app.example/";

describe("A code", () => {
  test("of a provider is read by a patient, and the other way round", async () => {
    const { patient, doctor } = village;
    const seen = await patient.app.readCode(doctor.app.code(base));
    expect(seen).toMatchObject({ is: "provider", provider: { profile: { name: "Dr. Okoro" } } });
    const other = await doctor.app.readCode(patient.app.code(base));
    expect(other).toEqual({
      is: "patient",
      patient: patient.app.patient,
      patientId: patient.app.patientId,
    });
  });

  test("holds nothing personal, and everything after the #", () => {
    const { patient } = village;
    const code = patient.app.code(base);
    expect(code.startsWith(`${base}#`)).toBe(true);
    expect(code).not.toMatch(/amina|yusuf|1988/i);
  });

  test("of oneself, of a website, of another chain or of nobody says so", async () => {
    const { patient, doctor } = village;
    const read = (text: string) => codeOf(patient.app.readCode(text));
    const code = doctor.app.code(base);
    expect(await read(patient.app.code(base))).toBe("domain.code-oneself");
    expect(await read("https://example.org/menu")).toBe("domain.code-website");
    expect(await read(code.replace("eip155:31337", "eip155:1"))).toBe("domain.code-other-chain");
    expect(await read(code.replace(/n=\d+/, "n=4711"))).toBe("chain.nobody-there");
    expect(await read("once upon a time")).toBe("domain.code-unknown");
  });
});

describe("The trace", () => {
  test("shows every step with who, what, about whom, and when, newest first", async () => {
    const { patient, doctor, colleague, system, general } = village;
    const ref = await add(village, "watched", general);
    const now = await system.now();
    const ask = await doctor.app.prepareRequest(patient.app.patient, {
      read: [general],
      write: [general],
      purpose: "treatment",
      expiresAt: now + week,
      lapsesAt: now + week,
    });
    await ask.submit();
    const [asked] = await patient.app.inbox();
    if (asked?.request === undefined) throw new Error("no request arrived");
    const { everything, lapsesAt, ...terms } = asked.request;
    expect(everything).toBe(false);
    expect(lapsesAt).toBeGreaterThan(now);
    await (await patient.app.prepareApproval(doctor.app.provider, terms)).submit();
    await doctor.app.openRecord(patient.app.patient, ref);
    await doctor.app.openRecord(patient.app.patient, ref);
    await (await doctor.app.prepareReceipts()).submit();
    await (
      await doctor.app.prepareRecords(patient.app.patient, [textFile("reply", general)])
    ).submit();
    await (await patient.app.prepareRevocation([doctor.app.provider])).submit();
    await share(village, colleague, [general]);

    const { entries, older, horizon } = await patient.app.trace();
    expect(older).toBeUndefined();
    expect(horizon).toBeUndefined();
    expect(entries.map(({ what }) => what)).toEqual([
      "granted",
      "revoked",
      "record-added",
      "opened",
      "granted",
      "requested",
      "record-added",
      "registered",
    ]);
    const [, revoked, written, opened, granted, requested] = entries;
    expect(revoked).toMatchObject({ who: { by: "patient" }, about: { kind: "doctor" } });
    expect(written).toMatchObject({ who: { by: "provider" } });
    expect(opened).toMatchObject({
      records: [ref],
      who: { by: "provider", provider: { profile: { name: "Dr. Okoro" } } },
    });
    expect(granted?.terms).toMatchObject({ read: [general], purpose: "treatment" });
    expect(requested?.terms).toMatchObject({ read: [general], write: [general] });
    for (const entry of entries) {
      expect(entry.transaction).toMatch(/^0x[0-9a-f]{64}$/);
      expect(entry.at).toBeGreaterThan(1_600_000_000);
    }
  });

  test("goes on page by page", async () => {
    const { patient, results } = village;
    const files = Array.from({ length: 60 }, (_, index) => textFile(`page ${index}`, results));
    await (await patient.app.prepareRecords(files)).submit();
    const first = await patient.app.trace();
    expect(first.entries).toHaveLength(50);
    if (first.older === undefined) throw new Error("there is more to see");
    const second = await patient.app.trace({ older: first.older });
    const ids = [...first.entries, ...second.entries].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.entries.at(-1)?.what).toBe("registered");
    // A continuation that is gone begins anew instead of failing.
    expect((await patient.app.trace({ older: first.older })).entries[0]?.id).toBe(ids[0]);
  });
});

describe("Receipts", () => {
  test("are kept across a restart of the browser, and a rejection in the wallet loses none", async () => {
    const { patient, colleague, general } = village;
    const { app, doorstep, ports } = colleague;
    const number = patient.app.patient;
    const opened = (await app.openChart(number)).records.find(
      ({ compartment }) => compartment === general,
    );
    await app.openRecord(number, opened?.ref ?? 0);
    await doorstep.lock();
    const again = await doorstep.unlockProvider("four unrelated little words");
    expect(await again.unsentReceipts()).toMatchObject([{ patient: number, count: 1 }]);
    await again.openRecord(number, opened?.ref ?? 0);
    expect(await again.unsentReceipts()).toHaveLength(2);

    const { account } = ports.writer;
    const sign = account.signTypedData.bind(account);
    account.signTypedData = () => Promise.reject(Object.assign(new Error("no"), { code: 4001 }));
    const states: string[] = [];
    const rejected = (await again.prepareReceipts()).submit({
      onState: ({ state }) => states.push(state),
    });
    expect(await codeOf(rejected)).toBe("chain.rejected");
    expect(states.at(-1)).toBe("rejected");
    account.signTypedData = sign;
    expect(await again.unsentReceipts()).toHaveLength(2);
    const prepared = await again.prepareReceipts();
    expect(prepared.facts).toMatchObject({ receipts: 2, confirmations: 3 });
    await prepared.submit();
    expect(await again.unsentReceipts()).toEqual([]);
    expect(await codeOf(again.prepareReceipts())).toBe("usecases.nothing-to-do");
    const { entries } = await patient.app.trace();
    expect(entries.filter(({ what }) => what === "opened").length).toBeGreaterThanOrEqual(2);
  });
});

describe("A rejection in the wallet", () => {
  test("leaves the prepared task as it was, to be confirmed later", async () => {
    const { patient, general } = village;
    const { account } = patient.ports.writer;
    const send = account.sendTransaction.bind(account);
    const prepared = await patient.app.prepareRecords([textFile("patience", general)]);
    expect(await prepared.estimateFee()).toBeGreaterThan(0n);
    account.sendTransaction = () => Promise.reject(Object.assign(new Error("no"), { code: 4001 }));
    const states: string[] = [];
    expect(await codeOf(prepared.submit({ onState: ({ state }) => states.push(state) }))).toBe(
      "chain.rejected",
    );
    expect(states.at(-1)).toBe("rejected");
    account.sendTransaction = send;
    expect(await prepared.submit()).toHaveLength(1);
  });
});
