import type { Access, ChartState, Delegate, Viewer } from "../../chain/chainState.ts";
import { pageSize, readAllByCursor } from "../../chain/reader.ts";
import { parseEnvelope } from "../../crypto/documents/envelope.ts";
import {
  parseShareSheet,
  type ShareSheet,
  type ShareSheetEntry,
} from "../../crypto/documents/shareSheet.ts";
import type { Digest, PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { epochOf } from "../../domain/chartEpochs.ts";
import { type CompartmentMask, compartmentsIn, emptyMask, toMask } from "../../domain/masks.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import type { KeyHolder } from "./keyHolders.ts";

/** A chart's sharing as the chain and the share sheet have it, read in one go. */
export interface Sharing {
  readonly chart: ChartState;
  /** `undefined` before the first. */
  readonly sheetDigest: Digest | undefined;
  /** Also `undefined` where the sheet can't be found or read anywhere: it is then made anew. */
  readonly sheet: ShareSheet | undefined;
  /** Every pair that ever was, by provider. */
  readonly accesses: ReadonlyMap<ProviderNumber, Access>;
  readonly delegates: readonly Delegate[];
  /** Numbers of the people who may act for the patient right now. */
  readonly livePersons: ReadonlySet<number>;
  readonly holders: readonly KeyHolder[];
}

export async function readSharing(chart: PatientChart): Promise<Sharing> {
  const { patient, viewer, wallet, documents } = chart;
  const { reader } = chart.ports;
  const [state, sheetDigest, doctors, hospitals, delegates] = await Promise.all([
    reader.epochsOf(patient, viewer),
    reader.shareSheet(patient, viewer),
    readAllByCursor(
      async (cursor: ProviderNumber | 0) =>
        (await reader.doctorsOf(patient, wallet, cursor, pageSize)).page,
      (access) => access.provider,
    ),
    readAllByCursor(
      async (cursor: ProviderNumber | 0) =>
        (await reader.hospitalsOf(patient, wallet, cursor, pageSize)).page,
      (access) => access.provider,
    ),
    reader.delegatesOf(patient, wallet),
  ]);
  const accesses = new Map(
    [...doctors, ...hospitals].map((access) => [access.provider, access] as const),
  );
  const bytes = sheetDigest === undefined ? undefined : await documents.find(sheetDigest);
  const sheet = bytes === undefined ? undefined : parseOrNothing(bytes);
  const livePersons = await readLivePersons(chart, delegates);
  const known = { chart: state, sheetDigest, sheet, accesses, delegates, livePersons };
  return { ...known, holders: await readHolders(chart, known) };
}

/** The sheet alone; `undefined` before the first, and where it can't be found or read. */
export async function readShareSheet(chart: {
  readonly ports: PatientChart["ports"];
  readonly documents: PatientChart["documents"];
  readonly patient: PatientNumber;
  readonly viewer: Viewer;
}): Promise<ShareSheet | undefined> {
  const digest = await chart.ports.reader.shareSheet(chart.patient, chart.viewer);
  const bytes = digest === undefined ? undefined : await chart.documents.find(digest);
  return bytes === undefined ? undefined : parseOrNothing(bytes);
}

function parseOrNothing(bytes: Uint8Array): ShareSheet | undefined {
  try {
    return parseShareSheet(bytes);
  } catch {
    return undefined;
  }
}

/** What a provider may read right now. */
export function mayReadNow(access: Access | undefined): CompartmentMask {
  return access?.live === true ? (access.terms?.readMask ?? emptyMask) : emptyMask;
}

async function readLivePersons(
  { ports }: PatientChart,
  delegates: readonly Delegate[],
): Promise<Set<number>> {
  const live = delegates.filter((delegate) => delegate.live);
  const numbers = await Promise.all(live.map(({ account }) => ports.reader.patientsOf(account)));
  return new Set<PatientNumber>(numbers.flat());
}

async function readHolders(
  chart: PatientChart,
  sharing: Omit<Sharing, "holders">,
): Promise<KeyHolder[]> {
  const { sheet, accesses, livePersons } = sharing;
  if (sheet === undefined) return holdersWithoutSheet(sharing);
  const holders: KeyHolder[] = [];
  for (const entry of sheet.entries) {
    const { kind, number } = entry.recipient;
    const who = { kind, number };
    const held = { who, generation: sheet.generation, epochs: entry.epochs };
    if (kind === "person") {
      const mayRead = livePersons.has(number) ? (toMask(entry.readMask) ?? emptyMask) : emptyMask;
      holders.push({ ...held, mayRead });
      continue;
    }
    const access = accesses.get(number as ProviderNumber);
    holders.push({ ...held, mayRead: mayReadNow(access) });
    if (access !== undefined) holders.push(...(await readStaffHolders(chart, entry, sharing)));
  }
  return holders;
}

/**
 * Doctors who hold a hospital's states: those with a stanza of their own in its envelope, and
 * those whom its records office handed the keys to. Both envelopes say in the clear what they
 * reach; one that can't be found is taken to reach what the hospital's own does.
 */
async function readStaffHolders(
  chart: PatientChart,
  entry: ShareSheetEntry,
  { sheet, accesses }: Omit<Sharing, "holders">,
): Promise<KeyHolder[]> {
  const { ports, patient, viewer, documents } = chart;
  const organization = entry.recipient.number as ProviderNumber;
  const who = { kind: "provider", number: organization } as const;
  const ownGeneration = sheet?.generation ?? entry.recipient.keyVersion;
  const asEntry = {
    who,
    generation: ownGeneration as KeyHolder["generation"],
    epochs: entry.epochs,
  };
  const mayRead = mayReadNow(accesses.get(organization));
  const holders: KeyHolder[] = [];

  for (const doctor of await stanzaDoctors(chart, entry)) {
    const current = await ports.reader.isCurrentStaff(organization, doctor);
    holders.push({ ...asEntry, mayRead: current ? mayRead : emptyMask });
  }
  for (const handover of await ports.reader.handoversOf(patient, organization, viewer)) {
    const bytes = await documents.find(handover.envelope);
    let held: Pick<KeyHolder, "who" | "generation" | "epochs"> = asEntry;
    if (bytes !== undefined) {
      try {
        const { terms } = parseEnvelope(bytes);
        held = { who, generation: terms.generation, epochs: terms.epochs };
      } catch {
        held = asEntry;
      }
    }
    holders.push({ ...held, mayRead: handover.current ? mayRead : emptyMask });
  }
  return holders;
}

/** The doctors with a stanza of their own in an organization's envelope. */
export async function stanzaDoctors(
  { documents }: PatientChart,
  entry: ShareSheetEntry,
): Promise<ProviderNumber[]> {
  const bytes = await documents.find(entry.envelope);
  if (bytes === undefined) return [];
  try {
    return parseEnvelope(bytes)
      .stanzas.map(({ recipient }) => recipient)
      .filter(({ kind, number }) => kind === "provider" && number !== entry.recipient.number)
      .map(({ number }) => number as ProviderNumber);
  } catch {
    return [];
  }
}

/** Without a sheet, whoever was granted a drawer and not revoked may know its current key. */
function holdersWithoutSheet({ chart, accesses }: Omit<Sharing, "holders">): KeyHolder[] {
  return [...accesses.values()].flatMap((access) => {
    if (access.terms === undefined) return [];
    return [
      {
        who: { kind: "provider", number: access.provider } as const,
        generation: chart.generation,
        epochs: compartmentsIn(access.terms.readMask).map((compartment) => ({
          compartment,
          epoch: epochOf(chart, compartment),
        })),
        mayRead: mayReadNow(access),
      },
    ];
  });
}
