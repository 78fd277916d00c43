// What a patient signs and a stranger pays for, what a provider signs about a session, and the
// trace that both leave.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callContract } from "../../../frontend/src/chain/callContract.ts";
import { Calls, type Hex, type NewRecord, zeroDigest } from "../../../frontend/src/chain/calls.ts";
import {
  formatSignedOrder,
  isSignedByKey,
  type Order,
  parseSignedOrder,
  relayOrder,
  signOrder,
  signReceipt,
  typedDataOfReceipt,
} from "../../../frontend/src/chain/orders.ts";
import { ChainReader } from "../../../frontend/src/chain/reader.ts";
import { buildReceiptTree } from "../../../frontend/src/chain/receiptTree.ts";
import type { Rpc } from "../../../frontend/src/chain/rpc.ts";
import {
  type TracePage,
  traceOfPatient,
  traceOfProvider,
} from "../../../frontend/src/chain/trace.ts";
import { digestOfTypedData } from "../../../frontend/src/chain/walletAccount.ts";
import type {
  AuthorityNumber,
  Compartment,
  Epoch,
  PatientNumber,
  ProviderNumber,
} from "../../../frontend/src/domain/brand.ts";
import { firstEpochs } from "../../../frontend/src/domain/chartEpochs.ts";
import { maskOf } from "../../../frontend/src/domain/masks.ts";
import { toRecordRef } from "../../../frontend/src/domain/recordRef.ts";
import type { Terms } from "../../../frontend/src/domain/terms.ts";
import { day, digestOf, PracticeChain } from "./support/practiceChain.ts";

let practice: PracticeChain;
let authority: AuthorityNumber;
let patient: PatientNumber;
let doctor: ProviderNumber;
let calls: Calls;
let terms: Terms;
let now: number;

const drawer1 = 1 as Compartment;
const record = (name: string, more: Partial<NewRecord> = {}): NewRecord => ({
  compartment: drawer1,
  epoch: 1 as Epoch,
  manifest: digestOf(name),
  ...more,
});

beforeAll(async () => {
  practice = await PracticeChain.start();
  authority = await practice.appointAuthority();
  doctor = await practice.applyAndVerify("doctor", "doctor", authority);
  calls = new Calls(practice.chain.deployment);
  now = await practice.now();
  terms = {
    readMask: maskOf([drawer1]),
    writeMask: maskOf([drawer1]),
    purpose: "treatment",
    expiresAt: now + 7 * day,
  };
});

afterAll(() => practice?.close());

/** The patient signs, the stranger sends and pays. */
async function relay(order: Order) {
  const account = await practice.account("patient");
  const nonce = await practice.reader.relayNonceOf(account.address);
  const deadline = (await practice.now()) + day;
  const signed = await signOrder(account, practice.chain.deployment, order, { nonce, deadline });
  expect(isSignedByKey(practice.chain.deployment, signed)).toBe(true);
  const sponsor = await practice.writer("stranger");
  return { signed, mined: await sponsor.send(relayOrder(calls, signed)).mined };
}

