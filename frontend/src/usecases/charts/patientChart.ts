import type { Viewer } from "../../chain/chainState.ts";
import type { HeldStates, MyKey } from "../../crypto/crypto.ts";
import type { PrivateProfile } from "../../crypto/documents/vault.ts";
import type { Address, PatientId, PatientNumber } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import type { Power } from "../../domain/powers.ts";
import type { PersonDetails } from "../model.ts";
import type { UnlockedWorkspace } from "../workspace.ts";
import type { ChartHistory } from "./chartHistory.ts";
import type { Drawers } from "./drawers.ts";

/** A chart opened on the patient's side: by its owner, or by a delegate who acts for them. */
export interface PatientChart extends UnlockedWorkspace {
  readonly patient: PatientNumber;
  readonly patientId: PatientId;
  readonly context: ChartContext;
  /** The owner's wallet, whoever opened the chart: its code names it. `undefined`: scan theirs anew. */
  readonly controller: Address | undefined;
  readonly viewer: Viewer;
  readonly details: PersonDetails;
  readonly drawers: Drawers;
  /** The owner's alone. */
  readonly profile: PrivateProfile | undefined;
  /**
   * "own" with the seed. A delegate holds what its envelope gave: it can walk to earlier epochs
   * and to no later one, so it can't seal for epochs that it moved itself.
   */
  readonly states: HeldStates;
  /**
   * Of these, what the owner gave: a delegate's envelope that a sheet signed by the owner names.
   * Records are sealed under these alone; what somebody else planted opens things at most.
   */
  readonly statesToSealWith: HeldStates;
  /** The person's own identities, newest first, for what was sealed to them. */
  readonly myKeys: readonly MyKey[];
  readonly history: ChartHistory;
  /** What a delegate may do; `undefined` for the owner, who may do everything. */
  readonly powers: readonly Power[] | undefined;
  /**
   * Set where somebody else replaced the patient's key document and the chart was opened with the
   * patient's own earlier one.
   */
  readonly keysReplaced?: { readonly by: Address | undefined } | undefined;
}

export function isOwner(chart: PatientChart): boolean {
  return chart.states === "own";
}

export function chartContext(
  workspace: { readonly ports: UnlockedWorkspace["ports"] },
  patientId: PatientId,
): ChartContext {
  const { chainId, addresses } = workspace.ports.reader.deployment;
  return { chainId, contract: addresses.HealthRecords, patientId };
}
