// Acting for a patient: a carer with an envelope, a parent with the seed, and their end.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IpfsError } from "../../frontend/src/ipfs/errors.ts";
import type { PatientApp } from "../../frontend/src/usecases/useCases.ts";
import type { Unlocked } from "../../scripts/headless/headlessCast.ts";
import {
  passphrase,
  setUpPatient,
  textFile,
  treatment,
  week,
} from "../../scripts/headless/headlessCast.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf } from "./failureOf.ts";

let village: Village;
let carer: Unlocked<PatientApp>;

const patientDelegates = () => village.patient.app.delegates();

beforeAll(async () => {
  village = await startVillage();
  carer = await setUpPatient(village.system, {
    account: 8,
    details: { name: "Joseph Mwangi", birthDate: "1961-11-30" },
  });
});
afterAll(() => village?.system.close());

describe("An acting delegate", () => {
  let acting: PatientApp;

  test("gets the keys of the named drawers, sealed to their own chart's keys", async () => {
    const { patient, system, general, results } = village;
    const ref = await add(village, "for the carer", general);
    const hidden = await add(village, "not for the carer", results);
    const prepared = await patient.app.prepareDelegate({
      account: carer.account.address,
      powers: ["add-records", "grant", "deny", "revoke"],
      until: (await system.now()) + week,
      managing: false,
      read: [general],
    });
    expect(prepared.facts).toMatchObject({ confirmations: 2, drawers: 1 });
    expect(await codeOf(prepared.sign())).toBe("usecases.not-sponsorable");
    await prepared.submit();
    expect(await patient.app.delegates()).toMatchObject([
      { live: true, managing: false, read: [general], name: undefined, keysChanged: false },
    ]);

    // The patient shows their code; from then on the carer's app knows of the chart.
    await carer.app.readCode(patient.app.code("https://example.org/"));
    const { delegateOf } = await carer.doorstep.readStanding();
    expect(delegateOf).toEqual([patient.app.patient]);
    acting = await carer.doorstep.unlockPatient(passphrase, patient.app.patient);
    expect(acting.details.name).toBe("Amina Yusuf");
    expect(acting.actingWith).toEqual(["add-records", "grant", "deny", "revoke"]);
    expect(acting.holdsMainKeys).toBe(false);
    // In front of a doctor the carer shows the patient's code, not one of their own.
    expect(acting.code("https://example.org/")).toBe(patient.app.code("https://example.org/"));
    const states = new Map((await acting.records()).map((one) => [one.ref, one.state]));
    expect(states.get(ref)).toBe("readable");
    expect(states.get(hidden)).toBe("no-key");
  });

  test("is shown with what they may see, and nothing is guessed without the sheet", async () => {
    const [me] = await patientDelegates();
    expect(me?.read).toEqual([village.general]);
    // A node that withholds the sheet: nobody can say, and nobody says "nothing".
    const { patient, system } = village;
    const real = patient.ports.ipfs;
    const ipfs: typeof real = Object.assign(Object.create(real), {
      getDocument: async () => {
        throw new IpfsError("ipfs.not-found");
      },
    });
    const viewer = { account: patient.account.address };
    const digest = await patient.ports.reader.shareSheet(patient.app.patient, viewer);
    const own = patient.store;
    const withoutSheet: typeof own = Object.assign(Object.create(own), {
      get: async (key: string) => (key.includes(String(digest)) ? undefined : own.get(key)),
    });
    const again = await system.person(7, { store: withoutSheet, ipfs });
    const app = await again.doorstep.unlockPatient(passphrase);
    expect((await app.delegates())[0]?.read).toBeUndefined();
  });

  test("adds records and shares what they hold, and nothing else", async () => {
    const { doctor, patient, system, general, results } = village;
    const files = [textFile("by the carer", general)];
    const [ref] = await (await acting.prepareRecords(files)).submit();
    const terms = await treatment(system, [general]);
    await (await acting.prepareGrant(doctor.app.provider, terms)).submit();
    const chart = await doctor.app.openChart(patient.app.patient);
    expect(chart.records.find((one) => one.ref === ref)?.state).toBe("readable");
    const tooMuch = await treatment(system, [general, results]);
    expect(await codeOf(acting.prepareGrant(doctor.app.provider, tooMuch))).toBe(
      "usecases.sealed-elsewhere",
    );
    const { entries } = await patient.app.trace();
    expect(entries.find(({ what }) => what === "granted")?.who).toEqual({
      by: "delegate",
      account: carer.account.address,
    });
    expect(await codeOf(acting.prepareKeyRefresh())).toBe("usecases.sealed-elsewhere");
    expect(await codeOf(acting.beginNewKeys())).toBe("usecases.sealed-elsewhere");
  });

  test("who stops sharing leaves the new keys to the patient's app; meanwhile records are sealed to people", async () => {
    const { doctor, colleague, patient, general } = village;
    await share(village, colleague, [general], [general]);
    await (await acting.prepareRevocation([doctor.app.provider])).submit();
    const prepared = await acting.prepareRecords([textFile("sealed to people", general)]);
    expect(prepared.facts).toMatchObject({ sealedToPeople: 1, confirmations: 1 });
    const [ref] = await prepared.submit();
    expect(await (await patient.app.openRecord(ref as number)).blob.text()).toBe(
      "sealed to people",
    );
    const before = await colleague.app.openChart(patient.app.patient);
    expect(before.records.find((one) => one.ref === ref)?.state).toBe("readable");

    // What a delegate wrote is not the patient's word: every drawer's key moves on.
    const refresh = await patient.app.prepareKeyRefresh();
    expect(refresh.facts).toMatchObject({ movedDrawers: 16, resealed: 2, slips: 1 });
    await refresh.submit();
    const again = await carer.doorstep.unlockPatient(passphrase, patient.app.patient);
    const own = await again.prepareRecords([textFile("under the key", general)]);
    expect(own.facts).toMatchObject({ sealedToPeople: 0 });
    acting = again;
  });

  test("ends: the contract says no, and nothing added later opens", async () => {
    const { patient, general } = village;
    const removal = await patient.app.prepareDelegateRemoval(carer.account.address);
    expect(removal.facts).toMatchObject({ movedDrawers: 1, managing: 0, confirmations: 2 });
    await removal.submit();
    expect(await patient.app.delegates()).toEqual([]);
    await add(village, "after the carer", general);
    expect(await codeOf(carer.doorstep.unlockPatient(passphrase, patient.app.patient))).toBe(
      "usecases.no-delegation",
    );
    expect(await codeOf(acting.records())).toBe("chain.health-records-access-denied");
    const { delegateOf } = await carer.doorstep.readStanding();
    expect(delegateOf).toEqual([]);
  });

  test("whose date passes is noticed before the next record", async () => {
    const { patient, system, general } = village;
    const prepared = await patient.app.prepareDelegate({
      account: carer.account.address,
      powers: ["add-records"],
      until: (await system.now()) + 3_600,
      managing: false,
      read: [general],
    });
    await prepared.submit();
    await system.pass(7_200);
    const record = await patient.app.prepareRecords([textFile("after the date", general)]);
    expect(record.facts).toMatchObject({ movedDrawers: 1, confirmations: 2 });
    await record.submit();
  });

  test("is called what the patient calls them, in this browser and in no clear text", async () => {
    const { patient } = village;
    const { address } = carer.account;
    const nameOf = async (app: PatientApp) =>
      (await app.delegates()).find(({ account }) => account === address)?.name;
    await patient.app.nameDelegate(address, "  Joe  ");
    await patient.app.nameDelegate(address.toLowerCase() as typeof address, "  Uncle Joe  ");
    expect(await nameOf(patient.app)).toBe("Uncle Joe");
    expect(await patient.app.delegateNames()).toHaveLength(1);
    const again = await patient.doorstep.unlockPatient(passphrase);
    expect(await nameOf(again)).toBe("Uncle Joe");
    for (const key of await patient.store.keys("")) {
      const bytes = await patient.store.get(key);
      expect(Buffer.from(bytes ?? []).includes("Uncle Joe")).toBe(false);
    }
    await patient.app.nameDelegate(address, "x".repeat(1_000));
    expect(await nameOf(patient.app)).toHaveLength(60);
    await patient.app.nameDelegate(address, " ");
    expect(await patient.app.delegateNames()).toEqual([]);
  });

  test("who has new keys is shown, and gets them only when let act again", async () => {
    const { patient, system, general, results } = village;
    const daughter = await setUpPatient(system, {
      account: 12,
      details: { name: "Leila Yusuf", birthDate: "1994-02-11" },
    });
    const until = (await system.now()) + week;
    const { address: account } = daughter.account;
    const delegate = { account, powers: ["add-records"] as const, until, managing: false };
    await (await patient.app.prepareDelegate({ ...delegate, read: [general] })).submit();
    await daughter.app.readCode(patient.app.code("https://example.org/"));
    const draft = await daughter.app.beginNewKeys();
    await (await daughter.app.prepareNewKeys(draft, passphrase)).submit();
    const find = async () => (await patient.app.delegates()).find((one) => one.account === account);
    expect(await find()).toMatchObject({ keysChanged: true, read: [general] });

    const both = { ...delegate, read: [general, results] };
    const again = await patient.app.prepareDelegate(both);
    expect(again.facts).toMatchObject({ confirmations: 1, drawers: 2 });
    await again.submit();
    // The same once more is nothing; another date alone touches no key.
    expect(await codeOf(patient.app.prepareDelegate(both))).toBe("usecases.nothing-to-change");
    const longer = await patient.app.prepareDelegate({ ...both, until: until + week });
    expect(longer.facts).toMatchObject({ confirmations: 1 });
    await longer.submit();
    const seen = await find();
    expect(seen?.keysChanged).toBe(false);
    expect(new Set(seen?.read)).toEqual(new Set([general, results]));
    const acting = await daughter.doorstep.unlockPatient(passphrase, patient.app.patient);
    const ref = await add(village, "for the new keys", results);
    const record = (await acting.records()).find((one) => one.ref === ref);
    expect(record?.state).toBe("readable");
    await (await patient.app.prepareDelegateRemoval(account)).submit();
  });

  test("without a chart of their own can be given powers, but no keys", async () => {
    const { patient, system, general } = village;
    const neighbour = await system.person(9);
    const delegate = {
      account: neighbour.account.address,
      powers: ["deny"] as const,
      until: (await system.now()) + week,
      managing: false,
    };
    expect(await codeOf(patient.app.prepareDelegate({ ...delegate, read: [general] }))).toBe(
      "usecases.delegate-without-keys",
    );
    await (await patient.app.prepareDelegate({ ...delegate, read: [] })).submit();
    expect(await patient.app.delegates()).toContainEqual(
      expect.objectContaining({ account: neighbour.account.address, powers: ["deny"] }),
    );
  });
});

