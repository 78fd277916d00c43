// Who can open what, and who can't any more: every way in which access is given, changed and lost.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contractInterfaces } from "../../frontend/src/chain/contractInterfaces.ts";
import { ChainReader } from "../../frontend/src/chain/reader.ts";
import type { Digest } from "../../frontend/src/domain/brand.ts";
import type { ProviderApp } from "../../frontend/src/usecases/useCases.ts";
import {
  passphrase,
  textFile,
  treatment,
  type Unlocked,
  week,
} from "../../scripts/headless/headlessCast.ts";
import { holdKeys } from "../../scripts/headless/heldKeys.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf } from "./failureOf.ts";

let village: Village;

beforeAll(async () => {
  village = await startVillage();
});
afterAll(() => village?.system.close());

/** The manifest of a record, from the patient's side. */
async function manifestOf(ref: number): Promise<Digest> {
  const { system, patient } = village;
  const viewer = { account: patient.account.address };
  const { page } = await system.reader.recordsIn(
    patient.app.patient,
    viewer,
    (ref >>> 16) as never,
    ref & 0xffff,
    1,
  );
  const [entry] = page;
  if (entry === undefined) throw new Error(`no record ${ref}`);
  return entry.manifest;
}

async function readableRefs(provider: Unlocked<ProviderApp>): Promise<number[]> {
  const chart = await provider.app.openChart(village.patient.app.patient);
  return chart.records.filter(({ state }) => state === "readable").map(({ ref }) => ref);
}

async function revoke(...providers: Unlocked<ProviderApp>[]): Promise<void> {
  const numbers = providers.map(({ app }) => app.provider);
  await (await village.patient.app.prepareRevocation(numbers)).submit();
}

describe("Granting", () => {
  test("without a request gives exactly the named drawers, old records and new ones", async () => {
    const { patient, doctor, general, results } = village;
    const before = await add(village, "before", general);
    const hidden = await add(village, "hidden", results);
    await share(village, doctor, [general]);
    const after = await add(village, "after", general);
    const refs = await readableRefs(doctor);
    expect(refs).toContain(before);
    expect(refs).toContain(after);
    expect(refs).not.toContain(hidden);
    expect(await codeOf(doctor.app.openRecord(patient.app.patient, hidden))).toBe(
      "usecases.no-access",
    );
    const chart = await doctor.app.openChart(patient.app.patient);
    expect(chart.compartments.map(({ kind }) => kind)).toEqual(["general"]);
  });

  test("shows the version of the keys that it seals to", async () => {
    const { patient, colleague, system, general } = village;
    const terms = await treatment(system, [general]);
    const prepared = await patient.app.prepareGrant(colleague.app.provider, terms);
    expect(prepared.facts).toMatchObject({
      name: "Dr. Lindqvist",
      keyVersion: 1,
      keyOpinions: 1,
      keysChanged: 0,
      confirmations: 1,
    });
  });

  test("of everything, asked with all bits, suggests what isn't sensitive", async () => {
    const { patient, colleague, system } = village;
    const now = await system.now();
    const wish = {
      read: "everything" as const,
      write: "everything" as const,
      purpose: "treatment" as const,
      expiresAt: now + week,
      lapsesAt: now + week,
    };
    await (await colleague.app.prepareRequest(patient.app.patient, wish)).submit();
    const [asked] = await patient.app.inbox();
    const kinds = new Map(
      (await patient.app.compartments()).map((one) => [one.compartment, one] as const),
    );
    expect(asked?.request?.everything).toBe(true);
    expect(asked?.request?.read).toHaveLength(11);
    expect(asked?.request?.read.some((drawer) => kinds.get(drawer)?.sensitive)).toBe(false);
    expect(asked?.request?.write).toEqual(asked?.request?.read);
  });

  test("can be denied, and a request withdrawn", async () => {
    const { patient, colleague, general, system } = village;
    const number = colleague.app.provider;
    await (await patient.app.prepareDenial(number)).submit();
    expect(await patient.app.inbox()).toEqual([]);
    expect(await codeOf(patient.app.prepareDenial(number))).toBe("usecases.no-request");
    const now = await system.now();
    const wish = {
      read: [general],
      write: "none" as const,
      purpose: "treatment" as const,
      expiresAt: now + week,
      lapsesAt: now + week,
    };
    await (await colleague.app.prepareRequest(patient.app.patient, wish)).submit();
    expect((await patient.app.inbox())[0]?.request).toMatchObject({
      read: [general],
      everything: false,
    });
    await (await colleague.app.prepareWithdrawal(patient.app.patient)).submit();
    expect(await patient.app.inbox()).toEqual([]);
    const terms = await treatment(system, [general]);
    expect(await codeOf(patient.app.prepareApproval(number, terms))).toBe("usecases.no-request");
  });

  test("refuses terms that say nothing, ended dates, and providers who aren't verified", async () => {
    const { patient, doctor, system, general } = village;
    const terms = await treatment(system, [general]);
    const prepare = (changes: Partial<typeof terms>) =>
      patient.app.prepareGrant(doctor.app.provider, { ...terms, ...changes });
    expect(await codeOf(prepare({ read: [] }))).toBe("usecases.invalid-terms");
    expect(await codeOf(prepare({ expiresAt: 1 }))).toBe("usecases.invalid-expiry");
  });
});

