// The one deployment of the whole system, the same in tests, on a local chain and on a
// public one. Parameters (ignition/parameters/*.json):
//   admin                   appoints authorities; the deployer where left out
//   adminDelay              seconds that a change of admin waits
//   walletReplacementDelay  seconds that an authority's replacement of a provider's wallet waits
//   authorities             the first authorities: [{wallet, jurisdiction, profile, keyDocument}]
// Contracts are immutable: a new version is a new deployment, and charts move by their owners.
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

const DAY = 24 * 60 * 60;

export default buildModule("HealthRecords", (m) => {
  const deployer = m.getAccount(0);
  const admin = m.getParameter("admin", deployer);
  const adminDelay = m.getParameter("adminDelay", 2 * DAY);
  const walletReplacementDelay = m.getParameter("walletReplacementDelay", 14 * DAY);
  const appointments = m.getParameter("authorities", []);

  const patientRelay = m.contract("PatientRelay", [deployer]);
  const patients = m.contract("Patients", [patientRelay]);
  const authorities = m.contract("Authorities", [adminDelay, admin, appointments]);
  const providers = m.contract("Providers", [authorities, walletReplacementDelay]);
  const staff = m.contract("Staff", [providers]);
  const healthRecords = m.contract("HealthRecords", [patients, providers, staff, patientRelay]);
  const receipts = m.contract("Receipts", [providers, staff]);
  m.call(patientRelay, "connectTo", [patients, healthRecords]);

  return { patientRelay, patients, authorities, providers, staff, healthRecords, receipts };
});
