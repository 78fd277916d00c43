import { AbiCoder, keccak256 } from "ethers";
import type { Address, PatientId } from "../domain/brand.ts";
import type { Hex } from "./calls.ts";

/**
 * The id that Patients.register will compute. Known ahead, because what the chart's first key
 * document names is bound to it.
 */
export function patientIdFor(controller: Address, commitment: Hex): PatientId {
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ["address", "bytes32"],
    [controller, commitment],
  );
  return keccak256(encoded) as PatientId;
}
