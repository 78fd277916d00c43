import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChainReader } from "../../frontend/src/chain/reader.ts";
import { createCrypto } from "../../frontend/src/crypto/createCrypto.ts";
import { type EnvelopeTerms, sealEnvelope } from "../../frontend/src/crypto/documents/envelope.ts";
import { encodeKeyDocument } from "../../frontend/src/crypto/documents/keyDocument.ts";
import { parseManifest, type SealTarget } from "../../frontend/src/crypto/documents/manifest.ts";
import {
  encodeShareSheet,
  findEntry,
  nextShareSheet,
  parseShareSheet,
  type ShareSheet,
  type ShareSheetChange,
} from "../../frontend/src/crypto/documents/shareSheet.ts";
import type {
  ChainState,
  CompartmentState,
} from "../../frontend/src/crypto/keys/compartmentChain.ts";
import { platformRandom } from "../../frontend/src/crypto/random.ts";
import type {
  Compartment,
  Digest,
  Epoch,
  Generation,
  ProviderNumber,
} from "../../frontend/src/domain/brand.ts";
import { IpfsError } from "../../frontend/src/ipfs/errors.ts";
import { createWorkspace } from "../../frontend/src/usecases/createWorkspace.ts";
import { memoryLocalStore } from "../../frontend/src/usecases/memoryLocalStore.ts";
import type { DelegatePower } from "../../frontend/src/usecases/model.ts";
import {
  readPatientTarget,
  readProviderTarget,
} from "../../frontend/src/usecases/people/sealTargets.ts";
import type { PatientApp, ProviderApp } from "../../frontend/src/usecases/useCases.ts";
import {
  passphrase,
  setUpPatient,
  setUpProvider,
  textFile,
  treatment,
  type Unlocked,
  week,
} from "../../scripts/headless/headlessCast.ts";
import type { HeadlessPerson } from "../../scripts/headless/headlessSystem.ts";
import { type HeldKeys, holdKeys } from "../../scripts/headless/heldKeys.ts";
import { add, share, startVillage, type Village } from "../../scripts/headless/village.ts";
import { codeOf } from "./failureOf.ts";

/** No path seals a record under a key that somebody knows who may not read it. */
let village: Village;

beforeEach(async () => {
  village = await startVillage();
}, 120_000);
afterEach(() => village?.system.close());

const patientNumber = () => village.patient.app.patient;

async function manifestOf(ref: number | undefined): Promise<Digest> {
  const record = (await village.patient.app.records()).find((one) => one.ref === ref);
  return record?.manifest as Digest;
}

/** The patient adds a record; nothing of it may open with the keys held. */
async function expectSealedFrom(
  held: HeldKeys,
  drawer: Compartment,
  app: PatientApp = village.patient.app,
): Promise<void> {
  const [ref] = await (await app.prepareRecords([textFile("sealed later", drawer)])).submit();
  expect(await codeOf(held.open(await manifestOf(ref)))).toBe("crypto.epoch-out-of-reach");
}

async function carerWith(
  powers: readonly DelegatePower[],
  read: readonly Compartment[] = [],
  index = 8,
): Promise<Unlocked<PatientApp>> {
  const { patient, system } = village;
  const carer = await setUpPatient(system, {
    account: index,
    details: { name: "Joseph Mwangi", birthDate: "1961-11-30" },
  });
  const until = (await system.now()) + week;
  const { address: account } = carer.account;
  const delegate = { account, powers, until, managing: false, read };
  await (await patient.app.prepareDelegate(delegate)).submit();
  await carer.app.readCode(patient.app.code("https://example.org/"));
  return carer;
}

async function currentSheet(): Promise<{ digest: Digest; sheet: ShareSheet }> {
  const { patient } = village;
  const viewer = { account: patient.account.address };
  const digest = await patient.ports.reader.shareSheet(patientNumber(), viewer);
  const bytes = await patient.ports.ipfs.getDocument(digest as Digest);
  return { digest: digest as Digest, sheet: parseShareSheet(bytes) };
}

