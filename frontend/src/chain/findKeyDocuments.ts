import type { Address, Digest, PatientNumber } from "../domain/brand.ts";
import { findControllers } from "./findControllers.ts";
import type { ChainReader } from "./reader.ts";
import { eventTopics, findInRange, numberTopic } from "./trace.ts";

export interface SetKeyDocument {
  readonly keyDocument: Digest;
  readonly by: Address;
  /** Whether it was the patient, with whichever wallet controlled the chart then. */
  readonly byPatient: boolean;
}

/**
 * Every key document that a chart ever had and who put it there, newest first. `undefined` where
 * this RPC refuses to search or doesn't know all of it.
 */
export async function findKeyDocuments(
  reader: ChainReader,
  patient: PatientNumber,
): Promise<readonly SetKeyDocument[] | undefined> {
  const [wasController, found] = await Promise.all([
    findControllers(reader, patient),
    findInRange(
      reader,
      {
        contract: "Patients",
        topics: [
          eventTopics("Patients", ["PatientRegistered", "PatientKeyDocumentReplaced"]),
          numberTopic(patient),
        ],
      },
      reader.deployment.deploymentBlock,
      await reader.blockNumber(),
    ),
  ]);
  if (wasController === undefined || found === undefined) return undefined;
  return found.flatMap((event) => {
    if (event.name === "PatientRegistered") {
      const { controller, keyDocument } = event.args;
      return [{ keyDocument, by: controller, byPatient: true }];
    }
    if (event.name !== "PatientKeyDocumentReplaced") return [];
    const { current, by } = event.args;
    return [{ keyDocument: current, by, byPatient: wasController(by, event) }];
  });
}
