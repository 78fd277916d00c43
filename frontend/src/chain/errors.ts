import { HealthRecordsError } from "../domain/errors.ts";
import { type RevertCode, type RevertName, revertCode, revertErrors } from "./revertErrors.ts";

interface Sentence {
  readonly message: string;
  readonly nextStep: string;
}

/**
 * Every code of this layer with its two sentences, apart from those of the contracts' own errors
 * (revertErrors.ts). docs/errors.md repeats both lists.
 */
export const chainErrors = {
  "chain.rpc-unreachable": {
    message: "The chain can't be reached.",
    nextStep: "Check your connection and the chain's address in Settings, then try again.",
  },
  "chain.rpc-timeout": {
    message: "The chain didn't answer in time.",
    nextStep: "Try again; if it stays so, set another address for the chain in Settings.",
  },
  "chain.rpc-busy": {
    message: "The chain's access point is overloaded or limits how often it may be asked.",
    nextStep: "Wait a minute and try again, or set another address for the chain in Settings.",
  },
  "chain.rpc-nonsense": {
    message:
      "What answers at the chain's address doesn't behave like a chain. It was not believed.",
    nextStep: "Set another address for the chain in Settings.",
  },
  "chain.rpc-failed": {
    message: "The chain's access point refused the question.",
    nextStep: "Try again; if it stays so, set another address for the chain in Settings.",
  },
  "chain.rpc-disagree": {
    message: "Two access points to the chain give different answers. Neither was believed.",
    nextStep: "Try again in a minute; if it stays so, replace one of the two in Settings.",
  },
  "chain.wrong-chain": {
    message: "The address in Settings leads to another chain than this one.",
    nextStep: "Set the right address for this chain in Settings.",
  },
  "chain.not-deployed": {
    message: "The contracts of this app are not on this chain.",
    nextStep:
      "On your own computer: stop the app and run npm start again. Elsewhere: check the chain.",
  },
  "chain.no-deployment": {
    message: "This app knows no chain that it could use here.",
    nextStep: "On your own computer, run npm start and open the address that it prints.",
  },
  "chain.bad-deployment": {
    message: "The list of this chain's contracts is damaged.",
    nextStep: "Reload the page; on your own computer, run npm start again.",
  },
  "chain.history-unavailable": {
    message: "This access point no longer has the older history.",
    nextStep: "Set another address for the chain (an archive node) in Settings to see more.",
  },
  "chain.cancelled": {
    message: "Cancelled.",
    nextStep: "Start again when you are ready.",
  },
  "chain.rejected": {
    message: "You said no in the wallet. Nothing was changed.",
    nextStep: "Try again when you are ready; what you entered is still here.",
  },
  "chain.wallet-missing": {
    message: "There is no wallet in this browser.",
    nextStep: "Install MetaMask, or open this page in MetaMask's own browser on a phone.",
  },
  "chain.wallet-pending": {
    message: "The wallet is already waiting for an answer from you.",
    nextStep: "Open MetaMask and answer there, then try again.",
  },
  "chain.wallet-locked": {
    message: "The wallet is locked, or no account is shared with this page.",
    nextStep: "Open MetaMask, unlock it, and connect again.",
  },
  "chain.wallet-timeout": {
    message: "The wallet didn't answer: its window may have been closed.",
    nextStep: "Open MetaMask and look for a waiting question, then try again.",
  },
  "chain.wallet-wrong-account": {
    message: "The wallet now uses another account.",
    nextStep: "Switch back to the account you began with, or connect again.",
  },
  "chain.wallet-wrong-chain": {
    message: "The wallet is on another chain.",
    nextStep: "Switch the wallet to this app's chain, then try again.",
  },
  "chain.chain-unknown-to-wallet": {
    message: "The wallet doesn't know this chain yet.",
    nextStep: "Let the app add it, and confirm in the wallet.",
  },
  "chain.wallet-unsupported": {
    message: "This wallet can't do what is needed here.",
    nextStep: "Use MetaMask, or add the chain in the wallet by hand.",
  },
  "chain.wallet-failed": {
    message: "The wallet reported a fault.",
    nextStep: "Open the wallet and look there, then try again.",
  },
  "chain.demo-wallets-not-here": {
    message: "The built-in demo wallets work on this computer's own practice chain only.",
    nextStep: "Connect MetaMask instead.",
  },
  "chain.insufficient-funds": {
    message: "This account can't pay the network fee.",
    nextStep: "Add some of the chain's coin to the account, or let someone else send it for you.",
  },
  "chain.reverted": {
    message: "The contract refused this. Nothing was changed.",
    nextStep: "Reload and try again; if it stays so, report it with the details.",
  },
  "chain.transaction-failed": {
    message: "The transaction was recorded as failed. Nothing was changed, but the fee is spent.",
    nextStep: "Reload, look at what changed in the meantime, and try again.",
  },
  "chain.transaction-dropped": {
    message: "The transaction was dropped by the network. Nothing was changed.",
    nextStep: "Try again; a slightly higher fee helps.",
  },
  "chain.transaction-replaced": {
    message: "The transaction was cancelled or replaced by another one in the wallet.",
    nextStep: "Look at the wallet's activity, then try again if you still want to.",
  },
  "chain.transaction-slow": {
    message: "The transaction was sent but is still not recorded.",
    nextStep: "Wait and look again later; speed it up in the wallet if it hurries.",
  },
  "chain.nonce-used": {
    message: "Another transaction of this account was sent at the same time.",
    nextStep: "Try again in a moment.",
  },
  "chain.is-contract": {
    message: "This is the address of a contract, not of a patient or provider.",
    nextStep: "Ask for the code that the app shows under My code.",
  },
  "chain.nobody-there": {
    message: "Nobody is registered under this code on this chain.",
    nextStep: "Ask the person to finish setting up, then scan the code again.",
  },
  "chain.code-outdated": {
    message: "This code is outdated: the person uses another account now.",
    nextStep: "Ask for the current code under My code.",
  },
  "chain.not-an-address": {
    message: "This isn't the address of an account, or it has a typing mistake.",
    nextStep: "Copy it again, completely.",
  },
  "chain.bad-order": {
    message: "This isn't a signed order, or it was altered.",
    nextStep: "Ask the patient to sign it again and send it unchanged.",
  },
} as const satisfies Record<`chain.${string}`, Sentence>;

