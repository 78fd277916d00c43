import { buildCode, readCode } from "../../chain/readCode.ts";
import type { PatientId, ProviderNumber } from "../../domain/brand.ts";
import { noteDelegation } from "../identity/notedDelegations.ts";
import type { ScannedCode } from "../useCases.ts";
import type { Workspace } from "../workspace.ts";

/** The text of a QR code: a link into the app at `base`. `wallet` is the owner's. */
export function myCode(
  { ports, wallet }: Pick<Workspace, "ports" | "wallet">,
  base: string,
  who: { readonly patientId: PatientId } | { readonly provider: ProviderNumber },
): string {
  const account = { chainId: ports.reader.deployment.chainId, address: wallet };
  return "patientId" in who
    ? buildCode(base, { is: "patient", ...account, patientId: who.patientId })
    : buildCode(base, { is: "provider", ...account, provider: who.provider });
}

/** Throws DomainError `domain.code-...`, chain.nobody-there, chain.is-contract, chain.code-outdated. */
export async function readScannedCode(workspace: Workspace, text: string): Promise<ScannedCode> {
  const owner = await readCode(workspace.ports.reader, text, workspace.wallet);
  if (owner.is === "patient") {
    await noteDelegation(workspace, owner.patient.patient, owner.wallet);
    return { is: "patient", patient: owner.patient.patient, patientId: owner.patient.patientId };
  }
  return { is: "provider", provider: await workspace.people.providerView(owner.provider) };
}
