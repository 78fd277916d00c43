import type { EnvelopeContent } from "../../crypto/documents/envelope.ts";
import { findEntry } from "../../crypto/documents/shareSheet.ts";
import { CryptoError } from "../../crypto/errors.ts";
import type { Digest, PatientNumber } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { UseCaseError } from "../errors.ts";
import { readNotedController } from "../identity/notedDelegations.ts";
import { judgeSheet, ownerKeys } from "../sharing/judgeSheet.ts";
import { ChartHistory } from "./chartHistory.ts";
import { drawersFrom } from "./drawers.ts";
import { chartContext, type PatientChart } from "./patientChart.ts";

/**
 * Somebody else's chart, as a delegate who acts for its patient: with the keys of the delegate's
 * own chart, to which the envelope was sealed. Who was given powers and no drawer has no envelope,
 * and sees neither name nor records. Throws usecases.no-delegation.
 */
export async function openDelegatedChart(
  own: PatientChart,
  number: PatientNumber,
): Promise<PatientChart> {
  const { ports, wallet } = own;
  const { reader } = ports;
  if (!(await reader.isPatientSide(number, wallet)))
    throw new UseCaseError("usecases.no-delegation");
  const [patientId, controller, delegates] = await Promise.all([
    reader.patientIdOf(number),
    readNotedController(own, number),
    reader.delegatesOf(number, wallet),
  ]);
  const me = delegates.find(({ account }) => account === wallet);
  if (me?.live !== true) throw new UseCaseError("usecases.no-delegation");
  const viewer = { account: wallet };
  const context = chartContext(own, patientId);
  const [{ generation }, digest] = await Promise.all([
    reader.epochsOf(number, viewer),
    reader.shareSheet(number, viewer),
  ]);
  const judged = { ...own, patient: number, context };
  const keys = await ownerKeys(judged, false, generation);
  const { found: sheet, trusted } = await judgeSheet(judged, digest, keys);
  const entry =
    sheet === undefined ? undefined : findEntry(sheet, { kind: "person", number: own.patient });
  const content = entry === undefined ? nothing : await openEnvelope(own, context, entry.envelope);
  const states = await ports.crypto.openPreviousStates(
    context,
    content.states,
    sheet?.previousStates ?? [],
  );
  return {
    ...own,
    patient: number,
    patientId,
    context,
    controller,
    viewer,
    history: new ChartHistory(reader, number, viewer),
    details: content.patient,
    drawers: drawersFrom(content.compartments),
    profile: undefined,
    states,
    statesToSealWith: trusted ? states : [],
    powers: me.powers,
  };
}

const nothing: EnvelopeContent = {
  states: [],
  compartments: [],
  patient: { name: "", birthDate: "" },
};

async function openEnvelope(
  { session, documents, myKeys }: PatientChart,
  context: ChartContext,
  digest: Digest,
): Promise<EnvelopeContent> {
  const { terms, content } = await session.openEnvelope(
    context,
    await documents.read(digest),
    myKeys,
  );
  if (terms.purpose !== "delegate") {
    throw new CryptoError("crypto.binding-mismatch", { details: { field: "purpose" } });
  }
  return content;
}
