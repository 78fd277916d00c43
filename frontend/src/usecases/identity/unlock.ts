import type { CryptoSession, Recovery } from "../../crypto/crypto.ts";
import { type KeyDocument, parseKeyDocument } from "../../crypto/documents/keyDocument.ts";
import { sameBytes } from "../../crypto/primitives/bytes.ts";
import type { Digest, Generation, PatientNumber } from "../../domain/brand.ts";
import { type AuthorityDesk, openAuthorityDesk } from "../authority/authorityDesk.ts";
import { findDisplacedKeys } from "../charts/displacedKeys.ts";
import { openDelegatedChart } from "../charts/openDelegatedChart.ts";
import { isAboutKeys, openManagedChart, openOwnChart } from "../charts/openOwnChart.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { Role } from "../model.ts";
import { openProviderDesk, type ProviderDesk } from "../provider/providerDesk.ts";
import type { WithProgress } from "../useCases.ts";
import type { Workspace } from "../workspace.ts";
import type { LocalVaults } from "./localVaults.ts";

/** Throws usecases.no-vault, crypto.wrong-passphrase, crypto.corrupted-vault. */
async function unlock(
  { ports }: Workspace,
  vaults: LocalVaults,
  role: Role,
  passphrase: string,
  patient?: PatientNumber,
): Promise<CryptoSession> {
  const vault = await vaults.find(role, patient);
  if (vault === undefined) throw new UseCaseError("usecases.no-vault");
  return ports.crypto.unlockSession(vault, passphrase);
}

/** `open` with the session; a session that opens nothing is locked again at once. */
async function openOrLock<T>(
  session: CryptoSession,
  open: (session: CryptoSession) => Promise<T>,
): Promise<T> {
  try {
    return await open(session);
  } catch (error) {
    await session.lock();
    throw error;
  }
}

/** One's own chart. Throws usecases.no-chart, usecases.choose-chart. */
export async function unlockOwnChart(
  workspace: Workspace,
  vaults: LocalVaults,
  passphrase: string,
  patient?: PatientNumber,
): Promise<PatientChart> {
  const number = await chooseChart(workspace, vaults, patient);
  const session = await unlock(workspace, vaults, "patient", passphrase, number);
  return openOrLock(session, () => openOwnChart({ ...workspace, session }, number));
}

/**
 * One's own chart, or the chart of a patient for whom one acts: the second with the keys of one's
 * own, unless this browser holds the patient's seed (a managing delegate's).
 */
export async function unlockChart(
  workspace: Workspace,
  vaults: LocalVaults,
  passphrase: string,
  patient?: PatientNumber,
): Promise<PatientChart> {
  if (patient !== undefined) {
    const charts = await workspace.ports.reader.patientsOf(workspace.wallet);
    if (!charts.includes(patient)) {
      if ((await vaults.find("patient", patient)) !== undefined) {
        const session = await unlock(workspace, vaults, "patient", passphrase, patient);
        return openOrLock(session, () => openManagedChart({ ...workspace, session }, patient));
      }
      const own = await unlockOwnChart(workspace, vaults, passphrase);
      return openOrLock(own.session, () => openDelegatedChart(own, patient));
    }
  }
  return unlockOwnChart(workspace, vaults, passphrase, patient);
}

async function chooseChart(
  { ports, wallet }: Workspace,
  vaults: LocalVaults,
  wanted: PatientNumber | undefined,
): Promise<PatientNumber> {
  const charts = await ports.reader.patientsOf(wallet);
  if (wanted !== undefined) {
    if (charts.includes(wanted)) return wanted;
    throw new UseCaseError("usecases.no-chart");
  }
  if (charts.length === 0) throw new UseCaseError("usecases.no-chart");
  const here: PatientNumber[] = [];
  for (const chart of charts) {
    if ((await vaults.find("patient", chart)) !== undefined) here.push(chart);
  }
  const [only, another] = here.length === 0 ? charts : here;
  if (only === undefined || another !== undefined) throw new UseCaseError("usecases.choose-chart");
  return only;
}

export async function unlockProvider(
  workspace: Workspace,
  vaults: LocalVaults,
  passphrase: string,
): Promise<ProviderDesk> {
  const number = await workspace.ports.reader.findProviderNumberOf(workspace.wallet);
  if (number === undefined) throw new UseCaseError("usecases.not-a-provider");
  const session = await unlock(workspace, vaults, "provider", passphrase);
  return openOrLock(session, () => openProviderDesk({ ...workspace, session }, number));
}

export async function unlockAuthority(
  workspace: Workspace,
  vaults: LocalVaults,
  passphrase: string,
): Promise<AuthorityDesk> {
  const number = await workspace.ports.reader.findAuthorityNumberOf(workspace.wallet);
  if (number === undefined) throw new UseCaseError("usecases.not-an-authority");
  const session = await unlock(workspace, vaults, "authority", passphrase);
  return openOrLock(session, () => openAuthorityDesk({ ...workspace, session }, number));
}

// --- From the sheet --------------------------------------------------------------------------

