/**
 * Everything that happened to one patient or one provider, newest first, without scanning the
 * chain: each event carries the block of the one before, and state knows the last (a chart has
 * several such chains: its own, its records', one per provider, one per signer of receipts). Two
 * ways lead there: one `eth_getLogs` over the whole range where the RPC allows that, and else a walk back,
 * one block at a time. What the chain's own links say is what counts: a range that leaves out an
 * event is found out, and walked instead.
 *
 * RPCs forget old blocks. The trace then ends early and says where (`horizon`); reading keys and
 * records needs state only, never this.
 */
import { z } from "zod";
import type { Address, PatientNumber, ProviderNumber } from "../domain/brand.ts";
import { hasStaff } from "../domain/providerKind.ts";
import type { Access, Viewer } from "./chainState.ts";
import { contractInterfaces } from "./contractInterfaces.ts";
import type { ContractName } from "./contractNames.ts";
import { ChainError, isChainError } from "./errors.ts";
import { type ChainEvent, decodeLog, type EventName, logSchema } from "./events.ts";
import { unlessAborted } from "./pause.ts";
import { type ChainReader, readAll, readAllByCursor } from "./reader.ts";
import type { Cancellable } from "./rpc.ts";
import { toChainError } from "./toChainError.ts";

export interface TracedEvent {
  readonly event: ChainEvent;
  /** Unix seconds of its block; `undefined` where the RPC no longer knows the block. */
  readonly at: number | undefined;
}

export interface TracePage {
  /** Newest first. */
  readonly events: readonly TracedEvent[];
  /** Whether there is more to ask for. */
  readonly more: boolean;
  /**
   * The block that this RPC could see back to; `undefined` while everything asked for was there.
   * Older events exist, but not here.
   */
  readonly horizon: number | undefined;
  /**
   * Contracts whose events have no links (who acts for a patient; staff) and that this RPC
   * refused to search: what they say now is in state, what they said once is not shown.
   */
  readonly unseen: readonly ContractName[];
}

/** A trace being read; `next` gives page after page. */
export interface Trace {
  next(count: number): Promise<TracePage>;
}

/** One chain of events that link back to each other. */
interface LinkedEvents {
  readonly contract: ContractName;
  readonly topics: readonly (string | readonly string[] | null)[];
  readonly lastEventBlock: number;
  /** Everything of the contract about this subject in one answer, to pick from. */
  readonly ranged: () => Promise<readonly ChainEvent[] | undefined>;
  readonly belongs: (event: ChainEvent) => boolean;
  /** Which of them are for the reader; all where left out. The links lead through the others, too. */
  readonly shows?: (event: ChainEvent) => boolean;
}

/** Events without links (the patient's own contract): by range or not at all. */
interface UnlinkedEvents {
  readonly contract: ContractName;
  readonly topics: readonly (string | readonly string[] | null)[];
}

const chartEvents = ["EpochsMoved", "GenerationStarted", "ShareSheetReplaced"] as const;
const pairEvents = [
  "AccessRequested",
  "RequestWithdrawn",
  "RequestDenied",
  "AccessGranted",
  "AccessRenewed",
  "AccessRevoked",
  "KeysHandedOver",
] as const;

/**
 * The patient's trace: requests, grants, records, keys, control and delegates, and the receipts
 * of everyone who could have opened something.
 * @param viewer on the patient's side; or a provider with a live grant, who sees its own part
 * (no receipts, nobody else's requests and grants).
 */
export async function traceOfPatient(
  reader: ChainReader,
  patient: PatientNumber,
  viewer: Viewer,
  options: Cancellable = {},
): Promise<Trace> {
  const topic = numberTopic(patient);
  const [chart, pairs] = await Promise.all([
    reader.epochsOf(patient, viewer),
    findPairs(reader, patient, viewer),
  ]);
  const ranged = once(reader, { contract: "HealthRecords", topics: [null, topic] });
  const linked: LinkedEvents[] = [
    {
      contract: "HealthRecords",
      topics: [eventTopics("HealthRecords", ["RecordAdded"]), topic],
      lastEventBlock: chart.lastRecordBlock,
      ranged,
      belongs: ({ name }) => name === "RecordAdded",
    },
    {
      contract: "HealthRecords",
      topics: [eventTopics("HealthRecords", chartEvents), topic],
      lastEventBlock: chart.lastEventBlock,
      ranged,
      belongs: ({ name }) => chartEvents.some((one) => one === name),
    },
    ...pairs.map((pair) => pairSource(patient, pair, ranged)),
  ];
  if (viewer.provider === undefined) {
    const receiptTopics = [eventTopics("Receipts", ["ReceiptLogged"]), topic];
    const receipts = once(reader, { contract: "Receipts", topics: receiptTopics });
    const listed = new Set(pairs.map(({ provider }) => provider));
    const isListed = (event: ChainEvent) =>
      event.name === "ReceiptLogged" && listed.has(event.args.provider);
    const signers = new Set(
      await findReceiptSigners(reader, patient, viewer.account, pairs, ranged),
    );
    // Whoever signed for a provider on the lists, with whatever wallet and on whosever staff then.
    for (const event of (await receipts()) ?? []) {
      if (event.name === "ReceiptLogged" && isListed(event)) signers.add(event.args.signer);
    }
    for (const signer of signers) {
      const { lastEventBlock } = await reader.lastReceiptOf(patient, signer);
      linked.push({
        contract: "Receipts",
        topics: [...receiptTopics, null, addressTopic(signer)],
        lastEventBlock,
        ranged: receipts,
        belongs: (event) => event.name === "ReceiptLogged" && event.args.signer === signer,
        shows: isListed,
      });
    }
  }
  const unlinked: UnlinkedEvents[] = [{ contract: "Patients", topics: [null, topic] }];
  return startTrace(reader, linked, unlinked, options);
}

