import type { Patient } from "../../chain/chainState.ts";
import type { CryptoSession, MyKey } from "../../crypto/crypto.ts";
import { type KeyDocument, parseKeyDocument } from "../../crypto/documents/keyDocument.ts";
import { CryptoError } from "../../crypto/errors.ts";
import { sameBytes } from "../../crypto/primitives/bytes.ts";
import type { Digest, PatientNumber } from "../../domain/brand.ts";
import { isIpfsError } from "../../ipfs/errors.ts";
import { UseCaseError } from "../errors.ts";
import { readNotedController } from "../identity/notedDelegations.ts";
import type { UnlockedWorkspace } from "../workspace.ts";
import { ChartHistory } from "./chartHistory.ts";
import { findDisplacedKeys } from "./displacedKeys.ts";
import { drawersFrom } from "./drawers.ts";
import { rememberOwnKeys } from "./ownKeys.ts";
import { chartContext, type PatientChart } from "./patientChart.ts";

/**
 * From the seed and the chain alone: chart -> key document -> vault -> private profile. Throws
 * usecases.sheet-mismatch where the seed is another chart's or an earlier generation's. Where
 * somebody else replaced the key document, the patient's own earlier one opens the chart.
 */
export async function openOwnChart(
  workspace: UnlockedWorkspace,
  number: PatientNumber,
): Promise<PatientChart> {
  const patient = await workspace.ports.reader.patientByNumber(number);
  try {
    return await openWith(workspace, patient, patient);
  } catch (error) {
    if (!isAboutKeys(error)) throw error;
    const displaced = await findDisplacedKeys(workspace, number, patient.keyDocument);
    for (const keyDocument of displaced?.own ?? []) {
      const chart = await openEarlier(workspace, patient, keyDocument);
      if (chart !== undefined) return { ...chart, keysReplaced: { by: displaced?.by } };
    }
    throw error;
  }
}

/** Not for failures of the network: those say nothing about whose the keys are. */
export function isAboutKeys(error: unknown): boolean {
  return (
    error instanceof CryptoError ||
    isIpfsError(error, "ipfs.not-found") ||
    (error instanceof UseCaseError &&
      (error.code === "usecases.sheet-mismatch" || error.code === "usecases.unknown-keys"))
  );
}

async function openEarlier(
  workspace: UnlockedWorkspace,
  patient: Patient,
  keyDocument: Digest,
): Promise<PatientChart | undefined> {
  try {
    const { keyVersion } = parseKeyDocument(await workspace.documents.read(keyDocument));
    return await openWith(workspace, patient, { keyDocument, keyVersion });
  } catch (error) {
    if (isAboutKeys(error)) return undefined;
    throw error;
  }
}

async function openWith(
  workspace: UnlockedWorkspace,
  { patient: number, patientId }: Patient,
  named: { readonly keyDocument: Digest; readonly keyVersion: number },
): Promise<PatientChart> {
  const { ports, documents, session, wallet } = workspace;
  const document = parseKeyDocument(await documents.read(named.keyDocument));
  await requireOwnKeys(session, document, named);
  if (document.vault === null) {
    throw new UseCaseError("usecases.unknown-keys", { details: { number } });
  }
  const context = chartContext(workspace, patientId);
  const profile = await session.openVault(context, await documents.read(document.vault));
  const key: MyKey = {
    recipient: { kind: "person", number, keyVersion: named.keyVersion },
    keyDocument: named.keyDocument,
    generation: document.generation,
  };
  const viewer = { account: wallet };
  return {
    ...workspace,
    patient: number,
    patientId,
    context,
    controller: wallet,
    viewer,
    history: new ChartHistory(ports.reader, number, viewer),
    details: profile.details,
    drawers: drawersFrom(
      profile.compartments.map(({ compartment, slug }) => ({ compartment, name: slug })),
    ),
    profile,
    states: "own",
    statesToSealWith: "own",
    myKeys: await rememberOwnKeys(ports.store, key),
    powers: undefined,
  };
}

/** With the patient's seed, by a delegate whom the patient lets manage the chart. */
export async function openManagedChart(
  workspace: UnlockedWorkspace,
  number: PatientNumber,
): Promise<PatientChart> {
  const { ports, wallet } = workspace;
  if (!(await ports.reader.isPatientSide(number, wallet))) {
    throw new UseCaseError("usecases.no-delegation");
  }
  const chart = await openOwnChart(workspace, number);
  const delegates = await ports.reader.delegatesOf(number, wallet);
  const me = delegates.find(({ account }) => account === wallet);
  const controller = await readNotedController(workspace, number);
  return { ...chart, controller, powers: me?.powers };
}

/** The key document on chain is of this session's keys. */
export async function requireOwnKeys(
  session: CryptoSession,
  document: KeyDocument,
  named: { readonly keyVersion: number; readonly keyDocument?: Digest | undefined },
): Promise<void> {
  if (document.keyVersion !== named.keyVersion) {
    throw new UseCaseError("usecases.unknown-keys", { details: { version: named.keyVersion } });
  }
  try {
    const identity = await session.identity(document.generation);
    const sameKeys =
      sameBytes(identity.publicKey, document.publicKey) &&
      sameBytes(identity.signingKey, document.signingKey);
    if (sameKeys) return;
  } catch (error) {
    const unknown = error instanceof CryptoError && error.code === "crypto.unknown-generation";
    if (!unknown) throw error;
  }
  throw new UseCaseError("usecases.sheet-mismatch");
}
