import { findEntry } from "../../crypto/documents/shareSheet.ts";
import { CryptoError } from "../../crypto/errors.ts";
import type { PatientNumber } from "../../domain/brand.ts";
import { UseCaseError } from "../errors.ts";
import { readShareSheet } from "../sharing/readSharing.ts";
import { ChartHistory } from "./chartHistory.ts";
import { drawersFrom } from "./drawers.ts";
import { chartContext, type PatientChart } from "./patientChart.ts";

/**
 * Somebody else's chart, as a delegate who acts for its patient: with the keys of the delegate's
 * own chart, to which the envelope was sealed. Throws usecases.no-delegation,
 * usecases.no-envelope.
 */
export async function openDelegatedChart(
  own: PatientChart,
  number: PatientNumber,
): Promise<PatientChart> {
  const { ports, wallet, documents, session } = own;
  const { reader } = ports;
  if (!(await reader.isPatientSide(number, wallet)))
    throw new UseCaseError("usecases.no-delegation");
  const [patientId, delegates] = await Promise.all([
    reader.patientIdOf(number),
    reader.delegatesOf(number, wallet),
  ]);
  const me = delegates.find(({ account }) => account === wallet);
  if (me?.live !== true) throw new UseCaseError("usecases.no-delegation");
  const viewer = { account: wallet };
  const context = chartContext(own, patientId);
  const sheet = await readShareSheet({ ports, documents, patient: number, viewer });
  const entry =
    sheet === undefined ? undefined : findEntry(sheet, { kind: "person", number: own.patient });
  if (entry === undefined) throw new UseCaseError("usecases.no-envelope");
  const envelope = await session.openEnvelope(
    context,
    await documents.read(entry.envelope),
    own.myKeys,
  );
  if (envelope.terms.purpose !== "delegate") {
    throw new CryptoError("crypto.binding-mismatch", { details: { field: "purpose" } });
  }
  const states = await ports.crypto.openPreviousStates(
    context,
    envelope.content.states,
    sheet?.previousStates ?? [],
  );
  return {
    ...own,
    patient: number,
    patientId,
    context,
    viewer,
    history: new ChartHistory(reader, number, viewer),
    details: envelope.content.patient,
    drawers: drawersFrom(envelope.content.compartments),
    profile: undefined,
    states,
    powers: me.powers,
  };
}
