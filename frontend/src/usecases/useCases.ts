/**
 * What the screens and scripts can do: one interface per role. `createUseCases(ports)` (in
 * createUseCases.ts) implements `Doorstep`; unlocking hands out the role's own interface. Every
 * method is a use case in a file of its own under patient/, provider/, authority/, identity/.
 * `prepare...` seals and uploads, then returns what the wallet has to confirm; nothing is on the
 * chain before `submit`. Everything takes an AbortSignal where it may take long, throws only
 * HealthRecordsError, and loses nothing that was typed.
 */
import type {
  Address,
  AuthorityNumber,
  Compartment,
  PatientId,
  PatientNumber,
  ProviderNumber,
} from "../domain/brand.ts";
import type { TypicalTask } from "../domain/typicalGas.ts";
import type {
  AccessView,
  AuthorityView,
  CompartmentView,
  DelegatePower,
  DelegateView,
  FileProgress,
  FileToAdd,
  OpenedRecord,
  PersonDetails,
  Prepared,
  ProviderKindName,
  ProviderProfile,
  ProviderView,
  PurposeName,
  RecordView,
  Role,
  Standing,
  TermsView,
  TraceEntry,
  VaultState,
} from "./model.ts";

export interface Cancellable {
  readonly signal?: AbortSignal;
}
/** For long charts: `compartments` says how many records there are in all. */
export interface NewestOnly {
  /** At most so many of each drawer, its newest. */
  readonly newestPerDrawer?: number;
}
export interface WithProgress extends Cancellable {
  /** 0..1, with a word for the step. */
  readonly onProgress?: (fraction: number, step: string) => void;
}

/** Keys made, nothing published yet. The words are shown once and checked before going on. */
export interface SetUpDraft {
  /** The recovery sheet: 24 words. */
  readonly words: readonly string[];
  /** The same as text for a QR code on the printed sheet. Never put in a link or a log. */
  readonly sheetCode: string;
  /** Which two words to ask for, counting from 1. */
  readonly checkPositions: readonly [number, number];
  checkWords(first: string, second: string): boolean;
  /** Wipes the keys when the person gives up. */
  discard(): void;
}

/** What a scanned, pasted or typed code turned out to be. */
export type ScannedCode =
  | { readonly is: "provider"; readonly provider: ProviderView }
  | { readonly is: "patient"; readonly patient: PatientNumber; readonly patientId: PatientId };

/** Before anything is unlocked. One per connected wallet and chain. */
export interface Doorstep {
  readonly chainId: number;
  readonly wallet: Address;
  readStanding(): Promise<Standing>;
  vaultState(role: Role): Promise<VaultState>;
  authorities(): Promise<readonly AuthorityView[]>;

  beginSetUp(): Promise<SetUpDraft>;
  prepareRegistration(
    draft: SetUpDraft,
    details: PersonDetails,
    passphrase: string,
    options?: WithProgress,
  ): Promise<SponsorablePrepared<PatientApp>>;
  prepareApplication(
    draft: SetUpDraft,
    application: {
      kind: ProviderKindName;
      authority: AuthorityNumber;
      profile: ProviderProfile;
      /** The licence or another proof, sealed so that only the authority opens it. */
      evidence: { file: Blob; fileName: string };
    },
    passphrase: string,
    options?: WithProgress,
  ): Promise<Prepared<ProviderApp>>;
  /** The authority was appointed by the admin; here it makes and publishes its keys. */
  prepareAuthoritySetUp(
    draft: SetUpDraft,
    passphrase: string,
    options?: WithProgress,
  ): Promise<Prepared<AuthorityApp>>;

  /**
   * From the 24 words or the sheet's code, on a browser that knows nothing yet. `patient` is for
   * a managing delegate, who was given the sheet of a chart that this wallet doesn't control.
   */
  restore(
    role: Role,
    sheet: string,
    passphrase: string,
    options?: WithProgress & { patient?: PatientNumber },
  ): Promise<PatientApp | ProviderApp | AuthorityApp>;
  /** Also the chart of a patient for whom this wallet acts (`Standing.delegateOf`). */
  unlockPatient(passphrase: string, patient?: PatientNumber): Promise<PatientApp>;
  unlockProvider(passphrase: string): Promise<ProviderApp>;
  unlockAuthority(passphrase: string): Promise<AuthorityApp>;
  /** Forgets every key in memory. */
  lock(): Promise<void>;

  /** The chain's newest block: when it is another one, lists may have changed. */
  newestBlock(): Promise<number>;

  /** About what a task costs, in wei, before anything is sealed for it. */
  typicalFee(task: TypicalTask): Promise<bigint>;

  /** Carries out what a patient signed, at this wallet's cost. */
  prepareRelayedOrder(signedOrder: string): Promise<Prepared<void>>;
}

interface App {
  /** The text of this person's QR code: a link into the app at `base`. */
  code(base: string): string;
  readCode(text: string): Promise<ScannedCode>;
  /** Encrypted copies kept in this browser, and putting back what the IPFS node lost. */
  copies(): Promise<{ documents: number; bytes: number }>;
  republish(options?: WithProgress): Promise<{ republished: number; stillMissing: number }>;
}