describe("orders that somebody else sends", () => {
  test("all eight are carried out for the signer, with types that the contract agrees with", async () => {
    const registered = await relay({
      order: "register",
      commitment: digestOf("details") as Hex,
      keyDocument: digestOf("patient's keys"),
    });
    const event = registered.mined.events.find(({ name }) => name === "PatientRegistered");
    if (event?.name !== "PatientRegistered") throw new Error("not registered");
    expect(event.args.controller).toBe(practice.address("patient"));
    patient = event.args.patient;

    const until = now + 30 * day;
    const delegate = practice.address("carer");
    await relay({ order: "setDelegate", patient, delegate, powers: ["deny"], until });
    await relay({
      order: "addRecords",
      patient,
      records: [
        record("one"),
        record("two"),
        record("three", { supersedes: toRecordRef(drawer1, 0) }),
      ],
    });

    const epochs = firstEpochs(1 as never);
    const grant = { provider: doctor, keyVersion: 1, terms, epochs };
    const sheet = (n: number) => (n === 0 ? zeroDigest : digestOf(`sheet ${n}`));
    const swap = (n: number) => ({ expected: sheet(n), next: sheet(n + 1) });
    await relay({ order: "grant", patient, grant, sheet: swap(0) });
    await relay({ order: "renew", patient, provider: doctor, expiresAt: terms.expiresAt + day });
    await relay({ order: "revoke", patient, provider: doctor, epochs, sheet: swap(1) });

    const doctorWriter = await practice.writer("doctor");
    const ask = async () =>
      await doctorWriter.send(
        doctorWriter.calls.request(patient, doctor, 0, terms, (await practice.now()) + day),
      ).mined;
    await ask();
    await relay({ order: "deny", patient, provider: doctor });
    await ask();
    const viewer = { account: practice.address("patient") };
    const moved = await practice.reader.epochsOf(patient, viewer);
    expect(moved.epochs[1]).toBe(2);
    const { mined } = await relay({
      order: "approve",
      patient,
      grant: { ...grant, epochs: moved },
      sheet: swap(2),
    });
    expect(mined.events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["AccessGranted", "OrderRelayed"]),
    );
    expect(await practice.reader.relayNonceOf(practice.address("patient"))).toBe(8n);
  });

  test("an order travels as text and is refused when it was altered, used, or of another chain", async () => {
    const { deployment } = practice.chain;
    const account = await practice.account("patient");
    const nonce = await practice.reader.relayNonceOf(account.address);
    const expiresAt = terms.expiresAt + 2 * day;
    const order: Order = { order: "renew", patient, provider: doctor, expiresAt };
    const deadline = (await practice.now()) + day;
    const signed = await signOrder(account, deployment, order, { nonce, deadline });
    const text = formatSignedOrder(deployment, calls, signed);
    const received = parseSignedOrder(deployment, text);
    expect(received).toEqual({
      call: relayOrder(calls, signed),
      order: "renew",
      signer: account.address,
      deadline,
    });
    const altered = { ...signed, order: { ...order, expiresAt: expiresAt + 1 } as Order };
    expect(isSignedByKey(deployment, altered)).toBe(false);
    const sponsor = await practice.writer("stranger");
    await expect(sponsor.send(relayOrder(calls, altered)).mined).rejects.toMatchObject({
      code: "chain.patient-relay-bad-signature",
      args: { signer: account.address },
    });
    await sponsor.send(received.call).mined;
    await expect(sponsor.send(received.call).mined).rejects.toMatchObject({
      code: "chain.invalid-account-nonce",
    });
    const elsewhere = { ...deployment, chainId: 1 };
    expect(() => parseSignedOrder(elsewhere, text)).toThrow(
      expect.objectContaining({ code: "chain.wrong-chain" }),
    );
    for (const bad of ["", "{}", text.replace('"0x', '"0y'), `${text.slice(0, -3)}00"}`]) {
      expect(() => parseSignedOrder(deployment, bad)).toThrow(
        expect.objectContaining({ code: "chain.bad-order" }),
      );
    }
  });

  test("the demo wallet refuses typed data of another chain", async () => {
    const account = await practice.account("patient");
    const elsewhere = { ...practice.chain.deployment, chainId: 1 };
    const order: Order = { order: "deny", patient, provider: doctor };
    await expect(
      signOrder(account, elsewhere, order, { nonce: 0n, deadline: now }),
    ).rejects.toMatchObject({ code: "chain.wallet-wrong-chain" });
  });
});

describe("receipts", () => {
  test("a signed receipt is accepted once, and its digest is the contract's", async () => {
    const openings = [0, 1].map((index) => ({
      ref: toRecordRef(drawer1, index),
      manifest: digestOf(`${index}`),
      openedAt: now + index,
    }));
    const { root, count, records, openedFrom, openedUntil } = buildReceiptTree(openings);
    const receipt = {
      patient,
      provider: doctor,
      doctor: 0 as const,
      sequence: 1,
      openedFrom,
      openedUntil,
      count,
      root,
      records,
    };
    const account = await practice.account("doctor");
    const signature = await signReceipt(account, practice.chain.deployment, receipt);
    const sponsor = await practice.writer("stranger");
    const mined = await sponsor.send(sponsor.calls.logReceipts([{ receipt, signature }])).mined;
    expect(mined.events).toMatchObject([
      {
        name: "ReceiptLogged",
        args: {
          patient,
          provider: doctor,
          signer: account.address,
          root,
          head: { count: 2, doctor: 0, sequence: 1 },
        },
      },
    ]);
    expect(await practice.reader.lastReceiptOf(patient, account.address)).toEqual({
      sequence: 1,
      lastEventBlock: mined.block,
    });
    expect(await practice.reader.isReceiptLogged(patient, account.address, 1)).toBe(true);
    await expect(
      sponsor.send(sponsor.calls.logReceipt(receipt, signature)).mined,
    ).rejects.toMatchObject({ code: "chain.receipts-already-logged" });
    const digest = await callContract(practice.rpc, practice.chain.deployment, {
      contract: "Receipts",
      method: "digestOf",
      args: [receipt],
    });
    expect(digestOfTypedData(typedDataOfReceipt(practice.chain.deployment, receipt))).toBe(digest);
  });
});