describe("Stopping", () => {
  test("moves the keys, re-seals to those who stay, and opens nothing new for the ended one", async () => {
    const { doctor, colleague, general } = village;
    await share(village, doctor, [general]);
    await share(village, colleague, [general]);
    const old = await add(village, "while both read", general);
    const held = await holdKeys(doctor, village.patient.app.patient);
    const prepared = await village.patient.app.prepareRevocation([doctor.app.provider]);
    expect(prepared.facts).toMatchObject({ movedDrawers: 1, resealed: 1 });
    await prepared.submit();
    const fresh = await add(village, "after one left", general);
    expect(await readableRefs(colleague)).toEqual(expect.arrayContaining([old, fresh]));
    expect((await held.open(await manifestOf(old))).metadata.title).toBe("Note");
    expect(await codeOf(held.open(await manifestOf(fresh)))).toBe("crypto.epoch-out-of-reach");
    expect(await codeOf(doctor.app.openChart(village.patient.app.patient))).toBe(
      "usecases.no-access",
    );
  });

  test("several at once takes one confirmation", async () => {
    const { doctor, colleague, hospital, patient, general, results } = village;
    await share(village, doctor, [general]);
    await share(village, hospital, [results, general]);
    const numbers = [doctor, colleague, hospital].map(({ app }) => app.provider);
    const prepared = await patient.app.prepareRevocation(numbers);
    expect(prepared.facts).toMatchObject({ confirmations: 1, movedDrawers: 2, resealed: 0 });
    await prepared.submit();
    const views = [...(await patient.app.doctors()), ...(await patient.app.hospitals())];
    expect(views.map(({ state }) => state)).not.toContain("live");
    expect(await codeOf(patient.app.prepareRevocation(numbers))).toBe("usecases.no-grant");
  });

  test("narrowing takes a drawer away by cryptography, too", async () => {
    const { doctor, colleague, general, results } = village;
    await share(village, doctor, [general, results]);
    await share(village, colleague, [results]);
    const held = await holdKeys(doctor, village.patient.app.patient);
    await share(village, doctor, [general]);
    const inResults = await add(village, "results only", results);
    const inGeneral = await add(village, "general", general);
    expect(await readableRefs(doctor)).toContain(inGeneral);
    expect(await readableRefs(doctor)).not.toContain(inResults);
    expect(await readableRefs(colleague)).toContain(inResults);
    expect(await codeOf(held.open(await manifestOf(inResults)))).toBe("crypto.epoch-out-of-reach");
    await revoke(doctor, colleague);
  });

  test("and sharing again lets the provider read what was added in between", async () => {
    const { doctor, general } = village;
    const between = await add(village, "in between", general);
    await share(village, doctor, [general]);
    expect(await readableRefs(doctor)).toContain(between);
    await revoke(doctor);
  });
});

describe("Renewing", () => {
  test("prolongs without sealing anything", async () => {
    const { patient, doctor, general, system } = village;
    await share(village, doctor, [general]);
    const until = (await system.now()) + 20 * week;
    await (await patient.app.prepareRenewal(doctor.app.provider, until)).submit();
    const view = (await patient.app.doctors()).find(
      ({ provider }) => provider.provider === doctor.app.provider,
    );
    expect(view?.grant?.expiresAt).toBe(until);
    expect(await codeOf(patient.app.prepareRenewal(doctor.app.provider, 5))).toBe(
      "usecases.invalid-expiry",
    );
    await revoke(doctor);
    expect(await codeOf(patient.app.prepareRenewal(doctor.app.provider, until))).toBe(
      "usecases.no-grant",
    );
  });
});