/** 24 words, or the text of the sheet's QR code. */
function readRecovery(sheet: string): Recovery {
  const text = sheet.trim();
  return /^HRS\d+:/.test(text) ? { kind: "code", code: text } : { kind: "words", words: text };
}

/**
 * The chart that the sheet opens, among those of this wallet (or `patient`, whom a managing
 * delegate was given the sheet of). Needs the chain and IPFS, nothing of the lost browser. Throws crypto.recovery-..., usecases.no-chart, usecases.sheet-mismatch.
 */
export async function restoreChart(
  workspace: Workspace,
  vaults: LocalVaults,
  sheet: string,
  passphrase: string,
  { onProgress, patient }: WithProgress & { patient?: PatientNumber } = {},
): Promise<PatientChart> {
  const { ports, wallet } = workspace;
  const own = await ports.reader.patientsOf(wallet);
  const managed = patient === undefined || own.includes(patient) ? [] : [patient];
  const charts = [...own, ...managed];
  // Whether the words are right is said first: it doesn't depend on the chain.
  const recovery = readRecovery(sheet);
  const probe = await ports.crypto.restoreSession(recovery, 1 as Generation);
  await probe.lock();
  if (charts.length === 0) throw new UseCaseError("usecases.no-chart");
  for (const [index, number] of charts.entries()) {
    onProgress?.(index / charts.length, "finding");
    const { keyDocument } = await ports.reader.patientByNumber(number);
    const session = await findOwnSession(workspace, recovery, number, keyDocument);
    if (session === undefined) continue;
    return openOrLock(session, async () => {
      const open = own.includes(number) ? openOwnChart : openManagedChart;
      const chart = await open({ ...workspace, session }, number);
      await vaults.set("patient", await session.sealLocalVault(passphrase), number);
      onProgress?.(1, "ready");
      return chart;
    });
  }
  throw new UseCaseError("usecases.sheet-mismatch");
}

/** By the key document on chain or, where somebody else put that there, the patient's own. */
async function findOwnSession(
  workspace: Workspace,
  recovery: Recovery,
  patient: PatientNumber,
  current: Digest,
): Promise<CryptoSession | undefined> {
  const find = async (keyDocument: Digest) => {
    const document = parseKeyDocument(await workspace.documents.read(keyDocument));
    return findSession(workspace, recovery, document);
  };
  let failure: unknown;
  try {
    const session = await find(current);
    if (session !== undefined) return session;
  } catch (error) {
    if (!isAboutKeys(error)) throw error;
    failure = error;
  }
  const displaced = await findDisplacedKeys(workspace, patient, current);
  for (const keyDocument of displaced?.own ?? []) {
    try {
      const session = await find(keyDocument);
      if (session !== undefined) return session;
    } catch (error) {
      if (!isAboutKeys(error)) throw error;
    }
  }
  if (failure !== undefined) throw failure;
  return undefined;
}

export async function restoreProvider(
  workspace: Workspace,
  vaults: LocalVaults,
  sheet: string,
  passphrase: string,
): Promise<ProviderDesk> {
  const number = await workspace.ports.reader.findProviderNumberOf(workspace.wallet);
  if (number === undefined) throw new UseCaseError("usecases.not-a-provider");
  const { keyDocument } = await workspace.ports.reader.providerByNumber(number);
  const session = await restoreSession(workspace, sheet, keyDocument);
  return openOrLock(session, async () => {
    const desk = await openProviderDesk({ ...workspace, session }, number);
    await vaults.set("provider", await session.sealLocalVault(passphrase));
    return desk;
  });
}

export async function restoreAuthority(
  workspace: Workspace,
  vaults: LocalVaults,
  sheet: string,
  passphrase: string,
): Promise<AuthorityDesk> {
  const number = await workspace.ports.reader.findAuthorityNumberOf(workspace.wallet);
  if (number === undefined) throw new UseCaseError("usecases.not-an-authority");
  const { keyDocument } = await workspace.ports.reader.authorityByNumber(number);
  if (keyDocument === undefined) throw new UseCaseError("usecases.no-vault");
  const session = await restoreSession(workspace, sheet, keyDocument);
  return openOrLock(session, async () => {
    const desk = await openAuthorityDesk({ ...workspace, session }, number);
    await vaults.set("authority", await session.sealLocalVault(passphrase));
    return desk;
  });
}

async function restoreSession(
  workspace: Workspace,
  sheet: string,
  keyDocument: Digest,
): Promise<CryptoSession> {
  const document = parseKeyDocument(await workspace.documents.read(keyDocument));
  const session = await findSession(workspace, readRecovery(sheet), document);
  if (session === undefined) throw new UseCaseError("usecases.sheet-mismatch");
  return session;
}

/** `undefined` where the sheet is of other keys than the document's. */
async function findSession(
  { ports }: Workspace,
  recovery: Recovery,
  document: KeyDocument,
): Promise<CryptoSession | undefined> {
  const session = await ports.crypto.restoreSession(recovery, document.generation);
  const { publicKey } = await session.identity(document.generation);
  if (sameBytes(publicKey, document.publicKey)) return session;
  await session.lock();
  return undefined;
}
