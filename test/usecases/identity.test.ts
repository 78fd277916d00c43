// Becoming somebody, and staying it on another computer: register, apply, unlock, restore.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { patientNumberOf } from "../../frontend/src/chain/packing.ts";
import { patientIdFor } from "../../frontend/src/chain/patientId.ts";
import { commitToPatient } from "../../frontend/src/crypto/commitment.ts";
import { platformRandom } from "../../frontend/src/crypto/random.ts";
import { memoryLocalStore } from "../../frontend/src/usecases/memoryLocalStore.ts";
import type { TransactionState } from "../../frontend/src/usecases/model.ts";
import type {
  AuthorityApp,
  PatientApp,
  ProviderApp,
} from "../../frontend/src/usecases/useCases.ts";
import {
  drawers,
  passphrase,
  setUpAuthority,
  setUpPatient,
  setUpProvider,
  textFile,
  type Unlocked,
} from "../../scripts/headless/headlessCast.ts";
import { type HeadlessSystem, startHeadlessSystem } from "../../scripts/headless/headlessSystem.ts";
import { codeOf } from "./failureOf.ts";

let system: HeadlessSystem;
let authority: Unlocked<AuthorityApp>;

beforeAll(async () => {
  system = await startHeadlessSystem();
  authority = await setUpAuthority(system, { account: 2 });
});
afterAll(() => system?.close());

const details = { name: "Amina Yusuf", birthDate: "1988-04-17" };

describe("Setting up", () => {
  test("checks two words of the sheet, in any case", async () => {
    const { doorstep } = await system.person(3);
    const draft = await doorstep.beginSetUp();
    const [first, second] = draft.checkPositions;
    const word = (position: number) => draft.words[position - 1] ?? "";
    expect(draft.words).toHaveLength(24);
    expect(first).toBeLessThan(second);
    expect(draft.checkWords(` ${word(first).toUpperCase()} `, word(second))).toBe(true);
    expect(draft.checkWords(word(second), word(first))).toBe(word(first) === word(second));
    expect(draft.checkWords("", "")).toBe(false);
    draft.discard();
    expect(await codeOf(doorstep.prepareRegistration(draft, details, passphrase))).toBe(
      "usecases.draft-used",
    );
  });

  test("refuses details that aren't, and a passphrase that is too short", async () => {
    const { doorstep } = await system.person(3);
    const draft = await doorstep.beginSetUp();
    const register = (change: Partial<typeof details>, phrase = passphrase) =>
      doorstep.prepareRegistration(draft, { ...details, ...change }, phrase);
    expect(await codeOf(register({ name: "  " }))).toBe("usecases.invalid-details");
    expect(await codeOf(register({ birthDate: "1988-02-30" }))).toBe("usecases.invalid-details");
    expect(await codeOf(register({ birthDate: "17.4.1988" }))).toBe("usecases.invalid-details");
    expect(await codeOf(register({}, "short"))).toBe("crypto.weak-passphrase");
    draft.discard();
  });

  test("a patient shows 16 drawers, numbered in an order of the chart's own, the emergency one first", async () => {
    const patient = await setUpPatient(system, { account: 4 });
    const views = await patient.app.compartments();
    expect(new Set(views.map(({ compartment }) => compartment)).size).toBe(16);
    expect(views.find(({ kind }) => kind === "emergency")?.compartment).toBe(0);
    const second = await setUpPatient(system, { account: 4 });
    const order = (app: PatientApp) =>
      app.compartments().then((all) => all.map(({ compartment }) => compartment).join());
    expect(await order(second.app)).not.toBe(await order(patient.app));
    const standing = await second.doorstep.readStanding();
    expect(standing.charts).toHaveLength(2);
    expect(await codeOf(second.doorstep.unlockPatient(passphrase, 12345 as never))).toBe(
      "usecases.no-delegation",
    );
  });

  test("draws another number where the first is taken, also when somebody was quicker", async () => {
    // Somebody else takes the number between preparing and sending: shown by a first transaction
    // that reverts, whoever caused it.
    const person = await system.person(5);
    const draft = await person.doorstep.beginSetUp();
    const prepared = await person.doorstep.prepareRegistration(draft, details, passphrase);
    const { writer } = person.ports;
    const send = writer.send.bind(writer);
    let calls = 0;
    writer.send = (call, options) => {
      calls += 1;
      if (calls > 1) return send(call, options);
      // The same registration, carried out by the chain twice: the second finds its number taken.
      const first = send(call, options);
      const again = first.mined.then(() => send(call, options).mined);
      return Object.assign(first, { mined: again });
    };
    const states: TransactionState["state"][] = [];
    const app = await prepared.submit({ onState: ({ state }) => states.push(state) });
    expect(calls).toBe(2);
    expect(states.at(-1)).toBe("done");
    expect(states).not.toContain("failed");
    const { charts } = await person.doorstep.readStanding();
    expect(charts).toHaveLength(2);
    expect(charts.at(-1)?.patient).toBe(app.patient);
    expect(await app.records()).toEqual([]);
  });

  test("avoids numbers that are taken already", async () => {
    const salts: Uint8Array[] = [];
    let wanted: Uint8Array | undefined;
    const random = (length: number) => {
      if (length === 32 && wanted !== undefined && salts.length === 0) {
        salts.push(wanted);
        return wanted.slice();
      }
      return platformRandom(length);
    };
    const person = await system.person(6, { random });
    const first = await setUpPatient(system, { account: 6 });
    // The salt of the chart that exists: the same details with it give the same number.
    const profileSalt = await findSalt(first);
    wanted = profileSalt;
    const draft = await person.doorstep.beginSetUp();
    const prepared = await person.doorstep.prepareRegistration(draft, details, passphrase);
    expect(salts).toHaveLength(1);
    const app = await prepared.submit();
    expect(app.patient).not.toBe(first.app.patient);
  });
});