describe("Access that lapses by itself", () => {
  test("is noticed before the patient's next record: the keys move first, in an extra confirmation", async () => {
    const { patient, doctor, colleague, system, general } = village;
    await share(village, doctor, [general], [], 3_600);
    await share(village, colleague, [general]);
    const held = await holdKeys(doctor, patient.app.patient);
    await system.pass(2 * 3_600);
    expect(await patient.app.lapsed()).toMatchObject([
      { provider: { provider: doctor.app.provider }, compartments: [general] },
    ]);
    const prepared = await patient.app.prepareRecords([textFile("after expiry", general)]);
    expect(prepared.facts).toMatchObject({ confirmations: 2, movedDrawers: 1, sealedToPeople: 0 });
    const [ref] = await prepared.submit();
    expect(await codeOf(held.open(await manifestOf(ref as number)))).toBe(
      "crypto.epoch-out-of-reach",
    );
    expect(await readableRefs(colleague)).toContain(ref);
    expect(await patient.app.lapsed()).toEqual([]);
    const next = await patient.app.prepareRecords([textFile("again", general)]);
    expect(next.facts).toMatchObject({ confirmations: 1, movedDrawers: 0 });
    await revoke(colleague);
  });

  test("doesn't concern other drawers", async () => {
    const { patient, doctor, system, general, results } = village;
    await share(village, doctor, [general], [], 3_600);
    await system.pass(2 * 3_600);
    const elsewhere = await patient.app.prepareRecords([textFile("elsewhere", results)]);
    expect(elsewhere.facts).toMatchObject({ confirmations: 1, movedDrawers: 0 });
    await (await patient.app.prepareKeyRefresh()).submit();
    expect(await patient.app.lapsed()).toEqual([]);
    expect(await codeOf(patient.app.prepareKeyRefresh())).toBe("usecases.nothing-to-do");
  });

  test("a suspended provider's keys open nothing sealed since, and it reads on once reinstated", async () => {
    const { patient, doctor, authority, general } = village;
    await share(village, doctor, [general]);
    const held = await holdKeys(doctor, patient.app.patient);
    await (await authority.app.prepareSuspension(doctor.app.provider)).submit();
    const view = (await patient.app.doctors()).find(
      ({ provider }) => provider.provider === doctor.app.provider,
    );
    expect(view).toMatchObject({ state: "suspended", provider: { status: "suspended" } });
    expect(await codeOf(doctor.app.openChart(patient.app.patient))).toBe("usecases.no-access");
    const during = await add(village, "while suspended", general);
    expect(await codeOf(held.open(await manifestOf(during)))).toBe("crypto.epoch-out-of-reach");

    await (await authority.app.prepareReinstatement(doctor.app.provider)).submit();
    expect(await readableRefs(doctor)).not.toContain(during);
    const refresh = await patient.app.prepareKeyRefresh();
    expect(refresh.facts).toMatchObject({ movedDrawers: 0, resealed: 1 });
    await refresh.submit();
    expect(await readableRefs(doctor)).toContain(during);
    await revoke(doctor);
  });

  test("a provider who writes then seals to people, and the patient's slip opens it to later grantees", async () => {
    const { patient, doctor, colleague, hospital, system, general } = village;
    await share(village, doctor, [general], [], 3_600);
    await share(village, colleague, [general], [general]);
    const held = await holdKeys(doctor, patient.app.patient);
    await system.pass(2 * 3_600);
    const number = patient.app.patient;
    const prepared = await colleague.app.prepareRecords(number, [textFile("by Dr. L", general)]);
    expect(prepared.facts).toMatchObject({ sealedToPeople: 1 });
    const [ref] = await prepared.submit();
    const record = (await patient.app.records()).find((one) => one.ref === ref);
    expect(record).toMatchObject({
      state: "readable",
      epoch: 0,
      author: { by: "provider", provider: { provider: colleague.app.provider } },
    });
    expect(await (await patient.app.openRecord(ref as number)).blob.text()).toBe("by Dr. L");
    expect(await readableRefs(colleague)).toContain(ref);
    expect(await codeOf(held.open(await manifestOf(ref as number)))).toBe("crypto.not-a-recipient");

    await share(village, hospital, [general]);
    expect(await readableRefs(hospital)).not.toContain(ref);
    expect(await patient.app.refreshNeeded()).toEqual({ drawers: 1, people: 0, records: 1 });
    const refresh = await patient.app.prepareKeyRefresh();
    expect(refresh.facts).toMatchObject({ movedDrawers: 1, slips: 1 });
    await refresh.submit();
    expect(await patient.app.refreshNeeded()).toEqual({ drawers: 0, people: 0, records: 0 });
    expect(await readableRefs(hospital)).toContain(ref);
    expect(await codeOf(patient.app.prepareKeyRefresh())).toBe("usecases.nothing-to-do");
    await revoke(colleague, hospital);
  });

  test("a provider who writes seals under the drawer's key while nobody has lapsed", async () => {
    const { patient, doctor, colleague, general } = village;
    await share(village, doctor, [general]);
    await share(village, colleague, [general], [general]);
    const files = [textFile("under the key", general)];
    const prepared = await colleague.app.prepareRecords(patient.app.patient, files);
    expect(prepared.facts).toMatchObject({ sealedToPeople: 0 });
    const [ref] = await prepared.submit();
    expect(await readableRefs(doctor)).toContain(ref);
    await revoke(doctor, colleague);
  });

  test("a provider who may write but not read seals to the patient and the readers", async () => {
    const { patient, doctor, colleague, general } = village;
    await share(village, doctor, [], [general]);
    await share(village, colleague, [general]);
    const files = [textFile("write only", general)];
    const [ref] = await (await doctor.app.prepareRecords(patient.app.patient, files)).submit();
    expect(await (await patient.app.openRecord(ref as number)).blob.text()).toBe("write only");
    expect(await readableRefs(colleague)).toContain(ref);
    expect((await doctor.app.openChart(patient.app.patient)).records).toEqual([]);
    expect(
      await codeOf(
        doctor.app.prepareRecords(patient.app.patient, [textFile("x", village.results)]),
      ),
    ).toBe("usecases.no-access");
    await revoke(doctor, colleague);
  });
});

