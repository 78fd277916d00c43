/** The seven contracts of a deployment, in the order in which they are deployed. */
export const contractNames = [
  "PatientRelay",
  "Patients",
  "Authorities",
  "Providers",
  "Staff",
  "HealthRecords",
  "Receipts",
] as const;

export type ContractName = (typeof contractNames)[number];
