import type { Viewer } from "../../chain/chainState.ts";
import { isChainError } from "../../chain/errors.ts";
import type { ChainReader } from "../../chain/reader.ts";
import { type TracedEvent, traceOfPatient } from "../../chain/trace.ts";
import type { Epoch, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import type { RecordFact } from "../records/recordFacts.ts";

const pageOfEvents = 200;
/** Beyond this, what a list shows of a record (when, by whom) is left unknown. */
const mostEvents = 20_000;
const overlapBlocks = 32;

/**
 * What a chart's events say of its records and requests, read once and then only what is new.
 * All of it may be missing (RPCs forget old blocks): lists do without, keys never need it.
 */
export class ChartHistory {
  readonly #reader: ChainReader;
  readonly #patient: PatientNumber;
  readonly #viewer: Viewer;
  readonly #facts = new Map<number, RecordFact>();
  readonly #requestedBy = new Map<ProviderNumber, { doctor: ProviderNumber | undefined }>();
  /** Ids of the events that are in the maps above, and the newest of their blocks. */
  readonly #seen = new Set<string>();
  #newestBlock = 0;
  #reading: Promise<void> | undefined;

  constructor(reader: ChainReader, patient: PatientNumber, viewer: Viewer) {
    this.#reader = reader;
    this.#patient = patient;
    this.#viewer = viewer;
  }

  /** By record reference. */
  async facts(): Promise<ReadonlyMap<number, RecordFact>> {
    await this.#refresh();
    return this.#facts;
  }

  /** Who asked on the provider's behalf in its latest request. */
  async requestedBy(provider: ProviderNumber): Promise<ProviderNumber | undefined> {
    await this.#refresh();
    return this.#requestedBy.get(provider)?.doctor;
  }

  #refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const fresh: TracedEvent[] = [];
    // A chart's several chains of events are read one after the other, so the last few blocks are
    // looked at again.
    const until = this.#newestBlock - overlapBlocks;
    try {
      const trace = await traceOfPatient(this.#reader, this.#patient, this.#viewer);
      for (let more = true; more && fresh.length < mostEvents; ) {
        const page = await trace.next(pageOfEvents);
        fresh.push(...page.events);
        const oldest = page.events.at(-1);
        more = page.more && oldest !== undefined && oldest.event.block >= until;
      }
    } catch (error) {
      // History is a courtesy: without it, lists say "unknown".
      if (!isChainError(error)) throw error;
      return;
    }
    // Oldest first, so that the latest word on a request stays.
    for (const traced of fresh.reverse()) this.#note(traced);
  }

  #note({ event, at }: TracedEvent): void {
    const id = `${event.block}-${event.logIndex}`;
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    this.#newestBlock = Math.max(this.#newestBlock, event.block);
    if (event.name === "RecordAdded") {
      const { ref, epoch, amends, supersedes, author, provider, doctor } = event.args;
      this.#facts.set(ref, {
        epoch: epoch as Epoch,
        addedAt: at,
        supersedes: amends ? supersedes : undefined,
        author,
        place: { block: event.block, logIndex: event.logIndex },
        provider,
        doctor,
      });
    }
    if (event.name === "AccessRequested") {
      this.#requestedBy.set(event.args.provider, { doctor: event.args.doctor });
    }
  }
}
