import { type EnvelopeTerms, parseEnvelope } from "../../crypto/documents/envelope.ts";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import {
  compartmentsIn,
  emptyMask,
  includesCompartment,
  maskOf,
  toMask,
  unionOf,
} from "../../domain/masks.ts";
import { namesOf } from "../charts/drawers.ts";
import { UseCaseError } from "../errors.ts";
import type { Prepared, ProviderView } from "../model.ts";
import { readProviderTarget } from "../people/sealTargets.ts";
import { reaches } from "../sharing/keyHolders.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { WithProgress } from "../useCases.ts";
import { openGranted, openGrantedToSeal } from "./openGrantedChart.ts";
import type { ProviderDesk } from "./providerDesk.ts";

/** The doctors to whom this hospital handed a patient's keys, and whether those still fit. */
export async function listHandovers(
  desk: ProviderDesk,
  patient: PatientNumber,
): Promise<{ doctor: ProviderView; current: boolean; upToDate: boolean }[]> {
  const { ports, provider, wallet, people } = desk;
  const viewer = { account: wallet, provider };
  const handovers = await ports.reader.handoversOf(patient, provider, viewer);
  const granted = handovers.length === 0 ? undefined : await openOrNothing(desk, patient);
  return Promise.all(
    handovers.map(async ({ doctor, current, envelope }) => {
      const bytes = await desk.documents.find(envelope);
      let upToDate = false;
      if (bytes !== undefined && granted !== undefined) {
        const { terms } = parseEnvelope(bytes);
        const wanted = compartmentsIn(granted.terms.readMask);
        upToDate =
          terms.generation === granted.chart.generation &&
          reaches(terms.epochs, granted.chart, wanted);
      }
      return { doctor: await people.readProvider(doctor), current, upToDate };
    }),
  );
}

async function openOrNothing(desk: ProviderDesk, patient: PatientNumber) {
  try {
    return await openGranted(desk, patient, undefined);
  } catch (error) {
    if (error instanceof UseCaseError) return undefined;
    throw error;
  }
}

/**
 * Gives a doctor of the staff what the hospital holds of one patient, sealed to that doctor alone
 * and logged where the patient sees it.
 */
export async function prepareHandOver(
  desk: ProviderDesk,
  patient: PatientNumber,
  doctor: ProviderNumber,
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<void>> {
  const { ports, people, provider } = desk;
  const granted = await openGrantedToSeal(desk, patient, undefined);
  onProgress?.(0.3, "reading-keys");
  const target = await readProviderTarget(desk, doctor);
  const view = await people.readProvider(doctor);
  const { generation } = granted.chart;
  // What the patient gave, where that can be told: nothing that somebody else planted is passed on.
  const held = granted.isPatientsSheet ? granted.statesToSealWith : granted.states;
  const states = held.filter(
    (state) =>
      state.generation === generation &&
      includesCompartment(granted.terms.readMask, state.compartment),
  );
  const epochs = [...states]
    .sort((left, right) => left.compartment - right.compartment)
    .map(({ compartment, epoch }) => ({ compartment, epoch }));
  const readMask = maskOf(epochs.map(({ compartment }) => compartment));
  if (readMask === emptyMask) throw new UseCaseError("usecases.no-envelope");
  const terms: EnvelopeTerms = {
    purpose: "handover",
    provider,
    generation,
    readMask,
    writeMask: toMask(granted.terms.writeMask) ?? emptyMask,
    epochs,
  };
  onProgress?.(0.6, "sealing");
  const envelope = await desk.session.sealEnvelope({
    context: granted.context,
    terms,
    targets: [target],
    states,
    compartments: namesOf(granted.drawers, unionOf(readMask, granted.terms.writeMask)),
    patient: { name: granted.details.name, birthDate: granted.details.birthDate },
  });
  const digest = await desk.documents.put(envelope, signal);
  onProgress?.(1, "ready");
  return prepareCalls(ports.writer, {
    kind: "hand-over",
    facts: {
      patient,
      doctor,
      name: view.profile?.name ?? "",
      keyVersion: target.recipient.keyVersion,
      drawers: epochs.length,
    },
    calls: [ports.writer.calls.handOver(patient, provider, doctor, digest)],
    finish: async () => undefined,
  });
}
