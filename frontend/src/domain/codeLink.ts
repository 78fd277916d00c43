/**
 * What the app's QR codes say: a link into the app, with everything after the `#`, so that no
 * server ever sees it.
 *
 *   <base>#/c/eip155:<chain id>:<address>?p=<patient id>        a patient
 *   <base>#/c/eip155:<chain id>:<address>?n=<provider number>   a provider
 *
 * The middle is CAIP-10. No personal data. What comes in is whatever a camera saw: nothing of it
 * is opened, only read, and every way of being something else has its own error.
 */
import type { Address, PatientId, ProviderNumber } from "./brand.ts";
import { DomainError } from "./domainError.ts";

export type CodeLink =
  | {
      readonly is: "patient";
      readonly chainId: number;
      readonly address: Address;
      readonly patientId: PatientId;
    }
  | {
      readonly is: "provider";
      readonly chainId: number;
      readonly address: Address;
      readonly provider: ProviderNumber;
    };

export interface CodeLinkReading {
  readonly expectedChainId: number;
  /** One's own account, so that one's own code is recognised. */
  readonly ownAddress: Address | undefined;
  /** Checks the checksum; `findAddress` of the chain layer. */
  readonly findAddress: (text: string) => Address | undefined;
}

const longestCode = 600;

/** @param base address of the app, without `#` (anything after one is dropped). */
export function buildCodeLink(base: string, link: CodeLink): string {
  const account = `eip155:${link.chainId}:${link.address}`;
  const about = link.is === "patient" ? `p=${link.patientId}` : `n=${link.provider}`;
  return `${base.split("#")[0]}#/c/${account}?${about}`;
}

/** Throws DomainError: one of the codes `domain.code-...`. */
export function parseCodeLink(text: string, reading: CodeLinkReading): CodeLink {
  if (text.length > longestCode) throw new DomainError("domain.code-too-long");
  const code = text.trim();
  if (looksLikeRecoverySheet(code)) throw new DomainError("domain.code-recovery-sheet");

  const route = findRoute(code);
  if (route === undefined) throw new DomainError(reasonFor(code));
  const match = /^eip155:([1-9]\d{0,14}):(0x[0-9a-fA-F]{40})\?([pn])=([0-9a-zA-Z]{1,80})$/.exec(
    route,
  );
  const [, chain = "", account = "", key = "", value = ""] = match ?? [];
  const address = reading.findAddress(account);
  if (address === undefined) throw new DomainError("domain.code-damaged");

  const chainId = Number(chain);
  const link = readLink(key, value, { chainId, address });
  if (chainId !== reading.expectedChainId) {
    throw new DomainError("domain.code-other-chain", {
      details: { expected: reading.expectedChainId, actual: chainId },
    });
  }
  if (address === reading.ownAddress) throw new DomainError("domain.code-oneself");
  return link;
}

function readLink(
  key: string,
  value: string,
  account: { chainId: number; address: Address },
): CodeLink {
  if (key === "p" && /^0x[0-9a-fA-F]{64}$/.test(value)) {
    return { is: "patient", ...account, patientId: value.toLowerCase() as PatientId };
  }
  if (key === "n" && /^[1-9]\d{0,9}$/.test(value) && Number(value) <= 0xffff_ffff) {
    return { is: "provider", ...account, provider: Number(value) as ProviderNumber };
  }
  throw new DomainError("domain.code-damaged");
}

/** What follows `#/c/`. Cameras and chat programs may have percent-encoded the colons. */
function findRoute(code: string): string | undefined {
  const start = code.indexOf("#/c/");
  if (start < 0) return undefined;
  const before = code.slice(0, start);
  if (before !== "" && !/^(https?|ipfs|ipns):\/\/[^\s#]+$/i.test(before)) return undefined;
  return code.slice(start + 4).replace(/%3a/gi, ":");
}

function looksLikeRecoverySheet(code: string): boolean {
  if (/^HRS\d+:/i.test(code)) return true;
  // The 24 words themselves, with or without numbers before them.
  const words = code.toLowerCase().match(/[a-z]+/g) ?? [];
  return /^[\s\d.)a-z,]+$/i.test(code) && words.length === 24 && words.every((w) => w.length <= 8);
}

function reasonFor(code: string) {
  if (/^ethereum:/i.test(code)) return "domain.code-wallet";
  if (/^(wc|bitcoin|lightning|solana|bip21):/i.test(code)) return "domain.code-wallet";
  if (/^(eip155:\d+:)?0x[0-9a-f]{40}$/i.test(code)) return "domain.code-address";
  if (/^(https?:\/\/|www\.)/i.test(code)) return "domain.code-website";
  return "domain.code-unknown";
}
