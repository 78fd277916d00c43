import type { Generation } from "../../domain/brand.ts";
import { firstEpochs } from "../../domain/chartEpochs.ts";
import { emptyMask } from "../../domain/masks.ts";
import { isOwner, type PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import { createDraft, finishDraft, readDraft } from "../identity/beginSetUp.ts";
import type { LocalVaults } from "../identity/localVaults.ts";
import { putKeyDocument } from "../identity/registerPatient.ts";
import type { Prepared } from "../model.ts";
import { sealMissingSlips } from "../sharing/missingSlips.ts";
import { readSharing } from "../sharing/readSharing.ts";
import { epochsAfter, rebuildPreviousStates, sealShareSheet } from "../sharing/sealShareSheet.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import type { SetUpDraft, WithProgress } from "../useCases.ts";

/**
 * A new seed in the session, in front of the present ones, and its sheet to write down. Given up
 * and begun again, the same new seed is shown: nothing of it was published.
 */
export async function beginNewKeys(chart: PatientChart): Promise<SetUpDraft> {
  if (!isOwner(chart)) throw new UseCaseError("usecases.sealed-elsewhere");
  const { session, ports, patient, viewer } = chart;
  const { generation } = await ports.reader.epochsOf(patient, viewer);
  const newest = (await session.identity()).generation;
  if (newest <= generation) await session.startGeneration();
  return createDraft(session, ports.random, { keep: true });
}

/**
 * Publishes the new generation: first the key document (so that the new sheet restores from then
 * on, and the vault in it holds the earlier seeds), then the share sheet with everybody's new
 * envelope and the way back to what was sealed before.
 */
export async function prepareNewKeys(
  chart: PatientChart,
  vaults: LocalVaults,
  draft: SetUpDraft,
  passphrase: string,
  { onProgress, signal }: WithProgress = {},
): Promise<Prepared<void>> {
  const { ports, patient, session, context, documents, profile } = chart;
  if (readDraft(draft) !== session || profile === undefined) {
    throw new UseCaseError("usecases.draft-used");
  }
  const entry = await ports.reader.patientByNumber(patient);
  const sharing = await readSharing(chart);
  const before = epochsAfter(sharing, emptyMask);
  const next = firstEpochs((before.generation + 1) as Generation);
  const localVault = await session.sealLocalVault(passphrase);
  onProgress?.(0.2, "sealing");

  const vault = await documents.put(await session.sealVault(context, profile), signal);
  const keyDocument = await putKeyDocument(chart, "patient", entry.keyVersion + 1, vault, signal);
  const rebuilt = await rebuildPreviousStates(chart, next.generation);
  const kept = sharing.trusted ? (sharing.sheet?.previousStates ?? []) : [];
  const previousStates = [
    ...rebuilt,
    ...kept.filter((one) => !rebuilt.some(({ generation }) => generation === one.generation)),
  ];
  // Records that were sealed to the person's old keys get their slips while those are at hand.
  const slips = await sealMissingSlips(chart, sharing, next, signal);
  onProgress?.(0.6, "sealing");
  const sheet = await sealShareSheet(
    chart,
    sharing,
    { moved: emptyMask, addSlips: slips, nextGeneration: { epochs: next, previousStates } },
    signal,
  );
  onProgress?.(1, "ready");
  const { calls } = ports.writer;
  return prepareCalls(ports.writer, {
    kind: "new-keys",
    facts: { generation: next.generation, resealed: sheet.resealed, slips: slips.length },
    calls: [
      calls.replacePatientKeyDocument(patient, entry.keyDocument, keyDocument),
      calls.startGeneration(patient, before.generation, sheet.swap),
    ],
    before: () => vaults.set("patient", localVault, patient),
    async finish() {
      finishDraft(draft);
      await sheet.remember();
    },
  });
}