export interface PatientApp extends App {
  readonly role: "patient";
  readonly patientId: PatientId;
  readonly patient: PatientNumber;
  readonly details: PersonDetails;

  compartments(): Promise<readonly CompartmentView[]>;
  /** Newest first; ones that can't be opened say why. */
  records(options?: Cancellable & NewestOnly): Promise<readonly RecordView[]>;
  prepareRecords(
    files: readonly FileToAdd[],
    options?: Cancellable & { onProgress?: (progress: FileProgress) => void },
  ): Promise<SponsorablePrepared<readonly number[]>>;
  openRecord(ref: number, options?: WithProgress): Promise<OpenedRecord>;

  provider(provider: ProviderNumber): Promise<ProviderView>;
  doctors(): Promise<readonly AccessView[]>;
  hospitals(): Promise<readonly AccessView[]>;
  inbox(): Promise<readonly AccessView[]>;
  /** Also re-seals after a provider changed its keys, and widens or narrows a grant. */
  prepareGrant(
    provider: ProviderNumber,
    terms: TermsView,
    options?: WithProgress,
  ): Promise<SponsorablePrepared>;
  prepareApproval(
    provider: ProviderNumber,
    terms: TermsView,
    options?: WithProgress,
  ): Promise<SponsorablePrepared>;
  prepareDenial(provider: ProviderNumber): Promise<SponsorablePrepared>;
  prepareRenewal(provider: ProviderNumber, expiresAt: number): Promise<SponsorablePrepared>;
  prepareRevocation(
    providers: readonly ProviderNumber[],
    options?: WithProgress,
  ): Promise<SponsorablePrepared>;
  /** Where access lapsed by itself: what a next record would need first; undefined when nothing. */
  lapsed(): Promise<readonly { provider: ProviderView; compartments: readonly Compartment[] }[]>;
  /** What `prepareKeyRefresh` would do now; all zero when there is nothing to do. */
  refreshNeeded(): Promise<{
    /** Drawers whose key somebody knows who should not any more. */
    readonly drawers: number;
    /** People with access whose keys are behind. */
    readonly people: number;
    /** Records that were sealed to people and that later readers can't open yet. */
    readonly records: number;
  }>;
  /** Throws usecases.nothing-to-do where everything is up to date. */
  prepareKeyRefresh(options?: WithProgress): Promise<Prepared<void>>;
  /** Re-encrypts old records of these compartments under new keys, as amendments. */
  prepareReencryption(
    refs: readonly number[],
    options?: WithProgress,
  ): Promise<Prepared<readonly number[]>>;

  /** Newest first. `older` continues; `horizon` says how far back this RPC could see. */
  trace(options?: Cancellable & { older?: string }): Promise<{
    entries: readonly TraceEntry[];
    older: string | undefined;
    horizon: number | undefined;
  }>;

  delegates(): Promise<readonly DelegateView[]>;
  prepareDelegate(
    delegate: {
      account: Address;
      powers: readonly DelegatePower[];
      until: number;
      managing: boolean;
      read: readonly Compartment[];
    },
    options?: WithProgress,
  ): Promise<SponsorablePrepared>;
  /** What the patient calls those who act for them, as kept in this browser. */
  delegateNames(): Promise<readonly { readonly account: Address; readonly name: string }[]>;
  /** Keeps in this browser what the patient calls somebody who acts for them; "" forgets it. */
  nameDelegate(account: Address, name: string): Promise<void>;
  prepareDelegateRemoval(account: Address, options?: WithProgress): Promise<Prepared<void>>;

  /** Takes back everything that this wallet signed for others to send and nobody sent yet. */
  prepareOrderCancellation(): Promise<Prepared<void>>;
  /**
   * Set where somebody else's keys stand in the place of the patient's own (`by`: who put them
   * there, where the chain still tells): what others seal to the patient goes to them.
   */
  keysReplaced(): { readonly by: Address | undefined } | undefined;
  /** Puts the patient's own keys back and ends the delegate who replaced them. */
  prepareKeyDocumentRestore(options?: WithProgress): Promise<Prepared<void>>;

  /** What a delegate may do for this patient; `undefined` for the patient, who may do everything. */
  readonly actingWith: readonly DelegatePower[] | undefined;
  /** Whether the patient's own seed opened the chart: the patient, or a managing delegate. */
  readonly holdsMainKeys: boolean;
  /** False where a delegate's app doesn't know the patient's wallet (any more): `code` is no use. */
  readonly hasCode: boolean;

  /**
   * New keys for when somebody else may know the sheet or was a managing delegate: shows the new
   * sheet first (checked like the first one), then publishes. Everybody who stays is sealed anew.
   */
  beginNewKeys(): Promise<SetUpDraft>;
  prepareNewKeys(
    draft: SetUpDraft,
    passphrase: string,
    options?: WithProgress,
  ): Promise<Prepared<void>>;

  /** The 24 words again, after the passphrase. */
  recoverySheet(passphrase: string): Promise<{ words: readonly string[]; sheetCode: string }>;
}

