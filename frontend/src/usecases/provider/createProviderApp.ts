import { countCopies, republishCopies } from "../documents/copies.ts";
import type { LocalVaults } from "../identity/localVaults.ts";
import { myCode, readScannedCode } from "../people/myCode.ts";
import { listUnsent, prepareReceipts } from "../receipts/prepareReceipts.ts";
import type { ProviderApp } from "../useCases.ts";
import { listHandovers, prepareHandOver } from "./handovers.ts";
import { beginNewProviderKeys, prepareNewProviderKeys } from "./newProviderKeys.ts";
import { openGrantedChart } from "./openGrantedChart.ts";
import { openGrantedRecord } from "./openGrantedRecord.ts";
import { listOrganizations, listPatients } from "./patientLists.ts";
import { prepareProfileChange } from "./prepareProfileChange.ts";
import { prepareProviderRecords } from "./prepareProviderRecords.ts";
import { prepareRequest, prepareWithdrawal } from "./prepareRequest.ts";
import { openProviderDesk, type ProviderDesk } from "./providerDesk.ts";
import { listStaff, prepareStaffAddition, prepareStaffRemoval } from "./staff.ts";

export function createProviderApp(opened: ProviderDesk, vaults: LocalVaults): ProviderApp {
  let desk = opened;
  const { provider, kind, people } = opened;
  return {
    role: "provider",
    provider,
    kind,
    code: (base) => myCode(desk, base, { provider }),
    readCode: (text) => readScannedCode(desk, text),
    copies: () => countCopies(desk),
    republish: (options) => republishCopies(desk, options),
    me: () => people.readProvider(provider),
    patients: (onBehalfOf) => listPatients(desk, onBehalfOf),
    organizations: () => listOrganizations(desk),
    prepareRequest: (patient, wish) => prepareRequest(desk, patient, wish),
    prepareWithdrawal: (patient, onBehalfOf) => prepareWithdrawal(desk, patient, onBehalfOf),
    openChart: (patient, options) => openGrantedChart(desk, patient, options),
    openRecord: (patient, ref, options) => openGrantedRecord(desk, patient, ref, options),
    prepareRecords: (patient, files, options) =>
      prepareProviderRecords(desk, patient, files, options),
    unsentReceipts: () => listUnsent(desk),
    prepareReceipts: () => prepareReceipts(desk),
    staff: () => listStaff(desk),
    prepareStaffAddition: (doctor) => prepareStaffAddition(desk, doctor),
    prepareStaffRemoval: (doctor) => prepareStaffRemoval(desk, doctor),
    handovers: (patient) => listHandovers(desk, patient),
    prepareHandOver: (patient, doctor, options) => prepareHandOver(desk, patient, doctor, options),
    beginNewKeys: () => beginNewProviderKeys(desk),
    prepareNewKeys: async (draft, passphrase, options) => {
      const prepared = await prepareNewProviderKeys(desk, vaults, draft, passphrase, options);
      return {
        ...prepared,
        async submit(submitOptions) {
          await prepared.submit(submitOptions);
          const { myKeys } = await openProviderDesk(desk, provider);
          desk = { ...desk, myKeys };
        },
      };
    },
    prepareProfileChange: (profile, evidence, options) =>
      prepareProfileChange(desk, profile, evidence, options),
  };
}