/** An RPC that limits or forgets, in front of the real one. */
function limited(
  refuse: (from: number, to: number) => boolean,
  prune = 0,
): Rpc & { asked: number } {
  return {
    asked: 0,
    async send(method, params) {
      if (method === "eth_getLogs") {
        this.asked += 1;
        const [filter] = params as [{ fromBlock: string; toBlock: string }];
        const [from, to] = [Number(filter.fromBlock), Number(filter.toBlock)];
        if (refuse(from, to)) {
          throw Object.assign(new Error("block range is too wide"), { code: -32_602 });
        }
        if (to < prune) return [];
      }
      return await practice.rpc.send(method, params);
    },
  };
}

async function readTrace(rpc: Rpc, pageSize: number) {
  const reader = new ChainReader(rpc, practice.chain.deployment);
  const trace = await traceOfPatient(reader, patient, { account: practice.address("patient") });
  const pages: TracePage[] = [];
  do pages.push(await trace.next(pageSize));
  while (pages.at(-1)?.more === true);
  return { pages, events: pages.flatMap((page) => page.events), last: pages.at(-1) };
}

describe("the patient's trace", () => {
  const whole = [
    "ReceiptLogged",
    "AccessRenewed",
    "AccessGranted",
    "AccessRequested",
    "RequestDenied",
    "AccessRequested",
    "AccessRevoked",
    "AccessRenewed",
    "AccessGranted",
    "RecordAdded",
    "RecordAdded",
    "RecordAdded",
    "PatientDelegateSet",
    "PatientRegistered",
  ];

  test("shows everything, newest first, with dates", async () => {
    const { events, last } = await readTrace(practice.rpc, 100);
    expect(events.map(({ event }) => event.name)).toEqual(whole);
    expect(last).toMatchObject({ more: false, horizon: undefined, unseen: [] });
    const dates = events.map(({ at }) => at ?? 0);
    expect(dates).toEqual(dates.toSorted((a, b) => b - a));
    expect(dates.at(-1)).toBeGreaterThanOrEqual(now);
  });

  test("is the same in small pages", async () => {
    const { events, pages } = await readTrace(practice.rpc, 3);
    expect(events.map(({ event }) => event.name)).toEqual(whole);
    expect(pages[0]?.events).toHaveLength(3);
  });

  test("is walked block by block where the RPC refuses ranges, and says what it couldn't search", async () => {
    const rpc = limited((from, to) => to > from);
    const { events, last } = await readTrace(rpc, 100);
    expect(events.map(({ event }) => event.name)).toEqual(
      whole.filter((name) => !name.startsWith("Patient")),
    );
    expect(last).toMatchObject({ horizon: undefined, unseen: ["Patients"] });
    expect(rpc.asked).toBeGreaterThan(10);
  });

  test("says how far back it could see where older blocks are gone", async () => {
    const { events } = await readTrace(practice.rpc, 100);
    const revoked = events.find(({ event }) => event.name === "AccessRevoked")?.event.block ?? 0;
    const pruned = await readTrace(
      limited((from, to) => to > from, revoked),
      100,
    );
    expect(pruned.events.at(-1)?.event.name).toBe("AccessRevoked");
    expect(pruned.last?.horizon).toBeLessThanOrEqual(revoked);
    expect(pruned.last?.horizon).toBeGreaterThan(0);
  });

  test("finds out an RPC that leaves events out of a range, and walks instead", async () => {
    const hiding: Rpc = {
      async send(method, params) {
        const answer = await practice.rpc.send(method, params);
        if (method !== "eth_getLogs") return answer;
        const [filter] = params as [{ fromBlock: string; toBlock: string }];
        return filter.fromBlock === filter.toBlock ? answer : (answer as unknown[]).slice(0, -2);
      },
    };
    const { events } = await readTrace(hiding, 100);
    const chartEvents = whole.filter((name) => !name.startsWith("Patient"));
    expect(events.map(({ event }) => event.name).filter((n) => !n.startsWith("Patient"))).toEqual(
      chartEvents,
    );
  });

  test("can be cancelled", async () => {
    const abort = new AbortController();
    const trace = await traceOfPatient(
      practice.reader,
      patient,
      { account: practice.address("patient") },
      { signal: abort.signal },
    );
    abort.abort();
    await expect(trace.next(10)).rejects.toMatchObject({ code: "chain.cancelled" });
  });

  test("isn't given to a stranger", async () => {
    await expect(
      traceOfPatient(practice.reader, patient, { account: practice.address("stranger") }),
    ).rejects.toMatchObject({ code: "chain.health-records-access-denied" });
  });
});

test("a provider's trace shows application, verification and suspension", async () => {
  const writer = await practice.writer("authority");
  await writer.send(writer.calls.suspendProvider(doctor)).mined;
  const page = await (await traceOfProvider(practice.reader, doctor)).next(10);
  expect(page.events.map(({ event }) => event.name)).toEqual([
    "ProviderSuspended",
    "ProviderVerified",
    "ProviderApplied",
  ]);
  expect(page).toMatchObject({ more: false, unseen: [] });
});
