import { openOwnChart } from "../charts/openOwnChart.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import { countCopies, republishCopies } from "../documents/copies.ts";
import { UseCaseError } from "../errors.ts";
import type { LocalVaults } from "../identity/localVaults.ts";
import type { DelegatePower } from "../model.ts";
import { myCode, readScannedCode } from "../people/myCode.ts";
import type { PatientApp } from "../useCases.ts";
import { listDoctors, listHospitals, listInbox } from "./accessLists.ts";
import { nameDelegate, readDelegateNames } from "./delegateNames.ts";
import { listDelegates, prepareDelegate, prepareDelegateRemoval } from "./delegates.ts";
import { beginNewKeys, prepareNewKeys } from "./newKeys.ts";
import { prepareDenial, prepareRenewal } from "./prepareAnswer.ts";
import { prepareGrant } from "./prepareGrant.ts";
import { prepareKeyDocumentRestore } from "./prepareKeyDocumentRestore.ts";
import { listLapsed, prepareKeyRefresh, readRefreshNeeded } from "./prepareKeyRefresh.ts";
import { prepareOrderCancellation } from "./prepareOrderCancellation.ts";
import { prepareRecords } from "./prepareRecords.ts";
import { prepareReencryption } from "./prepareReencryption.ts";
import { prepareRevocation } from "./prepareRevocation.ts";
import { TraceReader } from "./readTrace.ts";
import { compartmentViews, listRecords, openRecord } from "./records.ts";

export function createPatientApp(opened: PatientChart, vaults: LocalVaults): PatientApp {
  let chart = opened;
  const { patient, patientId, people, session, ports } = chart;
  const trace = new TraceReader(chart);
  return {
    role: "patient",
    patientId,
    patient,
    details: chart.details,
    hasCode: chart.controller !== undefined,
    code: (base) =>
      myCode({ ports, wallet: chart.controller ?? chart.wallet }, base, { patientId }),
    readCode: (text) => readScannedCode(chart, text),
    copies: () => countCopies(chart),
    republish: (options) => republishCopies(chart, options),

    compartments: () => compartmentViews(chart),
    records: (options) => listRecords(chart, options),
    prepareRecords: (files, options) => prepareRecords(chart, files, options),
    openRecord: (ref, options) => openRecord(chart, ref, options),

    provider: (number) => people.readProvider(number),
    doctors: () => listDoctors(chart),
    hospitals: () => listHospitals(chart),
    inbox: () => listInbox(chart),
    prepareGrant: (provider, terms, options) =>
      prepareGrant(chart, "grant", provider, terms, options),
    prepareApproval: (provider, terms, options) =>
      prepareGrant(chart, "approve", provider, terms, options),
    prepareDenial: (provider) => prepareDenial(chart, provider),
    prepareRenewal: (provider, expiresAt) => prepareRenewal(chart, provider, expiresAt),
    prepareRevocation: (providers, options) => prepareRevocation(chart, providers, options),
    lapsed: () => listLapsed(chart),
    refreshNeeded: () => readRefreshNeeded(chart),
    prepareKeyRefresh: (options) => prepareKeyRefresh(chart, options),
    prepareReencryption: (refs, options) => prepareReencryption(chart, refs, options),

    trace: (options) => trace.read(options),

    delegates: () => listDelegates(chart),
    prepareDelegate: (delegate, options) => prepareDelegate(chart, delegate, options),
    delegateNames: () => readDelegateNames(chart),
    nameDelegate: (account, name) => nameDelegate(chart, account, name),
    prepareDelegateRemoval: (account, options) => prepareDelegateRemoval(chart, account, options),

    prepareOrderCancellation: () => prepareOrderCancellation(ports),
    keysReplaced: () => chart.keysReplaced,
    prepareKeyDocumentRestore: async (options) => {
      const prepared = await prepareKeyDocumentRestore(chart, options);
      return {
        ...prepared,
        async submit(submitOptions) {
          await prepared.submit(submitOptions);
          const { myKeys } = await openOwnChart(chart, patient);
          chart = { ...chart, myKeys, keysReplaced: undefined };
        },
      };
    },

    holdsMainKeys: chart.states === "own",
    actingWith: chart.powers?.filter((power): power is DelegatePower => power !== "managing"),
    beginNewKeys: () => beginNewKeys(chart),
    prepareNewKeys: async (draft, passphrase, options) => {
      const prepared = await prepareNewKeys(chart, vaults, draft, passphrase, options);
      return {
        ...prepared,
        async submit(submitOptions) {
          await prepared.submit(submitOptions);
          // From here on the person goes by their new keys, and still opens what the old ones do.
          const { myKeys } = await openOwnChart(chart, patient);
          chart = { ...chart, myKeys };
        },
      };
    },

    async recoverySheet(passphrase) {
      const vault = await vaults.find("patient", patient);
      if (vault === undefined) throw new UseCaseError("usecases.no-vault");
      // Somebody at an unlocked screen isn't necessarily the owner: the passphrase is asked anew.
      const proof = await ports.crypto.unlockSession(vault, passphrase);
      await proof.lock();
      const { words, code } = await session.recoverySheet();
      return { words, sheetCode: code };
    },
  };
}
