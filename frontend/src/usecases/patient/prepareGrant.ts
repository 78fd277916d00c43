import type { GrantOrder } from "../../chain/calls.ts";
import type { SealTarget } from "../../crypto/documents/manifest.ts";
import { findEntry } from "../../crypto/documents/shareSheet.ts";
import { limits } from "../../crypto/limits.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import { compartmentsIn, emptyMask, unionOf } from "../../domain/masks.ts";
import { hasStaff, isGrantableKind } from "../../domain/providerKind.ts";
import { readTakenAway, type Terms } from "../../domain/terms.ts";
import { isOwner, type PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { TermsView } from "../model.ts";
import { readProviderTarget } from "../people/sealTargets.ts";
import { fromTermsView } from "../sharing/accessViews.ts";
import { reaches } from "../sharing/keyHolders.ts";
import { isOnStaff } from "../sharing/readHolders.ts";
import { readSharing } from "../sharing/readSharing.ts";
import { currentStaffTargets, epochsAfter, sealShareSheet } from "../sharing/sealShareSheet.ts";
import type { Sharing } from "../sharing/sharing.ts";
import { prepareOrder } from "../transactions/prepareOrder.ts";
import type { SponsorablePrepared, WithProgress } from "../useCases.ts";

/**
 * Lets a provider in, or changes what it may do: seals the keys of the granted drawers to the
 * keys that the chain names for it, for everybody who stays too where a drawer is taken away.
 * "approve" answers an open request, "grant" needs none.
 */
export async function prepareGrant(
  chart: PatientChart,
  order: "grant" | "approve",
  number: ProviderNumber,
  wanted: TermsView,
  { onProgress, signal }: WithProgress = {},
): Promise<SponsorablePrepared> {
  const { ports, patient, people } = chart;
  const terms = fromTermsView(wanted);
  if (order === "approve") await requireOpenRequest(chart, number);
  await requireTerms(chart, terms);
  const [provider, view, sharing] = await Promise.all([
    ports.reader.providerByNumber(number),
    people.readProvider(number),
    readSharing(chart),
  ]);
  if (!isGrantableKind(provider.kind)) throw new UseCaseError("usecases.not-grantable");
  if (!provider.verifiedNow) throw new UseCaseError("usecases.provider-not-verified");
  const access = sharing.accesses.get(number);
  onProgress?.(0.2, "reading-keys");
  const target = await readProviderTarget(chart, number);

  const moved = access?.terms === undefined ? emptyMask : readTakenAway(access.terms, terms);
  const before = epochsAfter(sharing, emptyMask);
  requireKeys(chart, sharing, terms, moved);
  onProgress?.(0.5, "sealing");
  const sheet = await sealShareSheet(
    chart,
    sharing,
    {
      moved,
      give: [
        {
          target,
          alongside: hasStaff(provider.kind) ? await staffTargets(chart, sharing, number) : [],
          readMask: terms.readMask,
          writeMask: terms.writeMask,
        },
      ],
    },
    signal,
  );
  onProgress?.(1, "ready");
  const grant: GrantOrder = {
    provider: number,
    keyVersion: target.recipient.keyVersion,
    terms,
    epochs: before,
  };
  const { calls } = ports.writer;
  return prepareOrder(
    ports,
    { order, patient, grant, sheet: sheet.swap },
    {
      kind: order,
      facts: {
        provider: number,
        name: view.profile?.name ?? "",
        keyVersion: target.recipient.keyVersion,
        keyDocument: target.keyDocument,
        keyOpinions: chart.keys.opinions,
        keysChanged:
          access?.terms !== undefined && access.keyVersion !== provider.keyVersion ? 1 : 0,
        until: terms.expiresAt,
        drawers: compartmentsIn(terms.readMask).length,
        movedDrawers: compartmentsIn(moved).length,
        resealed: sheet.resealed,
      },
      calls: [calls[order](patient, grant, sheet.swap)],
      finish: () => sheet.remember(),
    },
  );
}

/** First of all: when a request has lapsed, the end that it asked for has often passed as well. */
async function requireOpenRequest(chart: PatientChart, provider: ProviderNumber): Promise<void> {
  const { pending } = await chart.ports.reader.accessOf(chart.patient, provider, chart.viewer);
  if (!pending) throw new UseCaseError("usecases.no-request");
}

/** What the contract would refuse, said before anything is sealed. */
async function requireTerms({ ports }: PatientChart, terms: Terms): Promise<void> {
  if (unionOf(terms.readMask, terms.writeMask) === emptyMask) {
    throw new UseCaseError("usecases.invalid-terms");
  }
  const now = await ports.reader.timestampOf();
  if (!(terms.expiresAt > now && terms.expiresAt <= 0xffff_ffff)) {
    throw new UseCaseError("usecases.invalid-expiry");
  }
}

/** A delegate can give on only what it was given, and nothing that moves by the same order. */
function requireKeys(
  chart: PatientChart,
  sharing: Sharing,
  terms: Terms,
  moved: ReturnType<typeof readTakenAway>,
): void {
  if (isOwner(chart) || chart.states === "own") return;
  const epochs = epochsAfter(sharing, moved);
  if (!reaches(chart.states, epochs, compartmentsIn(terms.readMask))) {
    throw new UseCaseError("usecases.sealed-elsewhere");
  }
}

/** Doctors of the staff who hold a stanza already, and the one who asked on its behalf. */
async function staffTargets(
  chart: PatientChart,
  sharing: Sharing,
  organization: ProviderNumber,
): Promise<SealTarget[]> {
  const entry =
    sharing.sheet === undefined
      ? undefined
      : findEntry(sharing.sheet, { kind: "provider", number: organization });
  const targets = entry === undefined ? [] : await currentStaffTargets(chart, entry);
  const doctor = await chart.history.requestedBy(organization);
  const asks =
    doctor !== undefined &&
    !targets.some(({ recipient }) => recipient.number === doctor) &&
    (await isOnStaff(chart, organization, doctor));
  const all = asks ? [await readProviderTarget(chart, doctor), ...targets] : targets;
  // The hospital's own stanza needs a place, too; whoever finds none gets a handover instead.
  return all.slice(0, limits.stanzasPerEnvelope - 1);
}
