import type { ContractCall, Hex, ReceiptFields } from "../../chain/calls.ts";
import { isChainError, RevertError } from "../../chain/errors.ts";
import { signReceipt } from "../../chain/orders.ts";
import { readAll } from "../../chain/reader.ts";
import { buildReceiptTree } from "../../chain/receiptTree.ts";
import { toChainError } from "../../chain/toChainError.ts";
import type { ChainWriter } from "../../chain/writer.ts";
import { asHealthRecordsError, UseCaseError } from "../errors.ts";
import type { Prepared } from "../model.ts";
import type { ProviderDesk } from "../provider/providerDesk.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { NotedSession } from "./receiptNotes.ts";

export async function listUnsent(desk: ProviderDesk) {
  const { undeliverable, ...other } = await sortSessions(desk);
  const all = [...other.sendable, ...other.waiting, ...undeliverable];
  return all.map((session) => {
    const times = session.notes.map(({ openedAt }) => openedAt);
    return {
      patient: session.patient,
      count: session.notes.length,
      from: Math.min(...times),
      until: Math.max(...times),
      undeliverable: undeliverable.includes(session),
    };
  });
}

interface SortedSessions {
  readonly sendable: readonly NotedSession[];
  /** Opened for an organization that the doctor belongs to, but can't speak for right now. */
  readonly waiting: readonly NotedSession[];
  /** Opened for an organization that the doctor has left: no contract takes that receipt again. */
  readonly undeliverable: readonly NotedSession[];
}

async function sortSessions(desk: ProviderDesk): Promise<SortedSessions> {
  const { reader } = desk.ports;
  const sessions = await desk.notes.list();
  const others = new Set(sessions.map(({ provider }) => provider));
  others.delete(desk.provider);
  const employers =
    others.size === 0 ? [] : await readAll((from) => reader.organizationsOf(desk.provider, from));
  const speaksFor = new Set([desk.provider]);
  for (const organization of others) {
    if (await reader.isCurrentStaff(organization, desk.provider)) speaksFor.add(organization);
  }
  const belongs = ({ provider }: NotedSession) =>
    provider === desk.provider || employers.includes(provider);
  return {
    sendable: sessions.filter(({ provider }) => speaksFor.has(provider)),
    waiting: sessions.filter((session) => belongs(session) && !speaksFor.has(session.provider)),
    undeliverable: sessions.filter((session) => !belongs(session)),
  };
}

/** How many receipts go into one transaction. */
const mostAtOnce = 20;

/**
 * Tells the patients what was opened: one signed receipt for each patient and session, all of
 * them in one transaction. The wallet signs each, then sends once. What can't be delivered any more
 * is dropped with it (`facts.undeliverable` says how many), and holds nothing else up.
 */
export async function prepareReceipts(desk: ProviderDesk): Promise<Prepared<void>> {
  const { sendable, undeliverable } = await sortSessions(desk);
  const dropUndeliverable = async () => {
    for (const session of undeliverable) await desk.notes.remove(session);
  };
  const sessions = sendable.slice(0, mostAtOnce);
  if (sessions.length === 0) {
    if (undeliverable.length === 0) throw new UseCaseError("usecases.nothing-to-do");
    await dropUndeliverable();
    const details = { receipts: undeliverable.length };
    throw new UseCaseError("usecases.receipts-undeliverable", { details });
  }
  const receipts = await describe(desk, sessions);
  const facts = {
    receipts: receipts.length,
    openings: sessions.reduce((sum, { notes }) => sum + notes.length, 0),
    signatures: receipts.length,
    undeliverable: undeliverable.length,
  };
  const { writer } = desk.ports;
  const task = (signed: readonly SignedReceipt[]) => {
    const [only] = signed;
    return prepareCalls(writer, {
      kind: "send-receipts",
      facts,
      calls: [
        signed.length === 1 && only !== undefined
          ? writer.calls.logReceipt(only.receipt, only.signature)
          : writer.calls.logReceipts(signed),
      ],
      async finish() {
        for (const { session } of signed) await desk.notes.remove(session);
        await dropUndeliverable();
      },
    });
  };
  return {
    kind: "send-receipts",
    facts: { ...facts, confirmations: receipts.length + 1 },
    // Only a signed receipt can be priced, and signing is the person's to confirm.
    estimateFee: async () => undefined,
    async submit(options = {}) {
      const signed: SignedReceipt[] = [];
      for (const { session, receipt } of receipts) {
        options.onState?.({ state: "waiting-for-wallet" });
        try {
          const signature = await signReceipt(writer.account, writer.deployment, receipt);
          signed.push({ session, receipt, signature });
        } catch (thrown) {
          const error = asHealthRecordsError(toChainError(thrown));
          const rejected = error.code === "chain.rejected";
          options.onState?.(rejected ? { state: "rejected" } : { state: "failed", error });
          throw error;
        }
        options.signal?.throwIfAborted();
      }
      await task(await withoutRefused(writer, signed)).submit(options);
    },
  };
}

/**
 * Without those that the contract refuses one by one, so that one bad receipt doesn't keep the
 * others from their patients; it stays on the list. All of them where it refuses every one:
 * sending then says why.
 */
async function withoutRefused(
  writer: ChainWriter,
  signed: readonly SignedReceipt[],
): Promise<readonly SignedReceipt[]> {
  const refuses = async (call: ContractCall) => {
    try {
      await writer.simulate(call);
      return false;
    } catch (error) {
      if (error instanceof RevertError || isChainError(error, "chain.reverted")) return true;
      throw error;
    }
  };
  if (signed.length < 2 || !(await refuses(writer.calls.logReceipts(signed)))) return signed;
  const accepted: SignedReceipt[] = [];
  for (const one of signed) {
    if (!(await refuses(writer.calls.logReceipt(one.receipt, one.signature)))) accepted.push(one);
  }
  return accepted.length === 0 ? signed : accepted;
}

interface DescribedSession {
  readonly session: NotedSession;
  readonly receipt: ReceiptFields;
}

interface SignedReceipt extends DescribedSession {
  readonly signature: Hex;
}

async function describe(
  desk: ProviderDesk,
  sessions: readonly NotedSession[],
): Promise<DescribedSession[]> {
  const { reader } = desk.ports;
  const sequences = new Map<number, number>();
  const now = await reader.timestampOf();
  const receipts: DescribedSession[] = [];
  for (const session of sessions) {
    const { patient, provider, notes } = session;
    const last =
      sequences.get(patient) ?? (await reader.lastReceiptOf(patient, desk.wallet)).sequence;
    sequences.set(patient, last + 1);
    // A clock ahead of the chain's would make an honest receipt one from the future.
    const openings = notes.map((note) => ({ ...note, openedAt: Math.min(note.openedAt, now) }));
    const tree = buildReceiptTree(openings);
    const receipt: ReceiptFields = {
      patient,
      provider,
      doctor: provider === desk.provider ? 0 : desk.provider,
      sequence: last + 1,
      openedFrom: tree.openedFrom,
      openedUntil: tree.openedUntil,
      count: tree.count,
      root: tree.root,
      records: tree.records,
    };
    receipts.push({ session, receipt });
  }
  return receipts;
}