/** Everything that happened to one provider: application, verification, keys, wallets. Public. */
export async function traceOfProvider(
  reader: ChainReader,
  provider: ProviderNumber,
  options: Cancellable = {},
): Promise<Trace> {
  const { lastEventBlock } = await reader.providerByNumber(provider);
  const topic = numberTopic(provider);
  const events = { contract: "Providers" as const, topics: [null, topic] };
  const linked: LinkedEvents[] = [
    { ...events, lastEventBlock, ranged: once(reader, events), belongs: () => true },
  ];
  const staffTopics = eventTopics("Staff", ["StaffAdded", "StaffRemoved"]);
  const unlinked: UnlinkedEvents[] = [
    { contract: "Staff", topics: [staffTopics, topic] },
    { contract: "Staff", topics: [staffTopics, null, topic] },
  ];
  return startTrace(reader, linked, unlinked, options);
}

/** Every provider that ever requested or was granted something, as far as the viewer may know. */
async function findPairs(
  reader: ChainReader,
  patient: PatientNumber,
  viewer: Viewer,
): Promise<readonly Access[]> {
  if (viewer.provider !== undefined) {
    return [await reader.accessOf(patient, viewer.provider, viewer)];
  }
  const lists = await Promise.all([
    readAllByCursor<Access, ProviderNumber>(
      async (cursor) => (await reader.doctorsOf(patient, viewer.account, cursor)).page,
      (last) => last.provider,
    ),
    readAllByCursor<Access, ProviderNumber>(
      async (cursor) => (await reader.hospitalsOf(patient, viewer.account, cursor)).page,
      (last) => last.provider,
    ),
  ]);
  return lists.flat();
}

/** The provider whose pair an event belongs to. */
function pairOf(event: ChainEvent): ProviderNumber | undefined {
  if (!pairEvents.some((name) => name === event.name)) return undefined;
  if (event.name === "KeysHandedOver") return event.args.organization;
  return "provider" in event.args ? event.args.provider : undefined;
}

/** One answer for all chains of a contract; asked for when the first needs it. */
function once(reader: ChainReader, source: UnlinkedEvents) {
  let answer: Promise<readonly ChainEvent[] | undefined> | undefined;
  return () => {
    answer ??= reader
      .blockNumber()
      .then((last) => findInRange(reader, source, reader.deployment.deploymentBlock, last));
    return answer;
  };
}

function pairSource(
  patient: PatientNumber,
  { provider, lastEventBlock }: Access,
  ranged: LinkedEvents["ranged"],
): LinkedEvents {
  return {
    contract: "HealthRecords",
    topics: [eventTopics("HealthRecords", pairEvents), numberTopic(patient), numberTopic(provider)],
    lastEventBlock,
    ranged,
    belongs: (event) => pairOf(event) === provider,
  };
}

/**
 * The wallets whose receipts to look for, present and former: of the providers on the patient's
 * lists, of their staff, and of the doctors who asked or were handed keys on their behalf, whether
 * or not they are still on the staff.
 */
async function findReceiptSigners(
  reader: ChainReader,
  patient: PatientNumber,
  account: Address,
  pairs: readonly Access[],
  ranged: LinkedEvents["ranged"],
): Promise<Address[]> {
  const signers = new Set<Address>();
  /** Who may have opened something, apart from staff whom no event names. */
  const named = new Set(pairs.map(({ provider }) => provider));
  for (const access of pairs) {
    const { provider } = access;
    const standing = await reader.findStanding(provider);
    if (standing === undefined || !hasStaff(standing.kind)) continue;
    const [staff, handovers] = await Promise.all([
      readAll((from) => reader.staffOf(provider, from)),
      reader.handoversOf(patient, provider, { account }),
    ]);
    for (const { wallet } of staff) signers.add(wallet);
    for (const { doctor } of handovers) named.add(doctor);
    for await (const { name, args } of walkBack(reader, pairSource(patient, access, ranged), [])) {
      if (name === "AccessRequested" && args.doctor !== undefined) named.add(args.doctor);
    }
  }
  for (const provider of named) {
    const standing = await reader.findStanding(provider);
    if (standing !== undefined) signers.add(standing.wallet);
  }
  for (const wallet of await findFormerWallets(reader, [...named])) signers.add(wallet);
  return [...signers];
}