/** What the patient can also sign for someone else to send and pay for. */
export interface SponsorablePrepared<T = void> extends Prepared<T> {
  /** Text to hand to the sponsor; holds no secret. */
  sign(options?: Cancellable): Promise<string>;
}

/** A patient's chart as a provider may see it. */
export interface GrantedChart {
  readonly patient: PatientNumber;
  readonly details: PersonDetails;
  readonly terms: TermsView;
  readonly compartments: readonly CompartmentView[];
  readonly records: readonly RecordView[];
  /** The organization on whose behalf it is opened. */
  readonly onBehalfOf: ProviderView | undefined;
}

export interface ProviderApp extends App {
  readonly role: "provider";
  readonly provider: ProviderNumber;
  readonly kind: ProviderKindName;

  me(): Promise<ProviderView>;
  /** Pending, live and ended, newest first; for a doctor also the hospitals' they serve. */
  patients(onBehalfOf?: ProviderNumber): Promise<readonly AccessView[]>;
  organizations(): Promise<readonly ProviderView[]>;
  prepareRequest(
    patient: PatientNumber,
    wish: {
      /**
       * "everything" asks with every bit set: a provider can't know which drawer is which, since
       * numbers are shuffled per chart. The patient's app reads it as "what you would usually
       * share" and leaves sensitive compartments off until the patient switches them on.
       */
      read: readonly Compartment[] | "everything";
      write: readonly Compartment[] | "everything" | "none";
      purpose: PurposeName;
      expiresAt: number;
      lapsesAt: number;
      onBehalfOf?: ProviderNumber;
    },
  ): Promise<Prepared<void>>;
  prepareWithdrawal(patient: PatientNumber, onBehalfOf?: ProviderNumber): Promise<Prepared<void>>;
  openChart(
    patient: PatientNumber,
    options?: WithProgress & NewestOnly & { onBehalfOf?: ProviderNumber },
  ): Promise<GrantedChart>;
  /** Opens and notes it for the session's receipt. */
  openRecord(
    patient: PatientNumber,
    ref: number,
    options?: WithProgress & { onBehalfOf?: ProviderNumber },
  ): Promise<OpenedRecord>;
  prepareRecords(
    patient: PatientNumber,
    files: readonly FileToAdd[],
    options?: Cancellable & {
      onBehalfOf?: ProviderNumber;
      onProgress?: (progress: FileProgress) => void;
    },
  ): Promise<Prepared<readonly number[]>>;

  /** Openings not yet reported; kept encrypted in this browser until sent. */
  unsentReceipts(): Promise<
    readonly {
      patient: PatientNumber;
      count: number;
      from: number;
      until: number;
      /** Opened for an organization that one has left since: it takes no receipt any more. */
      undeliverable: boolean;
    }[]
  >;
  /** Sends what can be sent; `facts.undeliverable` says how many are dropped with it. */
  prepareReceipts(): Promise<Prepared<void>>;

  staff(): Promise<readonly { doctor: ProviderView; since: number; current: boolean }[]>;
  prepareStaffAddition(doctor: ProviderNumber): Promise<Prepared<void>>;
  prepareStaffRemoval(doctor: ProviderNumber): Promise<Prepared<void>>;
  handovers(
    patient: PatientNumber,
  ): Promise<readonly { doctor: ProviderView; current: boolean; upToDate: boolean }[]>;
  prepareHandOver(
    patient: PatientNumber,
    doctor: ProviderNumber,
    options?: WithProgress,
  ): Promise<Prepared<void>>;

  /** New keys. Patients are shown the change before their apps seal to them again. */
  beginNewKeys(): Promise<SetUpDraft>;
  prepareNewKeys(
    draft: SetUpDraft,
    passphrase: string,
    options?: WithProgress,
  ): Promise<Prepared<void>>;

  prepareProfileChange(
    profile: ProviderProfile,
    evidence: { file: Blob; fileName: string },
    options?: WithProgress,
  ): Promise<Prepared<void>>;
}

export interface AuthorityApp extends App {
  readonly role: "authority";
  readonly authority: AuthorityNumber;
  me(): Promise<AuthorityView>;
  /** Everyone who applied here, newest first. */
  providers(): Promise<readonly ProviderView[]>;
  /** Those of this country whose authority was removed, and whom this one can take over. */
  leftBehind(): Promise<readonly ProviderView[]>;
  prepareTakeOver(provider: ProviderNumber): Promise<Prepared<void>>;
  openEvidence(
    provider: ProviderNumber,
    options?: WithProgress,
  ): Promise<{ fileName: string; blob: Blob }>;
  /** Verifies exactly what `seen` shows: wallet, kind and profile. */
  prepareVerification(seen: ProviderView, until: number): Promise<Prepared<void>>;
  prepareSuspension(provider: ProviderNumber): Promise<Prepared<void>>;
  prepareReinstatement(provider: ProviderNumber): Promise<Prepared<void>>;
  prepareProviderRevocation(provider: ProviderNumber): Promise<Prepared<void>>;
}