/** What a delegate's own software may do: any sheet, with the owner's old signature on it. */
async function replaceSheet(by: HeadlessPerson, change: ShareSheetChange): Promise<void> {
  const { digest, sheet } = await currentSheet();
  const next = nextShareSheet({ sheet, digest }, sheet.generation, change);
  await publishSheet(by, digest, encodeShareSheet({ ...next, signature: sheet.signature }));
}

async function publishSheet(by: HeadlessPerson, expected: Digest, bytes: Uint8Array) {
  const { ipfs, writer } = by.ports;
  const { digest: next } = await ipfs.putDocument(bytes);
  await writer.send(writer.calls.replaceShareSheet(patientNumber(), { expected, next })).mined;
}

/** An envelope with keys that the sender made up: the state, the envelope and its terms. */
async function plant(
  target: SealTarget,
  { purpose, provider, epoch, drawer }: PlantedTerms,
): Promise<[CompartmentState, Uint8Array, EnvelopeTerms]> {
  const state: CompartmentState = {
    compartment: drawer,
    epoch,
    generation: 1 as Generation,
    state: platformRandom(32) as ChainState,
  };
  const terms: EnvelopeTerms = {
    purpose,
    provider: provider ?? null,
    generation: 1 as Generation,
    readMask: 1 << drawer,
    writeMask: 1 << drawer,
    epochs: [{ compartment: drawer, epoch }],
  };
  const content = {
    states: [state],
    compartments: [{ compartment: drawer, name: "general" }],
    patient: { name: "Amina Yusuf", birthDate: "1988-04-17" },
  };
  const sealing = { context: await context(), terms, targets: [target], content };
  return [state, await sealEnvelope(sealing, platformRandom), terms];
}

interface PlantedTerms {
  readonly purpose: EnvelopeTerms["purpose"];
  readonly provider?: ProviderNumber;
  readonly epoch: Epoch;
  readonly drawer: Compartment;
}

async function context() {
  const { deployment, reader } = village.system;
  return {
    chainId: deployment.chainId,
    contract: deployment.addresses.HealthRecords,
    patientId: await reader.patientIdOf(patientNumber()),
  };
}

