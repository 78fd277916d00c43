// One patient, one doctor and one hospital on a real chain, through reader, writer and demo
// wallets: what is written is what is read, and what the contract refuses arrives as its error.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GrantOrder, type SheetSwap, zeroDigest } from "../../../frontend/src/chain/calls.ts";
import { isRevert } from "../../../frontend/src/chain/errors.ts";
import { readAll } from "../../../frontend/src/chain/reader.ts";
import type { TransactionState } from "../../../frontend/src/chain/transaction.ts";
import type {
  AuthorityNumber,
  Compartment,
  Epoch,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../../../frontend/src/domain/brand.ts";
import { firstEpochs, moveEpochs } from "../../../frontend/src/domain/chartEpochs.ts";
import { maskOf } from "../../../frontend/src/domain/masks.ts";
import { compartmentOfRef } from "../../../frontend/src/domain/recordRef.ts";
import type { Terms } from "../../../frontend/src/domain/terms.ts";
import { day, digestOf, PracticeChain } from "./support/practiceChain.ts";

let practice: PracticeChain;
let authority: AuthorityNumber;
let patient: PatientNumber;
let patientId: PatientId;
let doctor: ProviderNumber;
let hospital: ProviderNumber;
let staffDoctor: ProviderNumber;
let terms: Terms;

const drawer1 = 1 as Compartment;
const drawer2 = 2 as Compartment;
const firstSheet = digestOf("sheet 1");
/** The contract keeps a request's times in whole hours, rounded up. */
const wholeHour = (seconds: number) => Math.ceil(seconds / 3_600) * 3_600;
const start = firstEpochs(1 as never);

beforeAll(async () => {
  practice = await PracticeChain.start();
  authority = await practice.appointAuthority();
  ({ patient, patientId } = await practice.registerPatient("patient"));
  doctor = await practice.applyAndVerify("doctor", "doctor", authority);
  hospital = await practice.applyAndVerify("hospital", "hospital", authority);
  staffDoctor = await practice.applyAndVerify("staff-doctor", "doctor", authority);
  terms = {
    readMask: maskOf([drawer1, drawer2]),
    writeMask: maskOf([drawer1]),
    purpose: "treatment",
    expiresAt: wholeHour((await practice.now()) + 7 * day),
  };
});

afterAll(() => practice?.close());

describe("who is who", () => {
  test("a chart is found by its id, its number and its wallet", async () => {
    const wallet = practice.address("patient");
    const chart = await practice.reader.patientById(patientId);
    expect(chart).toEqual({
      patientId,
      patient,
      keyVersion: 1,
      keyDocument: digestOf("patient's keys"),
    });
    expect(await practice.reader.patientByNumber(patient)).toEqual(chart);
    expect(await practice.reader.patientsOf(wallet)).toEqual([patient]);
    expect(await practice.reader.isController(patient, wallet)).toBe(true);
    expect(await practice.reader.delegatesOf(patient, wallet)).toEqual([]);
    expect(await practice.reader.offeredTo(patient)).toEqual({ from: undefined, to: undefined });
  });

  test("what doesn't exist is found as undefined and read as an error", async () => {
    const nobody = `0x${"5".repeat(64)}` as PatientId;
    expect(await practice.reader.findPatientById(nobody)).toBeUndefined();
    await expect(practice.reader.patientById(nobody)).rejects.toMatchObject({
      code: "chain.patients-unknown-id",
      args: { patientId: nobody },
    });
    expect(await practice.reader.findProviderByNumber(999 as ProviderNumber)).toBeUndefined();
    expect(await practice.reader.findStanding(999 as ProviderNumber)).toBeUndefined();
    expect(await practice.reader.findAuthorityByNumber(9 as AuthorityNumber)).toBeUndefined();
    expect(await practice.reader.findProviderNumberOf(practice.address("stranger"))).toBe(
      undefined,
    );
  });

  test("a provider is read whole, alone and in its authority's list", async () => {
    const expected = {
      provider: doctor,
      wallet: practice.address("doctor"),
      kind: "doctor",
      status: "verified",
      jurisdiction: 276,
      authority,
      verifiedNow: true,
      profile: digestOf("doctor's profile"),
      keyDocument: digestOf("doctor's keys"),
      evidence: digestOf("doctor's evidence"),
      keyVersion: 1,
    };
    expect(await practice.reader.providerByNumber(doctor)).toMatchObject(expected);
    const listed = await practice.reader.providersOf(authority);
    expect(listed.map(({ provider }) => provider)).toEqual([staffDoctor, hospital, doctor]);
    expect(listed[2]).toMatchObject(expected);
    expect(await practice.reader.findStanding(doctor)).toEqual({
      verifiedNow: true,
      wallet: practice.address("doctor"),
      kind: "doctor",
      keyVersion: 1,
    });
    expect(await practice.reader.isVerified(doctor)).toBe(true);
    expect(await practice.reader.findWalletReplacement(doctor)).toBeUndefined();
    expect(await practice.reader.admin()).toBe(practice.address("admin"));
  });

  test("authorities are listed with their numbers", async () => {
    expect(await practice.reader.authorities()).toEqual([
      {
        authority,
        wallet: practice.address("authority"),
        jurisdiction: 276,
        active: true,
        profile: digestOf("authority's profile"),
        keyDocument: digestOf("authority's keys"),
        keyVersion: 1,
      },
    ]);
  });

  test("the deployment is where it says", async () => {
    await practice.reader.checkDeployment();
    expect(await practice.reader.isContract(practice.chain.deployment.addresses.Staff)).toBe(true);
    expect(await practice.reader.isContract(practice.address("patient"))).toBe(false);
  });
});

describe("from request to revocation", () => {
  let order: GrantOrder;

  test("a request shows on both sides", async () => {
    const writer = await practice.writer("doctor");
    const lapsesAt = wholeHour((await practice.now()) + 3 * day);
    const call = writer.calls.request(patient, doctor, 0, terms, lapsesAt);
    const { block } = await writer.send(call).mined;
    const expected = {
      patient,
      provider: doctor,
      terms: undefined,
      request: terms,
      requestLapsesAt: lapsesAt,
      pending: true,
      live: false,
      verifiedNow: true,
      keyVersion: 0,
      lastEventBlock: block,
    };
    const account = practice.address("patient");
    expect(await practice.reader.doctorsOf(patient, account)).toEqual({
      page: [expected],
      total: 1,
    });
    const doctorsAccount = practice.address("doctor");
    expect(await practice.reader.patientsOfProvider(doctor, doctorsAccount)).toEqual({
      page: [expected],
      total: 1,
    });
    const asDoctor = { account: doctorsAccount, provider: doctor };
    expect(await practice.reader.accessOf(patient, doctor, asDoctor)).toEqual(expected);
  });

  test("granting less than asked goes through all states in order and gives what was granted", async () => {
    const writer = await practice.writer("patient");
    const less = { ...terms, readMask: maskOf([drawer1]), writeMask: maskOf([]) };
    order = { provider: doctor, keyVersion: 1, terms: less, epochs: start };
    const sheet: SheetSwap = { expected: zeroDigest, next: firstSheet };
    const transaction = writer.send(writer.calls.approve(patient, order, sheet));
    const states: TransactionState[] = [];
    for await (const state of transaction) states.push(state);
    expect(states.map(({ step }) => step)).toEqual([
      "checking",
      "waiting-for-wallet",
      "sent",
      "mined",
    ]);
    const mined = await transaction.mined;
    expect(mined.gasUsed).toBeGreaterThan(30_000n);
    expect(mined.feeWei).toBeGreaterThan(0n);
    expect(mined.events).toEqual([
      expect.objectContaining({
        name: "AccessGranted",
        args: expect.objectContaining({ patient, provider: doctor, terms: less, requested: true }),
      }),
    ]);
    const viewer = { account: practice.address("patient") };
    expect(await practice.reader.accessOf(patient, doctor, viewer)).toMatchObject({
      terms: less,
      live: true,
      pending: false,
      request: undefined,
    });
    const doctorsAccount = practice.address("doctor");
    const may = (compartment: Compartment, right: "read" | "write") =>
      practice.reader.hasAccess(patient, doctor, doctorsAccount, compartment, right);
    expect(await may(drawer1, "read")).toBe(true);
    expect(await may(drawer1, "write")).toBe(false);
    expect(await may(drawer2, "read")).toBe(false);
    expect(await practice.reader.readersOf(patient, viewer, drawer1)).toEqual([doctor]);
    expect(await practice.reader.shareSheet(patient, viewer)).toBe(firstSheet);
  });

  test("records are read in pages by those who may, and refused to others", async () => {
    const writer = await practice.writer("patient");
    const records = Array.from({ length: 5 }, (_, index) => ({
      compartment: drawer1,
      epoch: 1 as Epoch,
      manifest: digestOf(`manifest ${index}`),
    }));
    const mined = await writer.send(writer.calls.addRecords(patient, records)).mined;
    expect(mined.events).toHaveLength(5);
    const asDoctor = { account: practice.address("doctor"), provider: doctor };
    const all = await readAll((from) =>
      practice.reader.recordsIn(patient, asDoctor, drawer1, from, 2),
    );
    expect(all.map(({ manifest }) => manifest)).toEqual(records.map(({ manifest }) => manifest));
    expect(all.every(({ ref }) => compartmentOfRef(ref) === drawer1)).toBe(true);
    const counts = await practice.reader.recordCounts(patient, asDoctor);
    expect(counts[1]).toBe(5);

    const stranger = practice.address("stranger");
    const { reader } = practice;
    const refused = [
      () => reader.recordsIn(patient, { account: stranger }, drawer1),
      () => reader.recordsIn(patient, { account: stranger, provider: doctor }, drawer1),
      () => reader.recordsIn(patient, asDoctor, drawer2),
      () => reader.shareSheet(patient, { account: stranger }),
      () => reader.epochsOf(patient, { account: stranger }),
    ];
    for (const read of refused) {
      await expect(read()).rejects.toSatisfy((error) => isRevert(error));
    }
  });

  test("an order that would fail is refused with its reason before the wallet opens", async () => {
    const writer = await practice.writer("patient");
    const asked = practice.asked.length;
    const sheet = { expected: digestOf("an old sheet"), next: digestOf("sheet 2") };
    const transaction = writer.send(writer.calls.revoke(patient, doctor, start, sheet));
    await expect(transaction.mined).rejects.toMatchObject({
      code: "chain.health-records-stale-sheet",
      revertName: "HealthRecordsStaleSheet",
      args: { patient, expected: sheet.expected, current: firstSheet },
    });
    expect(transaction.state).toMatchObject({ step: "failed" });
    expect(practice.asked).toHaveLength(asked);
    await expect(writer.estimateFee(writer.calls.deny(patient, doctor))).rejects.toMatchObject({
      code: "chain.health-records-no-request",
    });
  });

  test("saying no in the wallet is chain.rejected and changes nothing", async () => {
    const writer = await practice.writer("patient");
    practice.answer = async () => false;
    try {
      const call = writer.calls.renew(patient, doctor, terms.expiresAt + day);
      await expect(writer.send(call).mined).rejects.toMatchObject({ code: "chain.rejected" });
    } finally {
      practice.answer = async () => true;
    }
    const viewer = { account: practice.address("patient") };
    const access = await practice.reader.accessOf(patient, doctor, viewer);
    expect(access.terms?.expiresAt).toBe(terms.expiresAt);
  });

  test("cancelling while the wallet is open ends the waiting", async () => {
    const writer = await practice.writer("patient");
    practice.answer = () => new Promise(() => undefined);
    try {
      const transaction = writer.send(writer.calls.renew(patient, doctor, terms.expiresAt + day));
      for await (const { step } of transaction) {
        if (step === "waiting-for-wallet") transaction.cancel();
      }
      await expect(transaction.mined).rejects.toMatchObject({ code: "chain.cancelled" });
    } finally {
      practice.answer = async () => true;
    }
  });

  test("revoking moves the epochs and empties the grant", async () => {
    const writer = await practice.writer("patient");
    const viewer = { account: practice.address("patient") };
    const before = await practice.reader.epochsOf(patient, viewer);
    const sheet = { expected: firstSheet, next: digestOf("sheet 2") };
    const mined = await writer.send(writer.calls.revoke(patient, doctor, before, sheet)).mined;
    const after = await practice.reader.epochsOf(patient, viewer);
    const expected = moveEpochs(before, maskOf([drawer1]));
    expect({ epochs: after.epochs, generation: after.generation }).toEqual(expected);
    expect(await practice.reader.accessOf(patient, doctor, viewer)).toMatchObject({
      lastEventBlock: mined.block,
      terms: undefined,
      live: false,
    });
    const asDoctor = { account: practice.address("doctor"), provider: doctor };
    await expect(practice.reader.recordsIn(patient, asDoctor, drawer1)).rejects.toMatchObject({
      code: "chain.health-records-access-denied",
    });
  });
});

describe("hospital and delegate", () => {
  test("a hospital's staff, its grant and a handover are read back", async () => {
    const hospitalWriter = await practice.writer("hospital");
    await hospitalWriter.send(hospitalWriter.calls.addStaff(hospital, staffDoctor)).mined;
    expect(await practice.reader.isCurrentStaff(hospital, staffDoctor)).toBe(true);
    expect(await practice.reader.staffOf(hospital)).toMatchObject({
      page: [{ doctor: staffDoctor, wallet: practice.address("staff-doctor"), current: true }],
      total: 1,
    });
    expect(await practice.reader.organizationsOf(staffDoctor)).toEqual({
      page: [hospital],
      total: 1,
    });

    const writer = await practice.writer("patient");
    const viewer = { account: practice.address("patient") };
    const epochs = await practice.reader.epochsOf(patient, viewer);
    const expected = (await practice.reader.shareSheet(patient, viewer)) ?? zeroDigest;
    const order = { provider: hospital, keyVersion: 1, terms, epochs };
    const sheet = { expected, next: digestOf("sheet 3") };
    await writer.send(writer.calls.grant(patient, order, sheet)).mined;
    const { page } = await practice.reader.hospitalsOf(patient, viewer.account);
    expect(page).toMatchObject([{ provider: hospital, live: true, terms }]);

    const envelope = digestOf("sealed envelope");
    const call = hospitalWriter.calls.handOver(patient, hospital, staffDoctor, envelope);
    await hospitalWriter.send(call).mined;
    const handovers = [{ doctor: staffDoctor, envelope, current: true }];
    expect(await practice.reader.handoversOf(patient, hospital, viewer)).toEqual(handovers);
    const asHospital = { account: practice.address("hospital"), provider: hospital };
    expect(await practice.reader.handoversOf(patient, hospital, asHospital)).toEqual(handovers);

    const asStaff = { account: practice.address("staff-doctor"), provider: hospital };
    const counts = await practice.reader.recordCounts(patient, asStaff);
    expect(counts[1]).toBe(5);
  });

  test("a delegate's powers are read back as words", async () => {
    const writer = await practice.writer("patient");
    const carer = practice.address("carer");
    const until = (await practice.now()) + 30 * day;
    const powers = ["add-records", "revoke"] as const;
    await writer.send(writer.calls.setDelegate(patient, carer, powers, until)).mined;
    const delegates = [{ account: carer, powers: [...powers], until, live: true }];
    expect(await practice.reader.delegatesOf(patient, carer)).toEqual(delegates);
    expect(await practice.reader.isPatientSide(patient, carer)).toBe(true);
    expect(await practice.reader.mayAct(patient, carer, 8)).toBe(true);
    expect(await practice.reader.mayAct(patient, carer, 2)).toBe(false);
  });
});
