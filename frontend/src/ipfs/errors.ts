import { HealthRecordsError } from "../domain/errors.ts";

/**
 * Every code of this layer with its two default sentences. docs/errors.md has a row
 * for each; a test compares the two.
 */
export const IPFS_ERRORS = {
  "ipfs.unreachable": {
    message: "The IPFS node can't be reached.",
    nextStep:
      "Check that the node is running and that its address in Settings is right, then try again.",
  },
  "ipfs.origin-refused": {
    message:
      "Something answers at the IPFS node's address, but this browser may not read the answer: " +
      "either the node refuses requests from this site, or another program answers there.",
    nextStep:
      "Add this site's address to the origins that the node allows (Kubo: API.HTTPHeaders." +
      "Access-Control-Allow-Origin), or set another node in Settings.",
  },
  "ipfs.forbidden": {
    message: "The IPFS node refuses this request (403): it doesn't allow this site, or this call.",
    nextStep:
      "Allow this site and this call in the node's settings, or set another node in Settings.",
  },
  "ipfs.connection-lost": {
    message: "The connection to the IPFS node broke off before it had answered.",
    nextStep: "Try again. Nothing is lost: the same file always gets the same address.",
  },
  "ipfs.timeout": {
    message: "The IPFS node didn't answer in time.",
    nextStep: "Try again later, or set another node in Settings.",
  },
  "ipfs.aborted": {
    message: "The transfer was cancelled.",
    nextStep: "Start it again when you want to.",
  },
  "ipfs.not-found": {
    message: "The IPFS node doesn't have this piece.",
    nextStep:
      "Try again later, or set another node in Settings: the piece may be on a node that is offline.",
  },
  "ipfs.not-pinned": {
    message: "The IPFS node doesn't keep this piece, so there is nothing to release.",
    nextStep: "Nothing needs to be done.",
  },
  "ipfs.cid-mismatch": {
    message: "The IPFS node stored something other than what was sent to it.",
    nextStep: "Don't use this node: set another one in Settings, then try again.",
  },
  "ipfs.block-mismatch": {
    message: "The IPFS node sent something other than what was asked for. It was thrown away.",
    nextStep: "Try again, or set another node in Settings.",
  },
  "ipfs.bad-content": {
    message: "What is stored at this address isn't a file in the form that this app writes.",
    nextStep: "Ask whoever added it to add it again.",
  },
  "ipfs.too-large": {
    message: "This is larger than the app accepts in one piece.",
    nextStep: "Use a smaller file, or ask whoever added it to add it again with this app.",
  },
  "ipfs.bad-cid": {
    message: "This isn't an address on IPFS that this app uses.",
    nextStep: "Check that it was copied completely.",
  },
  "ipfs.bad-endpoint": {
    message: "This isn't the address of an IPFS node.",
    nextStep: "Enter an address like http://127.0.0.1:5001 or https://ipfs.example.org.",
  },
  "ipfs.bad-answer": {
    message: "What answers at this address doesn't behave like an IPFS node.",
    nextStep: "Check the IPFS node's address in Settings.",
  },
  "ipfs.node-error": {
    message: "The IPFS node reported an error.",
    nextStep:
      "Try again. If it stays, look at the node's own log, or set another node in Settings.",
  },
} as const satisfies Record<`ipfs.${string}`, { message: string; nextStep: string }>;

export type IpfsErrorCode = keyof typeof IPFS_ERRORS;

/** For a test that compares the codes with docs/errors.md. */
export const IPFS_ERROR_CODES = Object.keys(IPFS_ERRORS) as readonly IpfsErrorCode[];

/** Every failure of this layer. Tell them apart by `code`. */
export class IpfsError extends HealthRecordsError {
  declare readonly code: IpfsErrorCode;

  constructor(
    code: IpfsErrorCode,
    options: {
      /** Replaces the default sentence where more is known. */
      message?: string;
      nextStep?: string;
      details?: Record<string, string | number>;
      cause?: unknown;
    } = {},
  ) {
    super({
      code,
      message: options.message ?? IPFS_ERRORS[code].message,
      nextStep: options.nextStep ?? IPFS_ERRORS[code].nextStep,
      ...(options.details === undefined ? {} : { details: options.details }),
      ...(options.cause === undefined ? {} : { cause: options.cause }),
    });
  }
}

/** True for an IpfsError with one of the codes. */
export function isIpfsError(error: unknown, ...codes: IpfsErrorCode[]): error is IpfsError {
  return error instanceof IpfsError && (codes.length === 0 || codes.includes(error.code));
}
