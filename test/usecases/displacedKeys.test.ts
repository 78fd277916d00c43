// Somebody who may change the patient's keys puts wrong ones in place: the patient gets back in.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCrypto } from "../../frontend/src/crypto/createCrypto.ts";
import { encodeKeyDocument } from "../../frontend/src/crypto/documents/keyDocument.ts";
import { platformRandom } from "../../frontend/src/crypto/random.ts";
import type { Digest } from "../../frontend/src/domain/brand.ts";
import { memoryLocalStore } from "../../frontend/src/usecases/memoryLocalStore.ts";
import type { PatientApp } from "../../frontend/src/usecases/useCases.ts";
import { passphrase, setUpPatient, week } from "../../scripts/headless/headlessCast.ts";
import { add, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf } from "./failureOf.ts";

let village: Village;
let carer: Village["patient"];

const number = () => village.patient.app.patient;

beforeEach(async () => {
  village = await startVillage();
  const { patient, system } = village;
  const details = { name: "Joseph Mwangi", birthDate: "1961-11-30" };
  carer = await setUpPatient(system, { account: 8, details });
  const { writer } = patient.ports;
  const until = (await system.now()) + week;
  const { calls } = writer;
  await writer.send(calls.setDelegate(number(), carer.account.address, ["keys"], until)).mined;
}, 120_000);
afterEach(() => village?.system.close());

/** The carer makes this the patient's key document. */
async function displace(next: Digest) {
  const { writer, reader } = carer.ports;
  const { keyDocument } = await reader.patientByNumber(number());
  await writer.send(writer.calls.replacePatientKeyDocument(number(), keyDocument, next)).mined;
}

async function putForeignKeys(): Promise<Digest> {
  const session = await createCrypto(platformRandom).createSession();
  const identity = await session.identity();
  const document = { owner: "patient", keyVersion: 2, ...identity, vault: null } as const;
  return (await carer.ports.ipfs.putDocument(encodeKeyDocument(document))).digest;
}

async function restoreOnNewBrowser(): Promise<PatientApp> {
  const { system, patient } = village;
  const person = await system.person(7, { store: memoryLocalStore() });
  const app = await person.doorstep.restore("patient", patient.sheet, passphrase);
  if (app.role !== "patient") throw new Error("restored as somebody else");
  return app;
}

describe("A patient whose keys a delegate replaced", () => {
  test("unlocks and restores, is told who it was, and puts their own keys back", async () => {
    const { patient, general } = village;
    const ref = await add(village, "mine", general);
    await displace(await putForeignKeys());

    const again = await patient.doorstep.unlockPatient(passphrase);
    const account = carer.account.address;
    expect(again.keysReplaced()).toEqual({ by: account });
    expect((await again.records()).map(({ state }) => state)).toEqual(["readable"]);
    const elsewhere = await restoreOnNewBrowser();
    expect(elsewhere.keysReplaced()).toEqual({ by: account });
    await elsewhere.openRecord(ref);
    const { entries } = await again.trace();
    const replaced = entries.find(({ what }) => what === "key-document-replaced");
    expect(replaced?.who).toEqual({ by: "delegate", account });

    const prepared = await again.prepareKeyDocumentRestore();
    expect(prepared.facts).toMatchObject({ delegates: 1, confirmations: 2 });
    await prepared.submit();
    expect(again.keysReplaced()).toBeUndefined();
    expect(await again.delegates()).toEqual([]);
    expect((await restoreOnNewBrowser()).keysReplaced()).toBeUndefined();
    expect(await codeOf(again.prepareKeyDocumentRestore())).toBe("usecases.nothing-to-do");
  });

  test("gets in where the new document is nowhere to be found", async () => {
    const { patient } = village;
    await displace(`0x${"ab".repeat(32)}` as Digest);
    expect((await patient.doorstep.unlockPatient(passphrase)).keysReplaced()).toBeDefined();
    expect((await restoreOnNewBrowser()).keysReplaced()).toBeDefined();
  });

  test("isn't told so of keys that they replaced themselves: an old sheet stays an old sheet", async () => {
    const { patient } = village;
    const draft = await patient.app.beginNewKeys();
    await (await patient.app.prepareNewKeys(draft, passphrase)).submit();
    expect(patient.app.keysReplaced()).toBeUndefined();
    expect(await codeOf(restoreOnNewBrowser())).toBe("usecases.sheet-mismatch");
  });
});

test("A patient takes back what they signed for somebody else to send", async () => {
  const { patient, system, doctor } = village;
  const { provider } = doctor.app;
  const ask = await doctor.app.prepareRequest(number(), {
    read: [village.general],
    write: "none",
    purpose: "treatment",
    expiresAt: (await system.now()) + week,
    lapsesAt: (await system.now()) + week,
  });
  await ask.submit();
  const order = await (await patient.app.prepareDenial(provider)).sign();
  await (await patient.app.prepareOrderCancellation()).submit();
  const sponsor = await system.person(9);
  const relayed = await sponsor.doorstep.prepareRelayedOrder(order);
  expect(await codeOf(relayed.submit())).toBe("chain.invalid-account-nonce");
  expect(await patient.app.inbox()).toHaveLength(1);
});