/** From the patient's own vault, as only they can read it. */
async function findSalt(patient: Unlocked<PatientApp>): Promise<Uint8Array> {
  const { parseKeyDocument } = await import("../../frontend/src/crypto/documents/keyDocument.ts");
  const { ports } = patient;
  const entry = await ports.reader.patientByNumber(patient.app.patient);
  const document = parseKeyDocument(await ports.ipfs.getDocument(entry.keyDocument));
  if (document.vault === null) throw new Error("no vault");
  const session = await ports.crypto.restoreSession(
    { kind: "words", words: patient.sheet },
    document.generation,
  );
  const { chainId, addresses } = system.deployment;
  const profile = await session.openVault(
    { chainId, contract: addresses.HealthRecords, patientId: entry.patientId },
    await ports.ipfs.getDocument(document.vault),
  );
  const commitment = await commitToPatient(profile.details, profile.commitmentSalt);
  const id = patientIdFor(patient.account.address, commitment);
  expect(patientNumberOf(id)).toBe(patient.app.patient);
  return profile.commitmentSalt;
}

describe("A set-up that the person rejects in the wallet", () => {
  test("leaves nothing behind, and can be confirmed later", async () => {
    const person = await system.person(16);
    const { account } = person.ports.writer;
    const send = account.sendTransaction.bind(account);
    const draft = await person.doorstep.beginSetUp();
    const prepared = await person.doorstep.prepareRegistration(draft, details, passphrase);
    account.sendTransaction = () => Promise.reject(Object.assign(new Error("no"), { code: 4001 }));
    expect(await codeOf(prepared.submit())).toBe("chain.rejected");
    expect(await person.doorstep.vaultState("patient")).toBe("absent");
    account.sendTransaction = send;
    const app = await prepared.submit();
    expect(app.details).toEqual(details);
    expect(await person.doorstep.vaultState("patient")).toBe("unlocked");
  });
});

describe("Unlocking", () => {
  test("takes the passphrase, and nothing else", async () => {
    const patient = await setUpPatient(system, { account: 7 });
    const { doorstep, store } = patient;
    expect(await doorstep.vaultState("patient")).toBe("unlocked");
    const [general = 0] = await drawers(patient.app, "general");
    const files = [textFile("locked away", general as never)];
    const [ref = 0] = await (await patient.app.prepareRecords(files)).submit();
    await doorstep.lock();
    expect(await doorstep.vaultState("patient")).toBe("locked");
    expect(await doorstep.vaultState("provider")).toBe("absent");
    expect(await codeOf(patient.app.openRecord(ref))).toBe("crypto.locked");
    expect(await codeOf(doorstep.unlockPatient("not this passphrase"))).toBe(
      "crypto.wrong-passphrase",
    );
    const app = await doorstep.unlockPatient(passphrase);
    expect(app.details).toEqual(details);

    const [key] = await store.keys("vault/patient/");
    const vault = (await store.get(key ?? "")) ?? new Uint8Array();
    vault[100] = (vault[100] ?? 0) ^ 1;
    await store.set(key ?? "", vault);
    expect(await codeOf(doorstep.unlockPatient(passphrase))).toBe("crypto.corrupted-vault");
  });

  test("shows the recovery sheet again only for the passphrase", async () => {
    const patient = await setUpPatient(system, { account: 8 });
    expect(await codeOf(patient.app.recoverySheet("not this passphrase"))).toBe(
      "crypto.wrong-passphrase",
    );
    const { words, sheetCode } = await patient.app.recoverySheet(passphrase);
    expect(words.join(" ")).toBe(patient.sheet);
    expect(sheetCode).toMatch(/^HRS1:/);
  });

  test("says what this wallet isn't", async () => {
    const { doorstep } = await system.person(9);
    expect(await codeOf(doorstep.unlockPatient(passphrase))).toBe("usecases.no-chart");
    expect(await codeOf(doorstep.unlockProvider(passphrase))).toBe("usecases.not-a-provider");
    expect(await codeOf(doorstep.unlockAuthority(passphrase))).toBe("usecases.not-an-authority");
    expect(await doorstep.readStanding()).toMatchObject({
      charts: [],
      provider: undefined,
      authority: undefined,
    });
  });

  test("what this browser stores is unreadable", async () => {
    const patient = await setUpPatient(system, { account: 10 });
    const [general = 0] = await drawers(patient.app, "general");
    await (
      await patient.app.prepareRecords([textFile("a secret of mine", general as never)])
    ).submit();
    await patient.app.records();
    const everything: Uint8Array[] = [];
    for (const key of await patient.store.keys("")) {
      expect(key).not.toContain("Amina");
      everything.push((await patient.store.get(key)) ?? new Uint8Array());
    }
    const text = everything.map((bytes) => new TextDecoder("latin1").decode(bytes)).join("\n");
    expect(everything.length).toBeGreaterThan(4);
    for (const word of ["Amina", "1988-04-17", "secret of mine", "note.txt", "Note"]) {
      expect(text).not.toContain(word);
    }
  });
});