/** How many providers one search names: RPCs bound the length of a filter. */
const providersPerSearch = 100;

async function findFormerWallets(
  reader: ChainReader,
  providers: readonly ProviderNumber[],
): Promise<Address[]> {
  const wallets: Address[] = [];
  const note = (event: ChainEvent) => {
    if (event.name === "ProviderWalletReplaced") wallets.push(event.args.previous);
  };
  const replaced = eventTopics("Providers", ["ProviderWalletReplaced"]);
  const last = await reader.blockNumber();
  for (let from = 0; from < providers.length; from += providersPerSearch) {
    const some = providers.slice(from, from + providersPerSearch);
    const source = { contract: "Providers" as const, topics: [replaced, some.map(numberTopic)] };
    const found = await findInRange(reader, source, reader.deployment.deploymentBlock, last);
    if (found !== undefined) {
      found.forEach(note);
      continue;
    }
    for (const provider of some) {
      const { lastEventBlock } = await reader.providerByNumber(provider);
      const walked: LinkedEvents = {
        contract: "Providers",
        topics: [null, numberTopic(provider)],
        lastEventBlock,
        ranged: async () => undefined,
        belongs: () => true,
      };
      for await (const event of walkBack(reader, walked, [])) note(event);
    }
  }
  return wallets;
}

function startTrace(
  reader: ChainReader,
  linked: readonly LinkedEvents[],
  unlinked: readonly UnlinkedEvents[],
  { signal }: Cancellable,
): Trace {
  const horizons: number[] = [];
  const unseen = new Set<ContractName>();
  const dates = new Map<number, Promise<number | undefined>>();
  const sources = [
    ...linked.map((events) => shownOf(events, walkBack(reader, events, horizons))),
    ...unlinked.map((events) => readUnlinked(reader, events, unseen)),
  ].map((events) => ({ events, head: undefined as ChainEvent | "end" | undefined }));

  async function takeNewest(): Promise<ChainEvent | undefined> {
    await Promise.all(
      sources.map(async (source) => {
        if (source.head !== undefined) return;
        const next = await source.events.next();
        source.head = next.done === true ? "end" : next.value;
      }),
    );
    let newest: (typeof sources)[number] | undefined;
    for (const source of sources) {
      if (source.head === "end" || source.head === undefined) continue;
      if (newest === undefined || isNewer(source.head, newest.head)) newest = source;
    }
    if (newest === undefined || newest.head === "end") return undefined;
    const event = newest.head;
    newest.head = undefined;
    return event;
  }

  function dateOf(block: number): Promise<number | undefined> {
    const known = dates.get(block) ?? findDate(reader, block);
    dates.set(block, known);
    return known;
  }

  async function next(count: number): Promise<TracePage> {
    const events: ChainEvent[] = [];
    let more = true;
    while (events.length < count) {
      signal?.throwIfAborted();
      const event = await takeNewest();
      if (event === undefined) {
        more = false;
        break;
      }
      events.push(event);
    }
    const dated = await Promise.all(
      events.map(async (event) => ({ event, at: await dateOf(event.block) })),
    );
    const horizon = horizons.length === 0 ? undefined : Math.max(...horizons);
    return { events: dated, more, horizon, unseen: [...unseen] };
  }

  // One page at a time: two at once would take each other's events.
  let previous: Promise<unknown> = Promise.resolve();
  return {
    next(count) {
      const page = previous
        .then(() => unlessAborted(next(count), signal))
        .catch((error) => {
          throw signal?.aborted === true
            ? new ChainError("chain.cancelled", { cause: error })
            : toChainError(error, "rpc");
        });
      previous = page.catch(() => undefined);
      return page;
    },
  };
}

async function* shownOf(
  { shows }: LinkedEvents,
  events: AsyncGenerator<ChainEvent, undefined>,
): AsyncGenerator<ChainEvent, undefined> {
  for await (const event of events) if (shows === undefined || shows(event)) yield event;
}

