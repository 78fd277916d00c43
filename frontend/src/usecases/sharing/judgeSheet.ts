import type { CryptoSession } from "../../crypto/crypto.ts";
import {
  isOwnersSheet,
  parseShareSheet,
  type ShareSheet,
} from "../../crypto/documents/shareSheet.ts";
import { CryptoError } from "../../crypto/errors.ts";
import type { SigningPublicKey } from "../../crypto/keys/seed.ts";
import type { Digest, Generation, PatientNumber } from "../../domain/brand.ts";
import type { ChartContext } from "../../domain/chartContext.ts";
import { HealthRecordsError } from "../../domain/errors.ts";
import { readPatientSigningKey } from "../people/sealTargets.ts";
import type { UnlockedWorkspace } from "../workspace.ts";
import { readNewestSheet, rememberNewestSheet } from "./newestSheet.ts";

/** Earlier sheets that are looked through for one of the owner's. */
const hops = 32;

export interface JudgedChart extends UnlockedWorkspace {
  readonly patient: PatientNumber;
  readonly context: ChartContext;
}

/** The chart's share sheet, and whether it is the owner's own word. */
export interface JudgedSheet {
  /** As the chain names it; `undefined` before the first, and where it can't be found or read. */
  readonly found: ShareSheet | undefined;
  /** Signed by the owner, and not an older one put back. Also without any sheet yet. */
  readonly trusted: boolean;
}

export async function judgeSheet(
  chart: JudgedChart,
  digest: Digest | undefined,
  keys: readonly SigningPublicKey[],
): Promise<JudgedSheet> {
  if (digest === undefined) {
    // Once there was one, there always is.
    return { found: undefined, trusted: (await readNewestSheet(chart)) === undefined };
  }
  const found = await findSheet(chart, digest);
  if (found === undefined || !(await isOwnersSheet(chart.context, found, keys))) {
    return { found, trusted: false };
  }
  const newest = await readNewestSheet(chart);
  if (newest !== undefined && found.sequence < newest.sequence) return { found, trusted: false };
  await rememberNewestSheet(chart, digest, found);
  return { found, trusted: true };
}

/**
 * The newest of the owner's sheets that can be found where the present one isn't theirs: what
 * this browser remembers, and what the sheets themselves link to.
 */
export async function findOwnersSheet(
  chart: JudgedChart,
  from: ShareSheet | undefined,
  keys: readonly SigningPublicKey[],
): Promise<ShareSheet | undefined> {
  const remembered = await readNewestSheet(chart);
  let best = remembered === undefined ? undefined : await findSheet(chart, remembered.digest);
  if (best !== undefined && !(await isOwnersSheet(chart.context, best, keys))) best = undefined;
  let sheet = from;
  for (let hop = 0; hop < hops && sheet !== undefined; hop += 1) {
    if (await isOwnersSheet(chart.context, sheet, keys)) {
      return best === undefined || best.sequence < sheet.sequence ? sheet : best;
    }
    sheet = sheet.previous === null ? undefined : await findSheet(chart, sheet.previous);
  }
  return best;
}

/**
 * What the owner's sheets are signed with. The owner goes by the seeds of this session: of the
 * chart's generation, and of one that was begun since; who knew an earlier one has no say. Others
 * go by the patient's key document.
 */
export async function ownerKeys(
  chart: JudgedChart & { readonly session: CryptoSession },
  owner: boolean,
  generation: Generation,
): Promise<SigningPublicKey[]> {
  if (!owner) {
    try {
      return [await readPatientSigningKey(chart, chart.patient)];
    } catch (error) {
      // Without the key, nothing counts as the owner's; charts open all the same.
      if (error instanceof HealthRecordsError) return [];
      throw error;
    }
  }
  const newest = await chart.session.identity();
  const keys = [newest.signingKey];
  for (let earlier = newest.generation - 1; earlier >= generation; earlier -= 1) {
    try {
      keys.push((await chart.session.identity(earlier as Generation)).signingKey);
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
    }
  }
  return keys;
}

async function findSheet(
  { documents }: JudgedChart,
  digest: Digest,
): Promise<ShareSheet | undefined> {
  const bytes = await documents.find(digest);
  if (bytes === undefined) return undefined;
  try {
    return parseShareSheet(bytes);
  } catch {
    return undefined;
  }
}
