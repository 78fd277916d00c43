import { isRevert } from "../../chain/errors.ts";
import { patientNumberOf } from "../../chain/packing.ts";
import { patientIdFor } from "../../chain/patientId.ts";
import { commitToPatient, newCommitmentSalt } from "../../crypto/commitment.ts";
import { shuffleCompartments } from "../../crypto/compartmentNumbering.ts";
import type { CryptoSession } from "../../crypto/crypto.ts";
import { encodeKeyDocument } from "../../crypto/documents/keyDocument.ts";
import type { PrivateProfile } from "../../crypto/documents/vault.ts";
import type { Compartment, Digest, PatientNumber } from "../../domain/brand.ts";
import { assignDrawers } from "../charts/drawers.ts";
import { openOwnChart } from "../charts/openOwnChart.ts";
import { chartContext, type PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import type { PersonDetails } from "../model.ts";
import { prepareCalls } from "../transactions/prepareCalls.ts";
import { signForSponsor } from "../transactions/prepareOrder.ts";
import { quietAbout } from "../transactions/retryWhenStale.ts";
import type { SetUpDraft, SponsorablePrepared, WithProgress } from "../useCases.ts";
import type { UnlockedWorkspace, Workspace } from "../workspace.ts";
import { finishDraft, readDraft } from "./beginSetUp.ts";
import type { LocalVaults } from "./localVaults.ts";

const attempts = 8;

/**
 * Opens a chart. Its number is part of a hash, so by chance it may be taken: then another salt is
 * drawn, before the wallet is asked and once more if somebody was quicker.
 */
export async function prepareRegistration(
  workspace: Workspace,
  vaults: LocalVaults,
  draft: SetUpDraft,
  details: PersonDetails,
  passphrase: string,
  options: WithProgress = {},
): Promise<SponsorablePrepared<PatientChart>> {
  const session = readDraft(draft);
  requireDetails(details);
  options.onProgress?.(0.1, "locking");
  const localVault = await session.sealLocalVault(passphrase);
  let publication = await publish({ ...workspace, session }, details, options);
  const keep = () => vaults.set("patient", localVault, publication.patient);
  const task = () =>
    prepareCalls(workspace.ports.writer, {
      kind: "register",
      facts: { patient: publication.patient },
      calls: [
        workspace.ports.writer.calls.register(publication.commitment, publication.keyDocument),
      ],
      before: keep,
      undo: () => vaults.delete("patient", publication.patient),
      async finish() {
        const chart = await openOwnChart({ ...workspace, session }, publication.patient);
        finishDraft(draft);
        return chart;
      },
    });
  const first = task();
  return {
    ...first,
    async sign(signOptions) {
      const { commitment, keyDocument } = publication;
      const order = { order: "register", commitment, keyDocument } as const;
      const text = await signForSponsor(workspace.ports, order, signOptions);
      // The chart is opened later, by somebody else's transaction: unlocking finds the keys here.
      await keep();
      return text;
    },
    async submit(submitOptions = {}) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await task().submit(quietAbout(submitOptions, "PatientsNumberTaken"));
        } catch (error) {
          if (!isRevert(error, "PatientsNumberTaken")) throw error;
          if (attempt >= attempts) {
            const failure = new UseCaseError("usecases.number-taken", { cause: error });
            submitOptions.onState?.({ state: "failed", error: failure });
            throw failure;
          }
          submitOptions.onState?.({ state: "preparing", step: "another-number" });
          publication = await publish({ ...workspace, session }, details, options);
        }
      }
    },
  };
}

interface Publication {
  readonly patient: PatientNumber;
  readonly commitment: Digest;
  readonly keyDocument: Digest;
}

async function publish(
  workspace: UnlockedWorkspace,
  details: PersonDetails,
  { onProgress, signal }: WithProgress,
): Promise<Publication> {
  const { ports, session, documents } = workspace;
  const { patient, context, commitment, salt } = await drawNumber(workspace, details);
  onProgress?.(0.4, "sealing");
  const drawers = assignDrawers(shuffleCompartments(ports.random));
  const profile: PrivateProfile = {
    details,
    commitmentSalt: salt,
    compartments: [...drawers].map(([compartment, kind]) => ({
      compartment: compartment as Compartment,
      slug: kind,
      name: kind,
    })),
  };
  const vault = await documents.put(await session.sealVault(context, profile), signal);
  onProgress?.(0.7, "uploading");
  const keyDocument = await putKeyDocument(workspace, "patient", 1, vault, signal);
  onProgress?.(1, "ready");
  return { patient, commitment, keyDocument };
}

async function drawNumber(workspace: Workspace, details: PersonDetails) {
  const { ports, wallet } = workspace;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const salt = newCommitmentSalt(ports.random);
    const commitment = await commitToPatient(details, salt);
    const patientId = patientIdFor(wallet, commitment);
    const patient = patientNumberOf(patientId);
    const taken = patient === 0 || (await ports.reader.findPatientByNumber(patient)) !== undefined;
    if (!taken) return { patient, context: chartContext(workspace, patientId), commitment, salt };
  }
  throw new UseCaseError("usecases.number-taken");
}

/** Uploads the key document of the session's newest identity. */
export async function putKeyDocument(
  workspace: { readonly session: CryptoSession; readonly documents: Workspace["documents"] },
  owner: "patient" | "provider" | "authority",
  keyVersion: number,
  vault: Digest | null,
  signal?: AbortSignal,
): Promise<Digest> {
  const identity = await workspace.session.identity();
  const document = encodeKeyDocument({ owner, keyVersion, ...identity, vault });
  return workspace.documents.put(document, signal);
}

function requireDetails({ name, birthDate }: PersonDetails): void {
  const day = new Date(`${birthDate}T00:00:00Z`);
  const real =
    /^\d{4}-\d{2}-\d{2}$/.test(birthDate) &&
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(birthDate);
  if (name.trim() === "" || name.length > 200 || !real) {
    throw new UseCaseError("usecases.invalid-details");
  }
}