describe("A provider's new keys", () => {
  test("are shown to the patient before anything is sealed to them", async () => {
    const { patient, doctor, general } = village;
    await share(village, doctor, [general]);
    const old = await add(village, "to the old keys", general);
    const draft = await doctor.app.beginNewKeys();
    await (await doctor.app.prepareNewKeys(draft, passphrase)).submit();
    const find = async () =>
      (await patient.app.doctors()).find(
        ({ provider }) => provider.provider === doctor.app.provider,
      );
    expect(await find()).toMatchObject({ keysChanged: true, state: "live" });
    // The old envelope opens with the old keys, which this browser still has.
    expect(await readableRefs(doctor)).toContain(old);
    // Something else makes a new sheet: the doctor isn't sealed to anew behind the patient's back.
    await share(village, village.colleague, [general]);
    await revoke(village.colleague);
    const hidden = await add(village, "not yet for the new keys", general);
    expect(await readableRefs(doctor)).not.toContain(hidden);

    const terms = await treatment(village.system, [general]);
    const again = await patient.app.prepareGrant(doctor.app.provider, terms);
    expect(again.facts).toMatchObject({ keysChanged: 1, keyVersion: 2 });
    await again.submit();
    expect(await find()).toMatchObject({ keysChanged: false });
    expect(await readableRefs(doctor)).toEqual(expect.arrayContaining([old, hidden]));
    const restarted = await doctor.doorstep.unlockProvider(passphrase);
    const chart = await restarted.openChart(patient.app.patient);
    expect(chart.records.some(({ ref }) => ref === hidden)).toBe(true);
    await revoke(doctor);
  });

  test("are sealed to only where two RPCs agree on them", async () => {
    const { patient, doctor, system, general } = village;
    const lying = new ChainReader(
      {
        async send(method, params) {
          const answer = await system.rpc.send(method, params);
          const { data } = (params[0] ?? {}) as { data?: string };
          const selector = contractInterfaces.Providers.getFunction("providerByNumber")?.selector;
          if (method !== "eth_call" || !data?.startsWith(selector ?? "none")) return answer;
          const [provider] = contractInterfaces.Providers.decodeFunctionResult(
            "providerByNumber",
            answer as string,
          );
          const forged = { ...provider.toObject(), keyDocument: `0x${"66".repeat(32)}` };
          return contractInterfaces.Providers.encodeFunctionResult("providerByNumber", [forged]);
        },
      },
      system.deployment,
    );
    const terms = await treatment(system, [general]);
    const both = await system.person(7, { store: patient.store, secondReader: system.reader });
    const honest = await both.doorstep.unlockPatient(passphrase);
    const prepared = await honest.prepareGrant(doctor.app.provider, terms);
    expect(prepared.facts.keyOpinions).toBe(2);
    const misled = await system.person(7, { store: patient.store, secondReader: lying });
    const app = await misled.doorstep.unlockPatient(passphrase);
    expect(await codeOf(app.prepareGrant(doctor.app.provider, terms))).toBe("chain.rpc-disagree");
  });
});

