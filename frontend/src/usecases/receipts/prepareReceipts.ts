import type { Hex, ReceiptFields } from "../../chain/calls.ts";
import { signReceipt } from "../../chain/orders.ts";
import { buildReceiptTree } from "../../chain/receiptTree.ts";
import { toChainError } from "../../chain/toChainError.ts";
import { asHealthRecordsError, UseCaseError } from "../errors.ts";
import type { Prepared } from "../model.ts";
import type { ProviderDesk } from "../provider/providerDesk.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { NotedSession } from "./receiptNotes.ts";

export async function listUnsent(desk: ProviderDesk) {
  return (await desk.notes.list()).map(({ patient, notes }) => {
    const times = notes.map(({ openedAt }) => openedAt);
    return {
      patient,
      count: notes.length,
      from: Math.min(...times),
      until: Math.max(...times),
    };
  });
}

/** How many receipts go into one transaction. */
const mostAtOnce = 20;

/**
 * Tells the patients what was opened: one signed receipt for each patient and session, all of
 * them in one transaction. The wallet signs each, then sends once.
 */
export async function prepareReceipts(desk: ProviderDesk): Promise<Prepared<void>> {
  const sessions = (await desk.notes.list()).slice(0, mostAtOnce);
  if (sessions.length === 0) throw new UseCaseError("usecases.nothing-to-do");
  const receipts = await describe(desk, sessions);
  const facts = {
    receipts: receipts.length,
    openings: sessions.reduce((sum, { notes }) => sum + notes.length, 0),
    signatures: receipts.length,
  };
  const { writer } = desk.ports;
  const task = (signed: readonly { receipt: ReceiptFields; signature: Hex }[]) => {
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
        for (const session of sessions) await desk.notes.remove(session);
      },
    });
  };
  return {
    kind: "send-receipts",
    facts: { ...facts, confirmations: receipts.length + 1 },
    // Only a signed receipt can be priced, and signing is the person's to confirm.
    estimateFee: async () => undefined,
    async submit(options = {}) {
      const signed: { receipt: ReceiptFields; signature: Hex }[] = [];
      for (const receipt of receipts) {
        options.onState?.({ state: "waiting-for-wallet" });
        try {
          const signature = await signReceipt(writer.account, writer.deployment, receipt);
          signed.push({ receipt, signature });
        } catch (thrown) {
          const error = asHealthRecordsError(toChainError(thrown));
          const rejected = error.code === "chain.rejected";
          options.onState?.(rejected ? { state: "rejected" } : { state: "failed", error });
          throw error;
        }
        options.signal?.throwIfAborted();
      }
      await task(signed).submit(options);
    },
  };
}

async function describe(
  desk: ProviderDesk,
  sessions: readonly NotedSession[],
): Promise<ReceiptFields[]> {
  const { reader } = desk.ports;
  const sequences = new Map<number, number>();
  const now = await reader.timestampOf();
  const receipts: ReceiptFields[] = [];
  for (const { patient, provider, notes } of sessions) {
    const last =
      sequences.get(patient) ?? (await reader.lastReceiptOf(patient, desk.wallet)).sequence;
    sequences.set(patient, last + 1);
    // A clock ahead of the chain's would make an honest receipt one from the future.
    const openings = notes.map((note) => ({ ...note, openedAt: Math.min(note.openedAt, now) }));
    const tree = buildReceiptTree(openings);
    receipts.push({
      patient,
      provider,
      doctor: provider === desk.provider ? 0 : desk.provider,
      sequence: last + 1,
      openedFrom: tree.openedFrom,
      openedUntil: tree.openedUntil,
      count: tree.count,
      root: tree.root,
      records: tree.records,
    });
  }
  return receipts;
}
