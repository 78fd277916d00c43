import type { Viewer } from "../../chain/chainState.ts";
import { isChainError } from "../../chain/errors.ts";
import type { ChainReader } from "../../chain/reader.ts";
import { type TracedEvent, traceOfPatient } from "../../chain/trace.ts";
import type { Epoch, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import type { RecordFact } from "../records/recordFacts.ts";

const pageOfEvents = 200;
/** Beyond this, what a list shows of a record (when, by whom) is left unknown. */
const mostEvents = 20_000;

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
  readonly #handedOver = new Map<ProviderNumber, Set<ProviderNumber>>();
  /** Every event up to here is in the maps above. */
  #seen: { block: number; logIndex: number } | undefined;
  #complete = false;
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

  /** Doctors to whom an organization handed keys; `undefined` where history has gaps. */
  async handedOver(organization: ProviderNumber): Promise<readonly ProviderNumber[] | undefined> {
    await this.#refresh();
    return this.#complete ? [...(this.#handedOver.get(organization) ?? [])] : undefined;
  }

  #refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const fresh: TracedEvent[] = [];
    let reachedSeen = false;
    let horizon: number | undefined;
    try {
      const trace = await traceOfPatient(this.#reader, this.#patient, this.#viewer);
      for (let more = true; more && !reachedSeen && fresh.length < mostEvents; ) {
        const page = await trace.next(pageOfEvents);
        more = page.more;
        horizon = page.horizon;
        for (const traced of page.events) {
          if (this.#isSeen(traced)) {
            reachedSeen = true;
            break;
          }
          fresh.push(traced);
        }
        if (!more) reachedSeen ||= this.#seen === undefined;
      }
    } catch (error) {
      // History is a courtesy: without it, lists say "unknown".
      if (!isChainError(error)) throw error;
      this.#complete = false;
      return;
    }
    this.#complete = reachedSeen && horizon === undefined;
    // Oldest first, so that the latest word on a request stays.
    for (const traced of fresh.reverse()) this.#note(traced);
  }

  #isSeen({ event }: TracedEvent): boolean {
    const seen = this.#seen;
    if (seen === undefined) return false;
    return (
      event.block < seen.block || (event.block === seen.block && event.logIndex <= seen.logIndex)
    );
  }

  #note({ event, at }: TracedEvent): void {
    this.#seen = { block: event.block, logIndex: event.logIndex };
    if (event.name === "RecordAdded") {
      const { ref, epoch, amends, supersedes, author, provider, doctor } = event.args;
      this.#facts.set(ref, {
        epoch: epoch as Epoch,
        addedAt: at,
        supersedes: amends ? supersedes : undefined,
        author,
        provider,
        doctor,
      });
    }
    if (event.name === "AccessRequested") {
      this.#requestedBy.set(event.args.provider, { doctor: event.args.doctor });
    }
    if (event.name === "KeysHandedOver") {
      const { organization, doctor } = event.args;
      const doctors = this.#handedOver.get(organization) ?? new Set();
      this.#handedOver.set(organization, doctors.add(doctor));
    }
  }
}
