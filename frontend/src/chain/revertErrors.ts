/**
 * What each custom error of the contracts means for a person. The key is the error's name in
 * Solidity; its code is `chain.` + the same name in kebab case (see `revertCode`). A test
 * compares this table with the interfaces, so a new error can't be forgotten here.
 */
interface Sentence {
  readonly message: string;
  readonly nextStep: string;
}

const reload = "Reload, look at what changed, and try again. Nothing was changed.";
const appFault = "Reload the page and try again; if it stays so, report it as a fault of this app.";

export const revertErrors = {
  // --- Patients ------------------------------------------------------------------------------
  PatientsUnknown: {
    message: "There is no chart with this number on this chain.",
    nextStep: "Check that the code was copied completely and belongs to this chain.",
  },
  PatientsUnknownId: {
    message: "There is no chart with this id on this chain.",
    nextStep: "Check that the code was copied completely and belongs to this chain.",
  },
  PatientsNumberTaken: {
    message: "By chance, another chart has the same short number.",
    nextStep: "Try again: the app picks another number.",
  },
  PatientsTooManyCharts: {
    message: "This account already has as many charts as one account can have.",
    nextStep: "Use another account for the new chart.",
  },
  PatientsTooManyDelegates: {
    message: "No more people can act for this patient.",
    nextStep: "Remove one of them first.",
  },
  PatientsNotController: {
    message: "This account doesn't own the chart.",
    nextStep: "Switch to the account that the chart belongs to.",
  },
  PatientsNotDelegate: {
    message: "This account doesn't act for the patient.",
    nextStep: "Check the account, or reload the list of who may act.",
  },
  PatientsNotAllowed: {
    message: "This account may not do this for the patient.",
    nextStep: "Switch to the patient's account, or ask the patient for this power.",
  },
  PatientsEmptyDigest: {
    message: "The app left out the keys of the chart.",
    nextStep: appFault,
  },
  PatientsKeyDocumentMismatch: {
    message: "The chart's keys were replaced in the meantime.",
    nextStep: reload,
  },
  PatientsKeyVersionExhausted: {
    message: "The keys of this chart were replaced as often as the chart allows.",
    nextStep: "Open a new chart and move the records there.",
  },
  PatientsNoOffer: {
    message: "This chart was not offered to this account.",
    nextStep: "Ask the chart's owner to offer it again, and switch to the right account.",
  },
  PatientsInvalidController: {
    message: "This account can't own the chart.",
    nextStep: "Choose another account.",
  },
  PatientsInvalidDelegate: {
    message: "This account can't act for the patient.",
    nextStep: "Choose another account; it can't be the patient's own.",
  },
  PatientsInvalidPowers: {
    message: "No power, or an unknown one, was chosen.",
    nextStep: "Choose what this person may do.",
  },
  PatientsInvalidUntil: {
    message: "The end date is not in the future.",
    nextStep: "Choose a later date.",
  },
  PatientsAlreadySet: {
    message: "It is already so; there was nothing to change.",
    nextStep: "Nothing needs to be done.",
  },
  // --- Authorities ---------------------------------------------------------------------------
  AuthoritiesUnknown: {
    message: "There is no authority with this number.",
    nextStep: "Choose an authority from the list.",
  },
  AuthoritiesNotActive: {
    message: "This authority is no longer in office.",
    nextStep: "Choose another authority of the same country.",
  },
  AuthoritiesWalletTaken: {
    message: "This account already belongs to an authority.",
    nextStep: "Choose another account.",
  },
  AuthoritiesInvalidWallet: {
    message: "This account can't be an authority's.",
    nextStep: "Choose another account.",
  },
  AuthoritiesInvalidJurisdiction: {
    message: "This is not a country code (ISO 3166-1 numeric).",
    nextStep: "Choose a country from the list.",
  },
  AuthoritiesEmptyDigest: {
    message: "The app left out the authority's profile or keys.",
    nextStep: appFault,
  },
  AuthoritiesNotAuthority: {
    message: "This account is not this authority's.",
    nextStep: "Switch to the authority's account.",
  },
  AuthoritiesKeyDocumentMismatch: {
    message: "The authority's keys were replaced in the meantime.",
    nextStep: reload,
  },
  AuthoritiesAlreadySet: {
    message: "It is already so; there was nothing to change.",
    nextStep: "Nothing needs to be done.",
  },
  AuthoritiesKeyVersionExhausted: {
    message: "The authority's keys were replaced as often as possible.",
    nextStep: "Ask the admin to appoint the authority again.",
  },
  AuthoritiesPageTooLarge: {
    message: "The app asked for too many authorities at once.",
    nextStep: appFault,
  },
  // --- Providers -----------------------------------------------------------------------------
  ProvidersUnknown: {
    message: "There is no provider with this number on this chain.",
    nextStep: "Check that the code was copied completely and belongs to this chain.",
  },
  ProvidersNotProvider: {
    message: "This account is not this provider's.",
    nextStep: "Switch to the provider's account.",
  },
  ProvidersNotAuthority: {
    message: "This account is not the authority in charge of this provider.",
    nextStep: "Switch to the account of the authority in charge.",
  },
  ProvidersAuthorityStillActive: {
    message: "The provider's own authority is still in office, so nobody can take it over.",
    nextStep: "Leave it to the authority in charge.",
  },
  ProvidersOtherJurisdiction: {
    message: "This provider belongs to another country than this authority.",
    nextStep: "Leave it to an authority of the provider's country.",
  },
  ProvidersInvalidAuthority: {
    message: "This authority can't be chosen: it doesn't exist or is no longer in office.",
    nextStep: "Choose another authority from the list.",
  },
  ProvidersInvalidKind: {
    message: "This kind of provider can't be chosen here.",
    nextStep: "Choose another kind.",
  },
  ProvidersInvalidWallet: {
    message: "This account can't be a provider's.",
    nextStep: "Choose another account.",
  },
  ProvidersInvalidUntil: {
    message: "The end date of the verification is not in the future.",
    nextStep: "Choose a later date.",
  },
  ProvidersEmptyDigest: {
    message: "The app left out the profile, the keys or the evidence.",
    nextStep: appFault,
  },
  ProvidersWalletTaken: {
    message: "This account already belongs to a provider.",
    nextStep: "Use another account, or continue as that provider.",
  },
  ProvidersStatus: {
    message: "The provider's status doesn't allow this.",
    nextStep: "Reload the provider and look at its status.",
  },
  ProvidersTupleMismatch: {
    message: "The provider changed its account, kind or profile in the meantime.",
    nextStep: "Reload the application, check it again, then verify.",
  },
  ProvidersDigestMismatch: {
    message: "The provider's profile or keys were replaced in the meantime.",
    nextStep: reload,
  },
  ProvidersAlreadySet: {
    message: "It is already so; there was nothing to change.",
    nextStep: "Nothing needs to be done.",
  },
  ProvidersKeyVersionExhausted: {
    message: "The provider's keys were replaced as often as possible.",
    nextStep: "Apply again from another account.",
  },
  ProvidersNoWalletReplacement: {
    message: "No move to this account is waiting.",
    nextStep: "Start the move again from the old account, or ask the authority to.",
  },
  ProvidersTooEarly: {
    message: "The waiting time for this move has not passed yet.",
    nextStep: "Try again after the date shown in the details.",
  },
  ProvidersInvalidCursor: {
    message: "The list changed while it was being read.",
    nextStep: "Reload the list.",
  },
  ProvidersPageTooLarge: {
    message: "The app asked for too many providers at once.",
    nextStep: appFault,
  },
  // --- Staff ---------------------------------------------------------------------------------
  StaffNotOrganization: {
    message: "This account is not the organization's, nor this doctor's.",
    nextStep: "Switch to the organization's account.",
  },
  StaffOrganizationNotVerified: {
    message: "The organization is not verified right now.",
    nextStep: "Ask its authority to verify it.",
  },
  StaffInvalidOrganization: {
    message: "Only hospitals and organizations have staff.",
    nextStep: "Choose a hospital or an organization.",
  },
  StaffInvalidDoctor: {
    message: "Only a doctor who is verified right now can join the staff.",
    nextStep: "Check the doctor's verification.",
  },
  StaffAlreadyMember: {
    message: "This doctor already belongs to the staff.",
    nextStep: "Nothing needs to be done.",
  },
  StaffNotMember: {
    message: "This doctor doesn't belong to the staff.",
    nextStep: "Reload the staff list.",
  },
  StaffPageTooLarge: {
    message: "The app asked for too many staff members at once.",
    nextStep: appFault,
  },
  // --- HealthRecords -------------------------------------------------------------------------
  HealthRecordsAccessDenied: {
    message: "This account may not see this part of the chart.",
    nextStep: "Ask the patient for access, or check that you use the right account.",
  },
  HealthRecordsNotProvider: {
    message: "This account is neither the provider's nor its staff's.",
    nextStep: "Switch to the provider's account.",
  },
  HealthRecordsProviderNotVerified: {
    message: "The provider is not verified right now.",
    nextStep: "Wait until its authority has verified it, then try again.",
  },
  HealthRecordsInvalidProvider: {
    message: "This provider can't be given access to a chart.",
    nextStep: "Choose a doctor, hospital or another provider of care.",
  },
  HealthRecordsNothingToAdd: {
    message: "There was no record to add.",
    nextStep: "Choose at least one file.",
  },
  HealthRecordsInvalidCompartment: {
    message: "There is no such part in this chart.",
    nextStep: "Choose another part.",
  },
  HealthRecordsEmptyDigest: {
    message: "The app left out the address of a document.",
    nextStep: appFault,
  },
  HealthRecordsStaleEpoch: {
    message: "The chart's keys moved on while this was being prepared.",
    nextStep: "Try again: the app prepares it with the new keys. Nothing was changed.",
  },
  HealthRecordsStaleGeneration: {
    message: "The chart has new main keys since this was prepared.",
    nextStep: "Unlock the newest keys and try again. Nothing was changed.",
  },
  HealthRecordsEpochExhausted: {
    message: "The keys of this part were changed as often as one set of main keys allows.",
    nextStep: "Make new main keys in Settings, then try again.",
  },
  HealthRecordsGenerationExhausted: {
    message: "The main keys of this chart were replaced as often as the chart allows.",
    nextStep: "Open a new chart and move the records there.",
  },
  HealthRecordsCompartmentFull: {
    message: "This part is full (16,383 records).",
    nextStep: "Add the record to another part.",
  },
  HealthRecordsNoSuchRecord: {
    message: "The record to be amended doesn't exist.",
    nextStep: reload,
  },
  HealthRecordsInvalidTerms: {
    message: "Nothing was chosen to share, or no purpose was given.",
    nextStep: "Choose at least one part and a purpose.",
  },
  HealthRecordsInvalidExpiry: {
    message: "The end date is not in the future.",
    nextStep: "Choose a later date.",
  },
  HealthRecordsInvalidLapse: {
    message: "A request can stay open until a future date, for 90 days at most.",
    nextStep: "Choose an earlier date.",
  },
  HealthRecordsStaleKeyVersion: {
    message: "The provider replaced its keys while this was being prepared.",
    nextStep: "Check the provider's new keys and share again. Nothing was changed.",
  },
  HealthRecordsStaleSheet: {
    message: "Something else was shared or stopped while this was being prepared.",
    nextStep: "Try again: the app prepares it anew. Nothing was changed.",
  },
  HealthRecordsSheetUnchanged: {
    message: "There was nothing to change.",
    nextStep: "Nothing needs to be done.",
  },
  HealthRecordsNoGrant: {
    message: "This provider has no access that could be changed.",
    nextStep: "Reload the list of who has access.",
  },
  HealthRecordsNoRequest: {
    message: "There is no open request of this provider.",
    nextStep: "Reload the requests; it may have been taken back or answered.",
  },
  HealthRecordsRequestLapsed: {
    message: "This request has lapsed: it was not answered in time.",
    nextStep: "Share directly, or ask the provider to request again.",
  },
  HealthRecordsAlreadySet: {
    message: "It is already so; there was nothing to change.",
    nextStep: "Nothing needs to be done.",
  },
  HealthRecordsNothingToGrant: {
    message: "Nobody was named.",
    nextStep: "Choose at least one provider.",
  },
  HealthRecordsNothingToMove: {
    message: "No part was named.",
    nextStep: appFault,
  },
  HealthRecordsNothingToRevoke: {
    message: "Nobody was named.",
    nextStep: "Choose at least one provider.",
  },
  HealthRecordsNotStaff: {
    message: "This doctor doesn't belong to the current staff.",
    nextStep: "Reload the staff list.",
  },
  HealthRecordsTooManyHandovers: {
    message: "This patient's keys were handed to as many doctors as one hospital may hand them to.",
    nextStep:
      "Use a doctor who already has them, or let the doctor ask the patient on the hospital's behalf.",
  },
  HealthRecordsInvalidCursor: {
    message: "The list changed while it was being read.",
    nextStep: "Reload the list.",
  },
  HealthRecordsPageTooLarge: {
    message: "The app asked for too much at once.",
    nextStep: appFault,
  },
  // --- Receipts ------------------------------------------------------------------------------
  ReceiptsEmpty: {
    message: "This receipt lists nothing.",
    nextStep: appFault,
  },
  ReceiptsMalformedRecords: {
    message: "The list of opened records is not in order.",
    nextStep: appFault,
  },
  ReceiptsInvalidPeriod: {
    message: "The receipt's times are impossible.",
    nextStep: "Check this device's clock.",
  },
  ReceiptsUnknownProvider: {
    message: "The receipt names a provider that doesn't exist.",
    nextStep: appFault,
  },
  ReceiptsBadSignature: {
    message: "The receipt was not signed by the provider or by a doctor of its current staff.",
    nextStep: "Sign it with the account that opened the records.",
  },
  ReceiptsAlreadyLogged: {
    message: "This receipt is already on the chain.",
    nextStep: "Nothing needs to be done.",
  },
  ReceiptsTooOld: {
    message: "This receipt is too old: many newer ones were sent before it.",
    nextStep: "Sign it again under a new number.",
  },
  // --- PatientRelay --------------------------------------------------------------------------
  PatientRelayExpired: {
    message: "The signed order has expired.",
    nextStep: "Ask the patient to sign it again.",
  },
  PatientRelayBadSignature: {
    message: "The order was not signed by this account for this chain, or it was altered.",
    nextStep: "Ask the patient to sign it again on this chain.",
  },
  PatientRelayAlreadyConnected: {
    message: "The relay is already set up.",
    nextStep: "Nothing needs to be done.",
  },
  PatientRelayNotDeployer: {
    message: "Only the account that deployed the relay can set it up.",
    nextStep: "Use the deployer's account.",
  },
  PatientRelayNotConnected: {
    message: "The relay is not set up yet.",
    nextStep: "Finish the deployment first.",
  },
  PatientRelayInvalidTarget: {
    message: "The relay was given something that is not a contract.",
    nextStep: "Check the addresses of the deployment.",
  },
  // --- OpenZeppelin's, as far as people can meet them ------------------------------------------
  InvalidAccountNonce: {
    message: "This signed order was already used, or an earlier one is still missing.",
    nextStep: "Ask the patient to sign it again.",
  },
  AccessControlUnauthorizedAccount: {
    message: "Only the admin may do this.",
    nextStep: "Switch to the admin's account.",
  },
  AccessControlEnforcedDefaultAdminDelay: {
    message: "The waiting time for the new admin has not passed yet.",
    nextStep: "Try again after the waiting time.",
  },
  AccessControlEnforcedDefaultAdminRules: {
    message: "The admin changes hands in two steps only.",
    nextStep: "Start the transfer, wait, and let the new admin accept.",
  },
  AccessControlInvalidDefaultAdmin: {
    message: "This account can't become the admin.",
    nextStep: "Choose the account that the transfer was started for.",
  },
} as const satisfies Record<string, Sentence>;

export type RevertName = keyof typeof revertErrors;

/** HealthRecordsStaleEpoch -> chain.health-records-stale-epoch */
export type RevertCode = `chain.${string}`;

export function revertCode(name: RevertName): RevertCode {
  return `chain.${name.replace(/(?!^)([A-Z])/g, "-$1").toLowerCase()}`;
}