describe("A delegate with powers and no drawers", () => {
  test("answers requests, and sees neither name nor records", async () => {
    const { patient, system, doctor, general } = village;
    const helper = await setUpPatient(system, { account: 11 });
    const prepared = await patient.app.prepareDelegate({
      account: helper.account.address,
      powers: ["deny"],
      until: (await system.now()) + week,
      managing: false,
      read: [],
    });
    expect(prepared.facts).toMatchObject({ confirmations: 1 });
    await prepared.submit();
    const now = await system.now();
    const request = await doctor.app.prepareRequest(patient.app.patient, {
      read: [general],
      write: "none",
      purpose: "treatment",
      expiresAt: now + week,
      lapsesAt: now + week,
    });
    await request.submit();
    const app = await helper.doorstep.unlockPatient(passphrase, patient.app.patient);
    expect(app.details.name).toBe("");
    expect((await app.records()).some(({ state }) => state === "readable")).toBe(false);
    expect(await app.inbox()).toHaveLength(1);
    await (await app.prepareDenial(doctor.app.provider)).submit();
    expect(await app.inbox()).toEqual([]);
    await (await patient.app.prepareDelegateRemoval(helper.account.address)).submit();
  });
});

describe("A managing delegate", () => {
  test("opens everything with the patient's sheet, until new keys end that", async () => {
    const { patient, system, doctor, general, results } = village;
    const parent = await system.person(10);
    const prepared = await patient.app.prepareDelegate({
      account: parent.account.address,
      powers: ["add-records", "grant", "deny", "revoke", "keys"],
      until: (await system.now()) + week,
      managing: true,
      read: [],
    });
    expect(prepared.facts).toMatchObject({ managing: 1, confirmations: 1 });
    await prepared.submit();
    const managing = (await parent.doorstep.restore("patient", patient.sheet, passphrase, {
      patient: patient.app.patient,
    })) as PatientApp;
    expect((await managing.records()).every(({ state }) => state === "readable")).toBe(true);
    await share(village, doctor, [general, results]);
    const old = await add(village, "before new keys", results);

    const removal = await patient.app.prepareDelegateRemoval(parent.account.address);
    expect(removal.facts).toMatchObject({ managing: 1 });
    await removal.submit();
    const draft = await patient.app.beginNewKeys();
    expect(draft.words.join(" ")).not.toBe(patient.sheet);
    const newKeys = await patient.app.prepareNewKeys(draft, passphrase);
    expect(newKeys.facts).toMatchObject({ generation: 2, confirmations: 2, resealed: 2 });
    await newKeys.submit();
    const fresh = await add(village, "after new keys", results);

    const mine = new Map((await patient.app.records()).map((one) => [one.ref, one.state]));
    expect(mine.get(old)).toBe("readable");
    expect(mine.get(fresh)).toBe("readable");
    const theirs = await doctor.app.openChart(patient.app.patient);
    const seen = new Map(theirs.records.map((one) => [one.ref, one.state]));
    expect(seen.get(old)).toBe("readable");
    expect(seen.get(fresh)).toBe("readable");

    // The old sheet restores nothing any more, the new one everything.
    const elsewhere = await system.person(7);
    expect(await codeOf(elsewhere.doorstep.restore("patient", patient.sheet, passphrase))).toBe(
      "usecases.sheet-mismatch",
    );
    const restored = (await elsewhere.doorstep.restore(
      "patient",
      draft.words.join(" "),
      passphrase,
    )) as PatientApp;
    const all = await restored.records();
    expect(all.length).toBe(mine.size);
    expect(all.every(({ state }) => state === "readable")).toBe(true);

    // And the keys still work for everything else: stop, add, unlock.
    await (await patient.app.prepareRevocation([doctor.app.provider])).submit();
    await add(village, "second generation, second epoch", general);
    const unlocked = await patient.doorstep.unlockPatient(passphrase);
    expect((await unlocked.records()).every(({ state }) => state === "readable")).toBe(true);
  });
});

test("A session that stays open while the patient gets new keys seals to people", async () => {
  const { patient, system, general } = village;
  const nephew = await setUpPatient(system, { account: 13 });
  const delegate = {
    account: nephew.account.address,
    powers: ["add-records"] as const,
    until: (await system.now()) + week,
    managing: false,
    read: [general],
  };
  await (await patient.app.prepareDelegate(delegate)).submit();
  await nephew.app.readCode(patient.app.code("https://example.org/"));
  const acting = await nephew.doorstep.unlockPatient(passphrase, patient.app.patient);
  const file = textFile("by the nephew", general);
  expect((await acting.prepareRecords([file])).facts).toMatchObject({ sealedToPeople: 0 });
  const draft = await patient.app.beginNewKeys();
  await (await patient.app.prepareNewKeys(draft, passphrase)).submit();
  const prepared = await acting.prepareRecords([file]);
  expect(prepared.facts).toMatchObject({ sealedToPeople: 1 });
  const [ref] = await prepared.submit();
  const record = (await patient.app.records()).find((one) => one.ref === ref);
  expect(record?.state).toBe("readable");
});