type FixedCode = keyof typeof chainErrors;
export type ChainErrorCode = FixedCode | RevertCode;

/** For a test that compares the codes with docs/errors.md. */
export const chainErrorCodes: readonly ChainErrorCode[] = [
  ...(Object.keys(chainErrors) as FixedCode[]),
  ...(Object.keys(revertErrors) as RevertName[]).map(revertCode),
];

interface Extras {
  details?: Record<string, string | number>;
  cause?: unknown;
}

/** Every failure of this layer. Tell them apart by `code`. */
export class ChainError extends HealthRecordsError {
  declare readonly code: ChainErrorCode;

  constructor(code: FixedCode, extras?: Extras);
  constructor(code: RevertCode, extras: Extras, sentence: Sentence);
  constructor(code: ChainErrorCode, extras: Extras = {}, sentence?: Sentence) {
    super({ code, ...(sentence ?? chainErrors[code as FixedCode]), ...extras });
  }
}

/** A contract's custom error, decoded. `name` is Solidity's, `args` by parameter name. */
export class RevertError extends ChainError {
  readonly revertName: RevertName;
  readonly args: Readonly<Record<string, string | number>>;

  constructor(name: RevertName, args: Record<string, string | number>, cause?: unknown) {
    super(revertCode(name), { details: { error: name, ...args }, cause }, revertErrors[name]);
    this.revertName = name;
    this.args = args;
  }
}

/** True for a ChainError with one of the codes (any, without codes). */
export function isChainError(error: unknown, ...codes: ChainErrorCode[]): error is ChainError {
  return error instanceof ChainError && (codes.length === 0 || codes.includes(error.code));
}

/** True for a revert with one of Solidity's error names (any, without names). */
export function isRevert(error: unknown, ...names: RevertName[]): error is RevertError {
  return error instanceof RevertError && (names.length === 0 || names.includes(error.revertName));
}
