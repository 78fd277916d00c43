import type { Address } from "../domain/brand.ts";
import { buildCodeLink, type CodeLink, parseCodeLink } from "../domain/codeLink.ts";
import { findAddress } from "./caip.ts";
import type { Patient, Provider } from "./chainState.ts";
import { ChainError } from "./errors.ts";
import type { ChainReader } from "./reader.ts";

export interface CodeReading {
  readonly expectedChainId: number;
  /** One's own account, so that one's own code is recognised. */
  readonly ownAddress?: Address | undefined;
}

/** The text of a QR code into the app at `base`. */
export function buildCode(base: string, link: CodeLink): string {
  return buildCodeLink(base, link);
}

/** What a code says, before the chain is asked. Throws DomainError (`domain.code-...`). */
export function parseCode(text: string, reading: CodeReading): CodeLink {
  return parseCodeLink(text, {
    expectedChainId: reading.expectedChainId,
    ownAddress: reading.ownAddress,
    findAddress,
  });
}

/** Whom a code turned out to mean. */
export type CodeOwner =
  | { readonly is: "patient"; readonly patient: Patient; readonly wallet: Address }
  | { readonly is: "provider"; readonly provider: Provider };

/**
 * Whom a code means, as the chain says now. Throws DomainError, chain.is-contract,
 * chain.nobody-there, chain.code-outdated (the wallet was replaced since).
 */
export async function readCode(
  reader: ChainReader,
  text: string,
  ownAddress?: Address,
): Promise<CodeOwner> {
  const expectedChainId = reader.deployment.chainId;
  const link = parseCode(text, { expectedChainId, ownAddress });
  if (link.is === "patient") {
    const patient = await reader.findPatientById(link.patientId);
    if (patient === undefined) throw await nobody(reader, link.address);
    if (!(await reader.isController(patient.patient, link.address))) {
      throw new ChainError("chain.code-outdated");
    }
    return { is: "patient", patient, wallet: link.address };
  }
  const provider = await reader.findProviderByNumber(link.provider);
  if (provider === undefined) throw await nobody(reader, link.address);
  if (provider.wallet !== link.address) throw new ChainError("chain.code-outdated");
  return { is: "provider", provider };
}

/** Smart accounts are contracts, too, so this is asked only where nobody is registered. */
async function nobody(reader: ChainReader, address: Address): Promise<ChainError> {
  const code = (await reader.isContract(address)) ? "chain.is-contract" : "chain.nobody-there";
  return new ChainError(code, { details: { address } });
}
