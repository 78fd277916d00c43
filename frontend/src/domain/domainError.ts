import { HealthRecordsError } from "./errors.ts";

interface Sentence {
  readonly message: string;
  readonly nextStep: string;
}

const askForCode = "Ask for the code that the app shows under My code, and scan it again.";

/** Every code of this layer with its two sentences; docs/errors.md repeats the list. */
export const domainErrors = {
  "domain.code-other-chain": {
    message: "This code belongs to another chain than the one you are using.",
    nextStep: "Switch to that chain, or ask for the code of this one.",
  },
  "domain.code-website": {
    message: "This code leads to a website, not to a patient or provider of this app.",
    nextStep: askForCode,
  },
  "domain.code-oneself": {
    message: "This is your own code.",
    nextStep: "Scan the other person's code, or let them scan yours.",
  },
  "domain.code-wallet": {
    message: "This is a wallet's payment code. It says nothing about health records.",
    nextStep: askForCode,
  },
  "domain.code-address": {
    message: "This is only an account's address. It doesn't say who is meant.",
    nextStep: askForCode,
  },
  "domain.code-recovery-sheet": {
    message: "This is the secret code of a recovery sheet. Never show it to anyone.",
    nextStep: "Put the sheet away safely. To share, use the code that the app shows under My code.",
  },
  "domain.code-too-long": {
    message: "This code is far too long to be one of this app.",
    nextStep: askForCode,
  },
  "domain.code-damaged": {
    message: "This is a code of this app, but it is incomplete or was altered.",
    nextStep: "Scan it again, or copy it again completely.",
  },
  "domain.code-unknown": {
    message: "This is not a code of this app.",
    nextStep: askForCode,
  },
  "domain.unexpected": {
    message: "Something went wrong that this app did not expect. Nothing was lost.",
    nextStep: "Try again. If it happens again, close this page and open it anew.",
  },
} as const satisfies Record<`domain.${string}`, Sentence>;

export type DomainErrorCode = keyof typeof domainErrors;

/** For a test that compares the codes with docs/errors.md. */
export const domainErrorCodes = Object.keys(domainErrors) as readonly DomainErrorCode[];

/** A rule of the domain was not met. Tell them apart by `code`. */
export class DomainError extends HealthRecordsError {
  declare readonly code: DomainErrorCode;

  constructor(
    code: DomainErrorCode,
    extras: { details?: Record<string, string | number>; cause?: unknown } = {},
  ) {
    super({ code, ...domainErrors[code], ...extras });
  }
}
