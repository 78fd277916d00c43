import type { Address, PatientNumber } from "../domain/brand.ts";
import type { ChainReader } from "./reader.ts";
import { eventTopics, findInRange, numberTopic } from "./trace.ts";

/** Where an event stands in the chain. */
export interface Place {
  readonly block: number;
  readonly logIndex: number;
}

/** Whether an account controlled the chart when something happened. */
export type WasController = (account: Address, at: Place) => boolean;

/**
 * Who controlled a chart when, from its events. `undefined` where this RPC refuses to search, or
 * where what it found doesn't lead from the registration to today's controller.
 */
export async function findControllers(
  reader: ChainReader,
  patient: PatientNumber,
): Promise<WasController | undefined> {
  const found = await findInRange(
    reader,
    {
      contract: "Patients",
      topics: [
        eventTopics("Patients", ["PatientRegistered", "PatientControllerReplaced"]),
        numberTopic(patient),
      ],
    },
    reader.deployment.deploymentBlock,
    await reader.blockNumber(),
  );
  if (found === undefined) return undefined;
  const changes: { readonly at: Place; readonly controller: Address }[] = [];
  for (const event of found.toReversed()) {
    const before = changes.at(-1)?.controller;
    if (event.name === "PatientRegistered" && before === undefined) {
      changes.push({ at: event, controller: event.args.controller });
    } else if (event.name === "PatientControllerReplaced" && before === event.args.previous) {
      changes.push({ at: event, controller: event.args.current });
    } else return undefined;
  }
  const present = changes.at(-1)?.controller;
  if (present === undefined || !(await reader.isController(patient, present))) return undefined;
  return (account, at) =>
    changes.findLast((change) => !isAfter(change.at, at))?.controller === account;
}

function isAfter(a: Place, b: Place): boolean {
  return a.block !== b.block ? a.block > b.block : a.logIndex > b.logIndex;
}
