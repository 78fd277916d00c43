import { describe, expect, test } from "vitest";
import type { Address } from "../../domain/brand.ts";
import { amina, drOkoro, fakePatientApp, withSession } from "../../session/testing/fakeSession.tsx";
import { renderUi } from "../../ui/testing/renderUi.tsx";
import type { TraceEntry } from "../../usecases/model.ts";
import type { PatientApp } from "../../usecases/useCases.ts";
import { groupEntries } from "./groupEntries.ts";
import strings from "./locales/en.json";
import { TraceEntries } from "./TraceEntries.tsx";

const base: TraceEntry = {
  id: "1-0",
  at: 1_800_000_000,
  who: { by: "patient" },
  what: "record-added",
  about: undefined,
  records: [],
  terms: undefined,
  transaction: `0x${"11".repeat(32)}`,
  block: 1,
};
const okoro = { by: "provider", provider: drOkoro } as const;

async function sentences(...entries: TraceEntry[]): Promise<string> {
  return sentencesFor({}, ...entries);
}

async function sentencesFor(given: Partial<PatientApp>, ...entries: TraceEntry[]): Promise<string> {
  const screen = await renderUi(
    withSession(
      <TraceEntries entries={entries} titles={new Map([[65_536, "Blood test"]])} />,
      fakePatientApp(given),
    ),
    { strings: { trace: strings } },
  );
  return screen.container.textContent ?? "";
}

describe("the trace in words", () => {
  test("an opening says who, how many and which", async () => {
    const text = await sentences({
      ...base,
      who: okoro,
      what: "opened",
      about: drOkoro,
      records: [65_536, 65_537],
    });
    expect(text).toContain("Dr. Okoro opened 2 records");
    expect(text).toContain("Blood test");
  });

  test("sharing says with whom and until when", async () => {
    const text = await sentences({
      ...base,
      what: "granted",
      about: drOkoro,
      terms: { read: [], write: [], purpose: "treatment", expiresAt: 1_800_000_000 },
    });
    expect(text).toContain("You shared with Dr. Okoro until January 15, 2027");
  });

  test("who acts for the patient reads of themselves as you, and of the patient by name", async () => {
    const acting = { actingWith: ["add-records"] } as const;
    const one = { ...base, records: [65_536] };
    const byMe = { ...one, who: { by: "delegate", account: amina } as const };
    expect(await sentencesFor(acting, byMe)).toContain("You added a record");
    expect(await sentencesFor(acting, one)).toContain("Amina Diallo added a record");
    const unnamed = { ...acting, details: { name: "", birthDate: "" } };
    expect(await sentencesFor(unnamed, one)).toContain("The patient added a record");
  });

  test("a delegate is told apart from the patient by the account", async () => {
    const account = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955" as Address;
    const text = await sentences({
      ...base,
      who: { by: "delegate", account },
      what: "revoked",
      about: drOkoro,
    });
    expect(text).toContain("Someone acting for you (0x14dC…9955) stopped sharing with Dr. Okoro");
  });

  test("every kind of entry has a sentence of its own", async () => {
    const kinds = Object.keys(strings.what)
      .map((key) => key.replace(/-until$|_one$|_other$/, ""))
      .filter((kind, index, all) => all.indexOf(kind) === index) as TraceEntry["what"][];
    expect(kinds).toHaveLength(17);
    const text = await sentences(
      ...kinds.map((what, index) => ({ ...base, id: String(index), what, about: drOkoro })),
    );
    expect(text).not.toMatch(/trace\.|\{\{/);
  });

  test("an entry whose block the network forgot stands under its own heading", async () => {
    const text = await sentences({ ...base, at: 0, records: [1] });
    expect(text).toContain("Date not known");
    expect(text).not.toContain("1970");
  });
});

describe("records added at once", () => {
  const added = (id: string, ref: number, more: Partial<TraceEntry> = {}): TraceEntry => ({
    ...base,
    id,
    records: [ref],
    ...more,
  });

  test("are one entry, while other transactions and other people stay apart", () => {
    const grouped = groupEntries([
      added("1", 1),
      added("2", 2),
      added("3", 3, { transaction: `0x${"22".repeat(32)}` }),
      added("4", 4, { who: okoro }),
    ]);
    expect(grouped.map(({ records }) => records)).toEqual([[1, 2], [3], [4]]);
  });

  test("openings are never joined", () => {
    const opened = (id: string) => added(id, 1, { what: "opened", who: okoro });
    expect(groupEntries([opened("1"), opened("2")])).toHaveLength(2);
  });
});
