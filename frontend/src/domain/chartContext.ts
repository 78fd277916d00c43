import type { Address, PatientId } from "./brand.ts";

/** What every sealed thing is bound to, so that it opens in one chart on one chain only. */
export interface ChartContext {
  /** EIP-155 chain id. */
  readonly chainId: number;
  /** The HealthRecords contract. */
  readonly contract: Address;
  readonly patientId: PatientId;
}