describe("Restoring on a browser that knows nothing", () => {
  test("a patient's chart comes back from the 24 words, or from the sheet's code", async () => {
    const patient = await setUpPatient(system, { account: 11 });
    const [general = 0] = await drawers(patient.app, "general");
    await (await patient.app.prepareRecords([textFile("still here", general as never)])).submit();
    const { sheetCode } = await patient.app.recoverySheet(passphrase);
    for (const sheet of [patient.sheet, sheetCode, ` ${patient.sheet.toUpperCase()} `]) {
      const elsewhere = await system.person(11, { store: memoryLocalStore() });
      const app = (await elsewhere.doorstep.restore(
        "patient",
        sheet,
        "another passphrase",
      )) as PatientApp;
      expect(app.details).toEqual(details);
      expect(app.patientId).toBe(patient.app.patientId);
      const [record] = await app.records();
      expect(record).toMatchObject({ state: "readable" });
      expect(await (await app.openRecord(record?.ref ?? 0)).blob.text()).toBe("still here");
      await elsewhere.doorstep.lock();
      await elsewhere.doorstep.unlockPatient("another passphrase");
    }
  });

  test("a wrong sheet is told from a mistyped one", async () => {
    const patient = await setUpPatient(system, { account: 12 });
    const other = await setUpPatient(system, { account: 13 });
    const { doorstep } = await system.person(12, { store: memoryLocalStore() });
    const restore = (sheet: string) => codeOf(doorstep.restore("patient", sheet, passphrase));
    expect(await restore(other.sheet)).toBe("usecases.sheet-mismatch");
    expect(await restore(patient.sheet.split(" ").slice(1).join(" "))).toBe(
      "crypto.recovery-word-count",
    );
    expect(await restore(patient.sheet.replace(/^\w+/, "mistaken"))).toBe(
      "crypto.recovery-unknown-word",
    );
    expect(await restore("HRS1:AAAA")).toBe("crypto.recovery-code");
    expect(await doorstep.vaultState("patient")).toBe("absent");
    const stranger = await system.person(14);
    expect(await codeOf(stranger.doorstep.restore("patient", other.sheet, passphrase))).toBe(
      "usecases.no-chart",
    );
  });

  test("providers and authorities come back, too", async () => {
    const doctor = await setUpProvider(system, authority, {
      account: 15,
      kind: "doctor",
      name: "Dr. Okoro",
    });
    const elsewhere = await system.person(15, { store: memoryLocalStore() });
    const app = (await elsewhere.doorstep.restore(
      "provider",
      doctor.sheet,
      passphrase,
    )) as ProviderApp;
    expect(app.provider).toBe(doctor.app.provider);
    expect(await codeOf(elsewhere.doorstep.restore("provider", authority.sheet, passphrase))).toBe(
      "usecases.sheet-mismatch",
    );
    await elsewhere.doorstep.lock();
    expect((await elsewhere.doorstep.unlockProvider(passphrase)).kind).toBe("doctor");

    const office = await system.person(2, { store: memoryLocalStore() });
    const back = await office.doorstep.restore("authority", authority.sheet, passphrase);
    expect(back.role).toBe("authority");
    await office.doorstep.lock();
    expect((await office.doorstep.unlockAuthority(passphrase)).authority).toBe(
      authority.app.authority,
    );
  });
});
