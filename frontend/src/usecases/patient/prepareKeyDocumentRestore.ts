import type { PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import { putKeyDocument } from "../identity/registerPatient.ts";
import type { Prepared } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { WithProgress } from "../useCases.ts";

/**
 * Puts the patient's own keys back where somebody else's were put, and first ends what whoever did
 * it may do, so that they can't do it again.
 */
export async function prepareKeyDocumentRestore(
  chart: PatientChart,
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<void>> {
  const { ports, patient, wallet, session, documents, context, profile, keysReplaced } = chart;
  if (keysReplaced === undefined || profile === undefined) {
    throw new UseCaseError("usecases.nothing-to-do");
  }
  const entry = await ports.reader.patientByNumber(patient);
  const delegates = await ports.reader.delegatesOf(patient, wallet);
  const removed = delegates.filter(({ account }) => account === keysReplaced.by);
  onProgress?.(0.3, "sealing");
  const vault = await documents.put(await session.sealVault(context, profile), signal);
  const keyDocument = await putKeyDocument(chart, "patient", entry.keyVersion + 1, vault, signal);
  onProgress?.(1, "ready");
  const { calls } = ports.writer;
  return prepareCalls(ports.writer, {
    kind: "restore-keys",
    facts: { delegates: removed.length },
    calls: [
      ...removed.map(({ account }) => calls.removeDelegate(patient, account)),
      calls.replacePatientKeyDocument(patient, entry.keyDocument, keyDocument),
    ],
    finish: async () => undefined,
  });
}
