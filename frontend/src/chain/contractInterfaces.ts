import { Interface, type InterfaceAbi } from "ethers";
import type { ContractName } from "./contractNames.ts";
import {
  authoritiesAbi,
  healthRecordsAbi,
  patientRelayAbi,
  patientsAbi,
  providersAbi,
  receiptsAbi,
  staffAbi,
} from "./generated/contracts.ts";

// ethers takes mutable arrays only; nothing here changes them.
const from = (abi: unknown) => new Interface(abi as InterfaceAbi);

/** Encoders and decoders of every contract, from the generated ABIs. */
export const contractInterfaces: Readonly<Record<ContractName, Interface>> = {
  PatientRelay: from(patientRelayAbi),
  Patients: from(patientsAbi),
  Authorities: from(authoritiesAbi),
  Providers: from(providersAbi),
  Staff: from(staffAbi),
  HealthRecords: from(healthRecordsAbi),
  Receipts: from(receiptsAbi),
};