/** Newest first, by the links; everything at once where the RPC gives a range. */
async function* walkBack(
  reader: ChainReader,
  source: LinkedEvents,
  horizons: number[],
): AsyncGenerator<ChainEvent, undefined> {
  let block = source.lastEventBlock;
  if (block === 0) return;
  // What came after state was read belongs to the next look.
  const ranged = (await source.ranged())?.filter(
    (event) => source.belongs(event) && event.block <= source.lastEventBlock,
  );
  if (ranged !== undefined && isComplete(ranged, block)) {
    yield* ranged;
    return;
  }
  while (block > 0) {
    const events = await findInRange(reader, source, block, block);
    const oldest = events?.at(-1);
    if (events === undefined || oldest === undefined) {
      // State says that there is an event in this block, and the RPC doesn't have it any more.
      horizons.push(block + 1);
      return;
    }
    yield* events;
    const before = previousBlockOf(oldest);
    if (before >= block) throw nonsense("previousBlock");
    block = before;
  }
}

async function* readUnlinked(
  reader: ChainReader,
  source: UnlinkedEvents,
  unseen: Set<ContractName>,
): AsyncGenerator<ChainEvent, undefined> {
  const last = await reader.blockNumber();
  const events = await findInRange(reader, source, reader.deployment.deploymentBlock, last);
  if (events === undefined) {
    unseen.add(source.contract);
    return;
  }
  yield* events;
}

/** Whether the links lead from `lastEventBlock` through every event to the first. */
function isComplete(events: readonly ChainEvent[], lastEventBlock: number): boolean {
  let expected = lastEventBlock;
  for (const [index, event] of events.entries()) {
    if (event.block !== expected) return false;
    const next = events[index + 1];
    // Several in one block: only the oldest of them leads further back.
    if (next?.block !== event.block) expected = previousBlockOf(event);
  }
  return expected === 0;
}

function previousBlockOf(event: ChainEvent): number {
  if (!("previousBlock" in event.args)) throw nonsense(event.name);
  return event.args.previousBlock;
}

/** Newest first. `undefined` where the RPC refuses the range or no longer has it. */
export async function findInRange(
  reader: ChainReader,
  source: UnlinkedEvents,
  from: number,
  to: number,
): Promise<ChainEvent[] | undefined> {
  const filter = {
    address: reader.deployment.addresses[source.contract],
    topics: source.topics,
    fromBlock: `0x${from.toString(16)}`,
    toBlock: `0x${to.toString(16)}`,
  };
  let answer: unknown;
  try {
    answer = await reader.rpc.send("eth_getLogs", [filter]);
  } catch (error) {
    const failure = toChainError(error, "rpc");
    // The RPC answered, with a no: too wide, or pruned. Anything else is a failure of its own.
    if (isChainError(failure, "chain.rpc-failed")) return undefined;
    // Some say "too many" when they mean "too wide".
    if (from < to && isChainError(failure, "chain.rpc-busy")) return undefined;
    throw failure;
  }
  const logs = z.array(logSchema).max(100_000).safeParse(answer);
  if (!logs.success) throw nonsense("eth_getLogs", logs.error);
  const events: ChainEvent[] = [];
  for (const log of logs.data) {
    const asked = log.address === filter.address && matches(log.topics, source.topics);
    if (!asked || log.blockNumber < from || log.blockNumber > to) throw nonsense("eth_getLogs");
    if (log.removed === true) continue;
    const event = decodeLog(reader.deployment, log);
    if (event !== undefined) events.push(event);
  }
  return events.sort((a, b) => b.block - a.block || b.logIndex - a.logIndex);
}

function matches(
  topics: readonly string[],
  wanted: readonly (string | readonly string[] | null)[],
): boolean {
  return wanted.every((want, index) => {
    const topic = topics[index];
    if (want === null) return true;
    return typeof want === "string" ? topic === want : want.some((one) => one === topic);
  });
}

async function findDate(reader: ChainReader, block: number): Promise<number | undefined> {
  try {
    return await reader.timestampOf(block);
  } catch (error) {
    if (isChainError(error, "chain.history-unavailable", "chain.rpc-failed")) return undefined;
    throw error;
  }
}

function isNewer(a: ChainEvent, b: ChainEvent | "end" | undefined): boolean {
  if (b === undefined || b === "end") return true;
  return a.block !== b.block ? a.block > b.block : a.logIndex > b.logIndex;
}

export function numberTopic(number: number): string {
  return `0x${number.toString(16).padStart(64, "0")}`;
}

function addressTopic(address: Address): string {
  return `0x${address.slice(2).toLowerCase().padStart(64, "0")}`;
}

export function eventTopics(contract: ContractName, names: readonly EventName[]): string[] {
  return names.map((name) => {
    const event = contractInterfaces[contract].getEvent(name);
    if (event === null) throw new RangeError(`no such event: ${name}`);
    return event.topicHash;
  });
}

function nonsense(what: string, cause?: unknown): ChainError {
  return new ChainError("chain.rpc-nonsense", { details: { what }, cause });
}
