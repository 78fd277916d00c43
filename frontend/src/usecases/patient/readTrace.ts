import type { ChainEvent } from "../../chain/events.ts";
import { type Trace, traceOfPatient } from "../../chain/trace.ts";
import type { Address, ProviderNumber } from "../../domain/brand.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import { readPatientSide, type SideOf } from "../charts/patientSide.ts";
import type { ProviderView, TraceEntry } from "../model.ts";
import { toTermsView } from "../sharing/accessViews.ts";
import type { Cancellable } from "../useCases.ts";

const entriesPerPage = 50;

export interface TraceView {
  readonly entries: readonly TraceEntry[];
  readonly older: string | undefined;
  readonly horizon: number | undefined;
}

/** Traces being read, page by page; `older` names one of them. */
export class TraceReader {
  readonly #chart: PatientChart;
  readonly #open = new Map<string, Trace>();
  #next = 1;

  constructor(chart: PatientChart) {
    this.#chart = chart;
  }

  /** Newest first. A continuation that isn't known any more begins anew. */
  async read({ signal, older }: Cancellable & { older?: string } = {}): Promise<TraceView> {
    const chart = this.#chart;
    const known = older === undefined ? undefined : this.#open.get(older);
    if (older !== undefined) this.#open.delete(older);
    const trace =
      known ?? (await traceOfPatient(chart.ports.reader, chart.patient, chart.viewer, { signal }));
    const page = await trace.next(entriesPerPage);
    const views = new Map<ProviderNumber, Promise<ProviderView | undefined>>();
    const viewOf = (number: ProviderNumber | undefined) => {
      if (number === undefined) return Promise.resolve(undefined);
      const view = views.get(number) ?? chart.people.findProvider(number);
      views.set(number, view);
      return view;
    };
    const sideOf = await readPatientSide(
      chart.ports.reader,
      chart.patient,
      chart.viewer,
      page.events.flatMap(({ event }) => actorOf(event) ?? []),
    );
    const entries: TraceEntry[] = [];
    for (const { event, at } of page.events) {
      const entry = await toEntry(event, at ?? 0, { viewOf, sideOf });
      if (entry !== undefined) entries.push(entry);
    }
    let continuation: string | undefined;
    if (page.more) {
      continuation = String(this.#next++);
      this.#open.set(continuation, trace);
    }
    return { entries, older: continuation, horizon: page.horizon };
  }
}

/** The account that did it on the patient's side. */
function actorOf({ args }: ChainEvent): Address | undefined {
  if ("by" in args) return args.by;
  return "author" in args ? args.author : undefined;
}

interface Lookups {
  readonly viewOf: (number: ProviderNumber | undefined) => Promise<ProviderView | undefined>;
  readonly sideOf: SideOf;
}

/** `undefined` for what says nothing to a patient. */
async function toEntry(
  event: ChainEvent,
  at: number,
  { viewOf, sideOf }: Lookups,
): Promise<TraceEntry | undefined> {
  const base = {
    id: `${event.block}-${event.logIndex}`,
    at,
    about: undefined,
    records: [],
    terms: undefined,
    transaction: event.transaction,
    block: event.block,
  };
  const side = (account: Address) => sideOf(account, event);
  const provider = async (
    number: ProviderNumber,
    doctorNumber?: ProviderNumber,
  ): Promise<TraceEntry["who"]> => {
    const view = await viewOf(number);
    if (view === undefined) return { by: "unknown", account: undefined };
    const doctor = await viewOf(doctorNumber);
    return { by: "provider", provider: view, ...(doctor === undefined ? {} : { doctor }) };
  };

  switch (event.name) {
    case "PatientRegistered":
      return { ...base, who: { by: "patient" }, what: "registered" };
    case "PatientKeyDocumentReplaced":
      return { ...base, who: side(event.args.by), what: "key-document-replaced" };
    case "PatientControllerReplaced":
      return { ...base, who: { by: "patient" }, what: "controller-replaced" };
    case "PatientDelegateSet":
      return { ...base, who: { by: "patient" }, what: "delegate-set" };
    case "PatientDelegateRemoved":
      return { ...base, who: side(event.args.by), what: "delegate-removed" };
    case "RecordAdded": {
      const { ref, author, provider: number, doctor } = event.args;
      const who = number === undefined ? side(author) : await provider(number, doctor);
      return { ...base, who, what: "record-added", records: [ref] };
    }
    case "AccessRequested": {
      const { provider: number, doctor, terms } = event.args;
      return {
        ...base,
        who: await provider(number, doctor),
        what: "requested",
        about: await viewOf(number),
        terms: terms === undefined ? undefined : toTermsView(terms),
      };
    }
    case "RequestWithdrawn": {
      const { provider: number } = event.args;
      const about = await viewOf(number);
      return { ...base, who: await provider(number), what: "request-withdrawn", about };
    }
    case "RequestDenied":
      return {
        ...base,
        who: side(event.args.by),
        what: "denied",
        about: await viewOf(event.args.provider),
      };
    case "AccessGranted": {
      const { by, provider: number, terms } = event.args;
      return {
        ...base,
        who: side(by),
        what: "granted",
        about: await viewOf(number),
        terms: terms === undefined ? undefined : toTermsView(terms),
      };
    }
    case "AccessRenewed":
      return {
        ...base,
        who: side(event.args.by),
        what: "renewed",
        about: await viewOf(event.args.provider),
      };
    case "AccessRevoked":
      return {
        ...base,
        who: side(event.args.by),
        what: "revoked",
        about: await viewOf(event.args.provider),
      };
    case "EpochsMoved":
      return { ...base, who: side(event.args.by), what: "keys-moved" };
    case "GenerationStarted":
      return { ...base, who: side(event.args.by), what: "generation-started" };
    case "ShareSheetReplaced":
      return { ...base, who: side(event.args.by), what: "share-sheet-replaced" };
    case "KeysHandedOver": {
      const { organization, doctor } = event.args;
      const about = await viewOf(doctor);
      return { ...base, who: await provider(organization), what: "handed-over", about };
    }
    case "ReceiptLogged": {
      const { provider: number, head, records } = event.args;
      return {
        ...base,
        // When it was opened, as the provider signed it; the block came later.
        at: head.openedUntil,
        who: await provider(number, head.doctor === 0 ? undefined : head.doctor),
        what: "opened",
        about: await viewOf(number),
        records,
      };
    }
    default:
      return undefined;
  }
}