describe("Races", () => {
  test("access that lapses between preparing and confirming is noticed at the last moment", async () => {
    const { patient, doctor, colleague, system, general } = village;
    await share(village, doctor, [general], [], 3_600);
    await share(village, colleague, [general], [general]);
    const held = await holdKeys(doctor, patient.app.patient);
    const own = await patient.app.prepareRecords([textFile("prepared in time", general)]);
    const letter = textFile("letter prepared in time", general);
    const byColleague = await colleague.app.prepareRecords(patient.app.patient, [letter]);
    expect(byColleague.facts).toMatchObject({ sealedToPeople: 0 });
    await system.pass(7_200);
    expect(await codeOf(own.submit())).toBe("usecases.changed-meanwhile");
    const [ref = 0] = await byColleague.submit();
    expect(await codeOf(held.open(await manifestOf(ref)))).toBe("crypto.not-a-recipient");
    await revoke(doctor, colleague);
  });

  test("a grant that was prepared before a revocation reverts instead of sealing to old keys", async () => {
    const { patient, doctor, colleague, system, general } = village;
    await share(village, doctor, [general]);
    const terms = await treatment(system, [general]);
    const late = await patient.app.prepareGrant(colleague.app.provider, terms);
    await revoke(doctor);
    expect(await codeOf(late.submit())).toBe("chain.health-records-stale-sheet");
    expect(await patient.app.doctors()).not.toContainEqual(
      expect.objectContaining({ state: "live" }),
    );
  });

  test("a record that was prepared before a revocation is sealed again under the new key", async () => {
    const { patient, doctor, colleague, general } = village;
    await share(village, doctor, [general]);
    await share(village, colleague, [general], [general]);
    const held = await holdKeys(doctor, patient.app.patient);
    const late = await patient.app.prepareRecords([textFile("late", general)]);
    const letter = textFile("late letter", general);
    const lateToo = await colleague.app.prepareRecords(patient.app.patient, [letter]);
    await revoke(doctor);
    const states: string[] = [];
    const [ref = 0] = await late.submit({ onState: ({ state }) => states.push(state) });
    expect(states).not.toContain("failed");
    expect(await codeOf(held.open(await manifestOf(ref)))).toBe("crypto.epoch-out-of-reach");
    const [letterRef = 0] = await lateToo.submit();
    expect(await codeOf(held.open(await manifestOf(letterRef)))).toBe("crypto.epoch-out-of-reach");
    expect(await readableRefs(colleague)).toEqual(expect.arrayContaining([ref, letterRef]));
    await revoke(colleague);
  });

  test("a record under an old key is refused by the contract, whatever the app does", async () => {
    const { patient, doctor, general } = village;
    const { writer } = patient.ports;
    const [sample] = await patient.app.records();
    await share(village, doctor, [general]);
    const { epochs } = await patient.ports.reader.epochsOf(patient.app.patient, {
      account: patient.account.address,
    });
    const before = epochs[general];
    await revoke(doctor);
    const call = writer.calls.addRecords(patient.app.patient, [
      { compartment: general, epoch: before as never, manifest: sample?.manifest as Digest },
    ]);
    expect(await codeOf(writer.send(call).mined)).toBe("chain.health-records-stale-epoch");
  });

  test("a record whose keys must first move after all asks the person to look again", async () => {
    const { patient, doctor, colleague, system, general } = village;
    await share(village, doctor, [general], [], 3_600);
    await share(village, colleague, [general]);
    const late = await patient.app.prepareRecords([textFile("late", general)]);
    // The colleague is ended, which moves the key; the doctor's new grant then expires by itself.
    await revoke(colleague);
    await system.pass(7_200);
    const states: string[] = [];
    const result = codeOf(late.submit({ onState: ({ state }) => states.push(state) }));
    expect(await result).toBe("usecases.changed-meanwhile");
    expect(states.at(-1)).toBe("failed");
    await revoke(doctor);
  });
});
