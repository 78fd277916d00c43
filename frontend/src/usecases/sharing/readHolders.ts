import { parseEnvelope } from "../../crypto/documents/envelope.ts";
import type { Recipient } from "../../crypto/documents/schemas.ts";
import type { ShareSheetEntry } from "../../crypto/documents/shareSheet.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import { epochOf } from "../../domain/chartEpochs.ts";
import { compartmentsIn, emptyMask } from "../../domain/masks.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import type { KeyHolder } from "./keyHolders.ts";
import { type KnownHolder, mayReadNow, personMayRead, type Sharing } from "./sharing.ts";

type Known = Omit<Sharing, "holders">;

/** Everybody who may know keys of this chart, and what they may read right now. */
export async function readHolders(chart: PatientChart, sharing: Known): Promise<KnownHolder[]> {
  const { sheet, accesses, organizations } = sharing;
  const holders: KnownHolder[] = [];
  for (const entry of sheet?.entries ?? []) {
    const { kind, number } = entry.recipient;
    const recipient = { kind, number };
    const { generation, epochs } = entry;
    const mayRead = mayReadOf(sharing, recipient);
    holders.push({ who: recipient, recipient, generation, epochs, mayRead, by: { what: "entry" } });
    if (kind === "provider" && organizations.has(number as ProviderNumber)) {
      holders.push(...(await readStanzaHolders(chart, entry, sharing)));
    }
  }
  for (const { recipient, generation, epochs } of sheet?.former ?? []) {
    holders.push({
      who: recipient ?? { kind: "unknown" },
      recipient,
      generation,
      epochs,
      mayRead: recipient === null ? emptyMask : mayReadOf(sharing, recipient),
      by: { what: "former" },
    });
  }
  for (const { provider, terms } of accesses.values()) {
    if (terms === undefined || isListed(sharing, provider)) continue;
    const recipient = { kind: "provider", number: provider } as const;
    holders.push({
      who: recipient,
      recipient,
      generation: sharing.chart.generation,
      epochs: atCurrentEpochs(sharing, terms.readMask),
      mayRead: mayReadOf(sharing, recipient),
      by: { what: "grant" },
    });
  }
  for (const organization of organizations) {
    holders.push(...(await readHandoverHolders(chart, organization, sharing)));
  }
  return holders;
}

function isListed({ sheet }: Known, provider: ProviderNumber): boolean {
  const lists: readonly { recipient: Pick<Recipient, "kind" | "number"> | null }[] = [
    ...(sheet?.entries ?? []),
    ...(sheet?.former ?? []),
  ];
  return lists.some(
    ({ recipient }) => recipient?.kind === "provider" && recipient.number === provider,
  );
}

function mayReadOf(sharing: Known, { kind, number }: Pick<Recipient, "kind" | "number">) {
  return kind === "person"
    ? personMayRead(sharing, number)
    : mayReadNow(sharing.accesses.get(number as ProviderNumber));
}

function atCurrentEpochs({ chart }: Known, mask: Parameters<typeof compartmentsIn>[0]) {
  return compartmentsIn(mask).map((compartment) => ({
    compartment,
    epoch: epochOf(chart, compartment),
  }));
}

/** Doctors with a stanza of their own in an organization's envelope. */
async function readStanzaHolders(
  chart: PatientChart,
  entry: ShareSheetEntry,
  { accesses }: Known,
): Promise<KnownHolder[]> {
  const organization = entry.recipient.number as ProviderNumber;
  const { generation, epochs, envelope } = entry;
  const by = { what: "stanza", envelope, organization } as const;
  const doctors = await stanzaDoctors(chart, entry);
  if (doctors === undefined) {
    // Whom the envelope was sealed to can't be seen.
    const who = { kind: "unknown" } as const;
    return [{ who, recipient: null, generation, epochs, mayRead: emptyMask, by }];
  }
  const who = { kind: "provider", number: organization } as const;
  return Promise.all(
    doctors.map(async ({ number }) => ({
      who,
      recipient: { kind: "provider", number } as const,
      generation,
      epochs,
      mayRead: (await isOnStaff(chart, organization, number))
        ? mayReadNow(accesses.get(organization))
        : emptyMask,
      by,
    })),
  );
}

/**
 * Doctors to whom a records office handed keys. The envelope says in the clear what it reaches;
 * one that can't be found is taken to reach what the organization's own does.
 */
async function readHandoverHolders(
  { keys, patient, viewer, documents }: PatientChart,
  organization: ProviderNumber,
  sharing: Known,
): Promise<KnownHolder[]> {
  const { sheet, accesses, chart } = sharing;
  const access = accesses.get(organization);
  const mayRead = mayReadNow(access);
  const entry = sheet?.entries.find(
    ({ recipient }) => recipient.kind === "provider" && recipient.number === organization,
  );
  const fallback = {
    generation: entry?.generation ?? chart.generation,
    epochs: entry?.epochs ?? atCurrentEpochs(sharing, access?.terms?.readMask ?? emptyMask),
  };
  const handovers = await keys.agreed(`handovers of provider ${organization}`, (reader) =>
    reader.handoversOf(patient, organization, viewer),
  );
  return Promise.all(
    handovers.map(async ({ doctor, envelope, current }) => {
      const bytes = await documents.find(envelope);
      let held: Pick<KeyHolder, "generation" | "epochs"> = fallback;
      try {
        if (bytes !== undefined) held = parseEnvelope(bytes).terms;
      } catch {
        held = fallback;
      }
      return {
        who: { kind: "provider", number: organization } as const,
        recipient: { kind: "provider", number: doctor } as const,
        generation: held.generation,
        epochs: held.epochs,
        mayRead: current ? mayRead : emptyMask,
        by: { what: "handover" } as const,
      };
    }),
  );
}

/** With the key version of each; `undefined` where the envelope can't be found or read. */
export async function stanzaDoctors(
  { documents }: Pick<PatientChart, "documents">,
  entry: ShareSheetEntry,
): Promise<{ number: ProviderNumber; keyVersion: number }[] | undefined> {
  const bytes = await documents.find(entry.envelope);
  if (bytes === undefined) return undefined;
  try {
    return parseEnvelope(bytes)
      .stanzas.map(({ recipient }) => recipient)
      .filter(({ kind, number }) => kind === "provider" && number !== entry.recipient.number)
      .map(({ number, keyVersion }) => ({ number: number as ProviderNumber, keyVersion }));
  } catch {
    return undefined;
  }
}

export function isOnStaff(
  { keys }: Pick<PatientChart, "keys">,
  organization: ProviderNumber,
  doctor: ProviderNumber,
): Promise<boolean> {
  return keys.agreed(`staff of provider ${organization}`, (reader) =>
    reader.isCurrentStaff(organization, doctor),
  );
}