/** A reader that answers some questions in its own way. */
function answering(honest: ChainReader, answers: Partial<ChainReader>): ChainReader {
  return new Proxy(honest, {
    get(target, name) {
      if (Object.hasOwn(answers, name)) return Reflect.get(answers, name);
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

describe("A doctor who left the hospital, with a stanza in its envelope", () => {
  async function leave(): Promise<HeldKeys> {
    const { patient, staffDoctor, hospital, system, general, results } = village;
    const onBehalfOf = hospital.app.provider;
    const now = await system.now();
    const request = await staffDoctor.app.prepareRequest(patientNumber(), {
      read: [general, results],
      write: "none",
      purpose: "treatment",
      expiresAt: now + week,
      lapsesAt: now + week,
      onBehalfOf,
    });
    await request.submit();
    const terms = await treatment(system, [general, results]);
    await (await patient.app.prepareApproval(onBehalfOf, terms)).submit();
    const held = await holdKeys(staffDoctor, patientNumber(), onBehalfOf);
    await (await hospital.app.prepareStaffRemoval(staffDoctor.app.provider)).submit();
    return held;
  }

  test("isn't forgotten when somebody else's access ends on another drawer", async () => {
    const { patient, doctor, general, results } = village;
    await share(village, doctor, [results]);
    const held = await leave();
    await (await patient.app.prepareRevocation([doctor.app.provider])).submit();
    expect(await patient.app.lapsed()).toHaveLength(1);
    await expectSealedFrom(held, general);
    expect(await patient.app.lapsed()).toEqual([]);
  });

  test("isn't forgotten when the hospital's access is prolonged by a new grant", async () => {
    const { patient, hospital, system, general, results } = village;
    const held = await leave();
    const longer = await treatment(system, [general, results], [], 4 * week);
    await (await patient.app.prepareGrant(hospital.app.provider, longer)).submit();
    expect(await patient.app.refreshNeeded()).toMatchObject({ drawers: 2 });
    await expectSealedFrom(held, general);
  });
});

describe("A sheet that a delegate wrote", () => {
  test("names no new person and no drawer that the patient would seal to", async () => {
    const { patient, colleague, system, general, mental } = village;
    await add(village, "psych note", mental);
    await share(village, village.doctor, [general]);
    const carer = await carerWith(["revoke"]);
    const recipient = { kind: "person" as const, number: carer.app.patient };
    await replaceSheet(carer, {
      put: [
        {
          recipient: { ...recipient, keyVersion: 1 },
          envelope: `0x${"11".repeat(32)}` as Digest,
          readMask: 0xffff,
          writeMask: 0,
          generation: 1 as Generation,
          epochs: [],
        },
      ],
    });
    const terms = await treatment(system, [general]);
    await (await patient.app.prepareGrant(colleague.app.provider, terms)).submit();
    expect(findEntry((await currentSheet()).sheet, recipient)).toBeUndefined();
    const acting = await carer.doorstep.unlockPatient(passphrase, patientNumber());
    expect((await acting.records()).every(({ state }) => state === "no-key")).toBe(true);
  });

  test("hides no suspended holder: every drawer's key moves before the next record", async () => {
    const { patient, doctor, authority, colleague, general } = village;
    await share(village, doctor, [general]);
    await share(village, colleague, [general]);
    const held = await holdKeys(doctor, patientNumber());
    const carer = await carerWith(["revoke"]);
    await (await authority.app.prepareSuspension(doctor.app.provider)).submit();
    await replaceSheet(carer, { remove: [{ kind: "provider", number: doctor.app.provider }] });
    expect(await patient.app.lapsed()).toHaveLength(1);
    expect(await patient.app.refreshNeeded()).toMatchObject({ drawers: 16 });
    await expectSealedFrom(held, general);
    expect(await patient.app.refreshNeeded()).toMatchObject({ drawers: 0, people: 0 });
    const chart = await colleague.app.openChart(patientNumber());
    expect(chart.records.every(({ state }) => state === "readable")).toBe(true);
  });

  test("that claims another generation hides nobody either", async () => {
    const { patient, doctor, colleague, authority, general } = village;
    await share(village, doctor, [general]);
    await share(village, colleague, [general], [general]);
    const held = await holdKeys(doctor, patientNumber());
    const carer = await carerWith(["revoke"]);
    await (await authority.app.prepareSuspension(doctor.app.provider)).submit();
    await replaceSheet(carer, { generation: 2 as Generation });
    const prepared = await colleague.app.prepareRecords(patientNumber(), [
      textFile("by a provider", general),
    ]);
    expect(prepared.facts).toMatchObject({ sealedToPeople: 1 });
    await expectSealedFrom(held, general);
    expect((await patient.app.records()).every(({ state }) => state === "readable")).toBe(true);
  });

  test("that is an older one of the owner's, put back, counts as a delegate's", async () => {
    const { patient, colleague, doctor, authority, general, results } = village;
    await share(village, doctor, [results]);
    const older = await currentSheet();
    await share(village, colleague, [general]);
    const held = await holdKeys(colleague, patientNumber());
    const carer = await carerWith(["revoke"]);
    await (await authority.app.prepareSuspension(colleague.app.provider)).submit();
    const { digest } = await currentSheet();
    await publishSheet(carer, digest, encodeShareSheet(older.sheet));
    expect(await patient.app.refreshNeeded()).toMatchObject({ drawers: 16 });
    await expectSealedFrom(held, general);
  });

  test("plants no keys: a provider seals to people until the patient has put it right", async () => {
    const { patient, colleague, general } = village;
    await share(village, colleague, [general], [general]);
    const carer = await carerWith(["revoke"]);
    const target = await readProviderTarget(createWorkspace(carer.ports), colleague.app.provider);
    const [state, envelope, terms] = await plant(target, {
      purpose: "grant",
      provider: colleague.app.provider,
      epoch: 1 as Epoch,
      drawer: general,
    });
    const { digest } = await carer.ports.ipfs.putDocument(envelope);
    const { readMask, writeMask, epochs, generation } = terms;
    await replaceSheet(carer, {
      put: [
        { recipient: target.recipient, envelope: digest, readMask, writeMask, epochs, generation },
      ],
    });
    const file = textFile("new diagnosis", general);
    const prepared = await colleague.app.prepareRecords(patientNumber(), [file]);
    expect(prepared.facts).toMatchObject({ sealedToPeople: 1 });
    const [ref] = await prepared.submit();
    const session = await createCrypto(platformRandom).createSession();
    const manifest = await carer.ports.ipfs.getDocument(await manifestOf(ref));
    const withPlanted = { context: await context(), manifest, place: {}, states: [state] };
    expect(await codeOf(session.openRecord(withPlanted))).toBe("crypto.not-a-recipient");

    const refresh = await patient.app.prepareKeyRefresh();
    expect(refresh.facts).toMatchObject({ movedDrawers: 16, resealed: 1, slips: 1 });
    await refresh.submit();
    const again = await colleague.app.prepareRecords(patientNumber(), [file]);
    expect(again.facts).toMatchObject({ sealedToPeople: 0 });
  });

  test("plants no keys: another delegate seals to people even once it is put right", async () => {
    const { patient, general } = village;
    const rogue = await carerWith(["revoke"]);
    const daughter = await carerWith(["add-records"], [general], 9);
    const target = await readPatientTarget(createWorkspace(rogue.ports), daughter.app.patient);
    // For the epoch that the patient's app will move the drawer to.
    const [planted, envelope] = await plant(target, {
      purpose: "delegate",
      epoch: 2 as Epoch,
      drawer: general,
    });
    const { digest } = await rogue.ports.ipfs.putDocument(envelope);
    const entry = findEntry((await currentSheet()).sheet, target.recipient);
    if (entry === undefined) throw new Error("the delegate has no entry");
    await replaceSheet(rogue, { put: [{ ...entry, envelope: digest }] });
    const acting = await daughter.doorstep.unlockPatient(passphrase, patientNumber());
    await (await patient.app.prepareKeyRefresh()).submit();

    const file = textFile("by the daughter", general);
    const prepared = await acting.prepareRecords([file]);
    expect(prepared.facts).toMatchObject({ sealedToPeople: 1 });
    const [ref] = await prepared.submit();
    const session = await createCrypto(platformRandom).createSession();
    const manifest = await rogue.ports.ipfs.getDocument(await manifestOf(ref));
    const withPlanted = { context: await context(), manifest, place: {}, states: [planted] };
    expect(await codeOf(session.openRecord(withPlanted))).toBe("crypto.not-a-recipient");
    const again = await daughter.doorstep.unlockPatient(passphrase, patientNumber());
    expect((await again.prepareRecords([file])).facts).toMatchObject({ sealedToPeople: 0 });
  });

  test("with garbage for earlier generations hides no chart, and is put right", async () => {
    const { patient, doctor, general } = village;
    await add(village, "first generation", general);
    await share(village, doctor, [general]);
    const carer = await carerWith(["revoke"]);
    const draft = await patient.app.beginNewKeys();
    await (await patient.app.prepareNewKeys(draft, passphrase)).submit();
    await add(village, "second generation", general);
    const states = async () =>
      (await doctor.app.openChart(patientNumber())).records.map(({ state }) => state);
    expect(await states()).toEqual(["readable", "readable"]);
    const { sheet } = await currentSheet();
    await replaceSheet(carer, {
      previousStates: sheet.previousStates.map((one) => ({
        ...one,
        sealed: platformRandom(one.sealed.length),
      })),
    });
    expect((await states()).toSorted()).toEqual(["no-key", "readable"]);
    await (await patient.app.prepareKeyRefresh()).submit();
    expect(await states()).toEqual(["readable", "readable"]);
  });

  test("with garbage for slips leaves what opens, and is put right", async () => {
    const { patient, doctor, colleague, general } = village;
    await share(village, doctor, [], [general]);
    const file = textFile("sealed to people", general);
    await (await doctor.app.prepareRecords(patientNumber(), [file])).submit();
    await (await patient.app.prepareKeyRefresh()).submit();
    await share(village, colleague, [general]);
    const carer = await carerWith(["revoke"]);
    const states = async () =>
      (await colleague.app.openChart(patientNumber())).records.map(({ state }) => state);
    expect(await states()).toEqual(["readable"]);
    const { sheet } = await currentSheet();
    const slips = sheet.slips.map((one) => ({ ...one, wrapped: platformRandom(112) }));
    await replaceSheet(carer, { slips });
    expect(await states()).toEqual(["no-key"]);
    await (await patient.app.prepareKeyRefresh()).submit();
    expect(await states()).toEqual(["readable"]);
  });
});

test("A sheet that the node withholds hides no expired holder from a restored browser", async () => {
  const { patient, doctor, colleague, system, general } = village;
  await share(village, doctor, [general], [], 3_600);
  const held = await holdKeys(doctor, patientNumber());
  await system.pass(7_200);
  const { digest } = await currentSheet();
  const real = patient.ports.ipfs;
  const ipfs: typeof real = Object.assign(Object.create(real), {
    getDocument: async (...[wanted, options]: Parameters<typeof real.getDocument>) => {
      if (wanted === digest) throw new IpfsError("ipfs.not-found");
      return real.getDocument(wanted, options);
    },
    putDocument: real.putDocument.bind(real),
  });
  const again = await system.person(7, { store: memoryLocalStore(), ipfs });
  const app = (await again.doorstep.restore("patient", patient.sheet, passphrase)) as PatientApp;
  expect(await app.lapsed()).toHaveLength(1);
  const terms = await treatment(system, [general]);
  await (await app.prepareGrant(colleague.app.provider, terms)).submit();
  expect(await app.lapsed()).toHaveLength(1);
  expect(await app.refreshNeeded()).toMatchObject({ drawers: 16 });
  await expectSealedFrom(held, general, app);
  expect(await app.lapsed()).toEqual([]);
  expect(await app.refreshNeeded()).toMatchObject({ drawers: 0, people: 0 });
});

test("What one of two access points makes up about grants is sealed to nobody", async () => {
  const { patient, colleague, system, authority, general, mental } = village;
  await add(village, "psych note", mental);
  const stranger = await setUpProvider(system, authority, {
    account: 9,
    kind: "doctor",
    name: "Dr. Nobody",
    verify: false,
  });
  const honest = system.reader;
  const doctorsOf: typeof honest.doctorsOf = async (...args) => {
    const [patient, account, cursor, count] = args;
    const isAfter = cursor === stranger.app.provider;
    const real = await honest.doctorsOf(patient, account, isAfter ? 0 : cursor, count);
    if (isAfter) return { ...real, page: [] };
    const madeUp = {
      patient: patientNumber(),
      provider: stranger.app.provider,
      terms: { readMask: 0xffff, writeMask: 0, purpose: "treatment", expiresAt: 2e9 },
      keyVersion: 1,
      live: true,
      verifiedNow: true,
      pending: false,
      request: undefined,
      requestLapsesAt: 0,
      lastEventBlock: 0,
    };
    return { ...real, page: [...real.page, madeUp as never] };
  };
  const lying = answering(honest, { doctorsOf });
  const again = await system.person(7, {
    store: patient.store,
    reader: lying,
    secondReader: honest,
  });
  const app = await again.doorstep.unlockPatient(passphrase);
  const terms = await treatment(system, [general]);
  expect(await codeOf(app.prepareGrant(colleague.app.provider, terms))).toBe("chain.rpc-disagree");
});

describe("A provider whose first RPC lies, where a second is set", () => {
  async function withReader(
    account: number,
    { store }: HeadlessPerson,
    answers: Partial<ChainReader>,
  ): Promise<ProviderApp> {
    const { system } = village;
    const reader = answering(system.reader, answers);
    const again = await system.person(account, { store, reader, secondReader: system.reader });
    return again.doorstep.unlockProvider(passphrase);
  }
  /** An earlier generation, whose seed somebody may know. */
  const epochsOf: ChainReader["epochsOf"] = async (...args) => {
    const real = await village.system.reader.epochsOf(...args);
    return { ...real, generation: (real.generation - 1) as Generation };
  };

  test("seals and hands over nothing for another generation", async () => {
    const { patient, colleague, hospital, staffDoctor, general } = village;
    await share(village, colleague, [general], [general]);
    await share(village, hospital, [general]);
    const draft = await patient.app.beginNewKeys();
    await (await patient.app.prepareNewKeys(draft, passphrase)).submit();
    const app = await withReader(4, colleague, { epochsOf });
    const file = textFile("by a provider", general);
    expect(await codeOf(app.prepareRecords(patientNumber(), [file]))).toBe("chain.rpc-disagree");
    const office = await withReader(5, hospital, { epochsOf });
    const handingOver = office.prepareHandOver(patientNumber(), staffDoctor.app.provider);
    expect(await codeOf(handingOver)).toBe("chain.rpc-disagree");
  });

  test("seals to people where one of the two says that a key holder left the staff", async () => {
    const { colleague, hospital, staffDoctor, general } = village;
    await share(village, colleague, [general], [general]);
    await share(village, hospital, [general]);
    const { provider: doctor } = staffDoctor.app;
    await (await hospital.app.prepareHandOver(patientNumber(), doctor)).submit();
    const held = await holdKeys(staffDoctor, patientNumber(), hospital.app.provider);
    const app = await withReader(4, colleague, { isCurrentStaff: async () => true });
    const file = textFile("by a provider", general);
    const before = await app.prepareRecords(patientNumber(), [file]);
    expect(before.facts).toMatchObject({ sealedToPeople: 0 });
    await (await hospital.app.prepareStaffRemoval(doctor)).submit();
    const after = await app.prepareRecords(patientNumber(), [file]);
    expect(after.facts).toMatchObject({ sealedToPeople: 1 });
    const [ref] = await after.submit();
    expect(await codeOf(held.open(await manifestOf(ref)))).toBe("crypto.not-a-recipient");
  });
});

describe("Keys that nobody was shown", () => {
  async function newKeyDocument(owner: "provider" | "patient", by: HeadlessPerson) {
    const thief = await createCrypto(platformRandom).createSession();
    const identity = await thief.identity();
    const document = encodeKeyDocument({ owner, keyVersion: 2, ...identity, vault: null });
    return (await by.ports.ipfs.putDocument(document)).digest;
  }

  test("of a provider are sealed to by no other provider", async () => {
    const { patient, doctor, system, authority, general } = village;
    const lab = await setUpProvider(system, authority, {
      account: 9,
      kind: "laboratory",
      name: "Lab",
    });
    await share(village, doctor, [general]);
    await share(village, lab, [], [general]);
    const { keyDocument } = await system.reader.providerByNumber(doctor.app.provider);
    const { writer } = doctor.ports;
    const next = await newKeyDocument("provider", doctor);
    await writer.send(
      writer.calls.replaceProviderKeyDocument(doctor.app.provider, keyDocument, next),
    ).mined;
    const file = textFile("a result", general);
    const [ref] = await (await lab.app.prepareRecords(patientNumber(), [file])).submit();
    const { access } = parseManifest(await patient.ports.ipfs.getDocument(await manifestOf(ref)));
    const recipients = access.kind === "people" ? access.stanzas : [];
    expect(recipients.map(({ recipient }) => recipient.kind)).toEqual(["person"]);
    expect(await patient.app.doctors()).toMatchObject([{ keysChanged: true }]);
  });

  test("of a delegate's own chart are not sealed to silently", async () => {
    const { patient, doctor, general } = village;
    const carer = await carerWith(["add-records"], [general]);
    await share(village, doctor, [general]);
    const { keyDocument } = await carer.ports.reader.patientByNumber(carer.app.patient);
    const { writer } = carer.ports;
    const next = await newKeyDocument("patient", carer);
    await writer.send(writer.calls.replacePatientKeyDocument(carer.app.patient, keyDocument, next))
      .mined;
    const revocation = await patient.app.prepareRevocation([doctor.app.provider]);
    expect(revocation.facts).toMatchObject({ resealed: 0 });
    await revocation.submit();
    const person = { kind: "person" as const, number: carer.app.patient };
    const entry = findEntry((await currentSheet()).sheet, person);
    expect(entry?.recipient.keyVersion).toBe(1);
  });
});

test("A provider reinstated after the patient changed keys gets the new ones", async () => {
  const { patient, doctor, colleague, authority, general } = village;
  await share(village, doctor, [general]);
  for (const _ of [1, 2]) {
    await share(village, colleague, [general]);
    await (await patient.app.prepareRevocation([colleague.app.provider])).submit();
  }
  await (await authority.app.prepareSuspension(doctor.app.provider)).submit();
  const draft = await patient.app.beginNewKeys();
  await (await patient.app.prepareNewKeys(draft, passphrase)).submit();
  await (await authority.app.prepareReinstatement(doctor.app.provider)).submit();
  const ref = await add(village, "second generation", general);
  const refresh = await patient.app.prepareKeyRefresh();
  expect(refresh.facts).toMatchObject({ resealed: 1 });
  await refresh.submit();
  const chart = await doctor.app.openChart(patientNumber());
  expect(chart.records.find((one) => one.ref === ref)?.state).toBe("readable");
});

test("Access that lapses between preparing a record and sending it still ends in time", async () => {
  const { patient, doctor, system, general } = village;
  await share(village, doctor, [general], [], 3_600);
  const held = await holdKeys(doctor, patientNumber());
  const prepared = await patient.app.prepareRecords([textFile("late", general)]);
  await system.pass(7_200);
  // Moving the keys takes one confirmation more: the person is asked to look again.
  expect(await codeOf(prepared.submit())).toBe("usecases.changed-meanwhile");
  await expectSealedFrom(held, general);
});

test("Thousands of records sealed to people stop neither key changes nor revoking", async () => {
  const { patient, system, authority, doctor, colleague, general } = village;
  const lab = await setUpProvider(system, authority, {
    account: 9,
    kind: "laboratory",
    name: "Lab",
  });
  await share(village, doctor, [general]);
  await share(village, lab, [], [general]);
  const file = textFile("result", general);
  const [ref] = await (await lab.app.prepareRecords(patientNumber(), [file])).submit();
  const manifest = await manifestOf(ref);
  const { writer } = lab.ports;
  const record = { compartment: general, epoch: 0 as Epoch, manifest };
  for (let sent = 0; sent < 750; sent += 250) {
    const records = Array.from({ length: 250 }, () => record);
    await writer.send(
      writer.calls.addRecordsAsProvider(patientNumber(), lab.app.provider, 0, records),
    ).mined;
  }
  const refresh = await patient.app.prepareKeyRefresh();
  expect(refresh.facts).toMatchObject({ slips: 500 });
  await refresh.submit();
  const next = await patient.app.prepareKeyRefresh();
  expect(next.facts).toMatchObject({ slips: 251 });
  await next.submit();
  const { sheet } = await currentSheet();
  expect(sheet.slipPages).toHaveLength(1);
  expect(sheet.slips).toHaveLength(251);
  expect(await codeOf(patient.app.prepareKeyRefresh())).toBe("usecases.nothing-to-do");
  await (await patient.app.prepareRevocation([doctor.app.provider])).submit();
  const draft = await patient.app.beginNewKeys();
  await (await patient.app.prepareNewKeys(draft, passphrase)).submit();
  await share(village, colleague, [general]);
  const chart = await colleague.app.openChart(patientNumber());
  expect(chart.records.every(({ state }) => state === "readable")).toBe(true);
}, 300_000);
