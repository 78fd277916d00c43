import type { Viewer } from "../../chain/chainState.ts";
import { findControllers, type Place } from "../../chain/findControllers.ts";
import type { ChainReader } from "../../chain/reader.ts";
import type { Address, PatientNumber } from "../../domain/brand.ts";

export type PatientSide =
  | { readonly by: "patient" }
  | { readonly by: "delegate"; readonly account: Address }
  | { readonly by: "unknown"; readonly account: Address };

/** Whether it was the patient who did something, or somebody who acts for them. */
export type SideOf = (account: Address, at: Place) => PatientSide;

/**
 * By who controlled the chart at that time. Where the chain doesn't tell that any more: today's
 * controller is the patient, today's delegates (whom only the patient's side sees) are delegates,
 * and of anybody else it can't be said.
 */
export async function readPatientSide(
  reader: ChainReader,
  patient: PatientNumber,
  viewer: Viewer,
  accounts: Iterable<Address>,
): Promise<SideOf> {
  const wasController = await findControllers(reader, patient);
  if (wasController !== undefined) {
    return (account, at) =>
      wasController(account, at) ? { by: "patient" } : { by: "delegate", account };
  }
  const controllers = new Set<Address>();
  for (const account of new Set(accounts)) {
    if (await reader.isController(patient, account)) controllers.add(account);
  }
  const delegates = new Set<Address>();
  if (viewer.provider === undefined) {
    const listed = await reader.delegatesOf(patient, viewer.account);
    for (const { account } of listed) delegates.add(account);
  }
  return (account) => {
    if (controllers.has(account)) return { by: "patient" };
    return { by: delegates.has(account) ? "delegate" : "unknown", account };
  };
}
