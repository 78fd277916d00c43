import { HealthRecordsError } from "../domain/errors.ts";

interface Sentence {
  readonly message: string;
  readonly nextStep: string;
}

/** Every code of this layer with its two sentences; docs/errors.md repeats the list. */
export const cryptoErrors = {
  "crypto.empty-file": {
    message: "This file is empty (0 bytes).",
    nextStep: "Choose a file that has content.",
  },
  "crypto.file-too-large": {
    message: "This file is larger than one record can hold (4 GiB).",
    nextStep: "Split it into smaller files and add each as a record.",
  },
  "crypto.source-changed": {
    message: "The file changed or could not be read to its end while it was being encrypted.",
    nextStep: "Make sure that no other program writes to it, then add it again.",
  },
  "crypto.cancelled": {
    message: "Cancelled.",
    nextStep: "Start again when you are ready; nothing was kept.",
  },
  "crypto.newer-format": {
    message: "This was made by a newer version of this app.",
    nextStep: "Update the app (reload the page), then open it again.",
  },
  "crypto.unknown-suite": {
    message: "This uses an encryption suite that this version of the app doesn't know.",
    nextStep: "Update the app (reload the page), then open it again.",
  },
  "crypto.malformed-document": {
    message: "This document is damaged or isn't one of ours.",
    nextStep:
      "Fetch it again, from another storage node if you can; if it stays so, ask its author.",
  },
  "crypto.wrong-document": {
    message: "This is another kind of document than the one expected here.",
    nextStep: "Reload the chart; if it stays so, tell whoever published it.",
  },
  "crypto.document-too-large": {
    message: "This document is larger than this app accepts.",
    nextStep: "Reload the chart; if it stays so, tell whoever published it.",
  },
  "crypto.wrong-digest": {
    message: "The document received isn't the one that the chain names.",
    nextStep: "Try another storage node; this one lies or is damaged.",
  },
  "crypto.cannot-open": {
    message: "This could not be decrypted: it was altered, or it was sealed with another key.",
    nextStep:
      "Fetch it again; if it stays so, your access may have ended or the content was altered.",
  },
  "crypto.binding-mismatch": {
    message:
      "This belongs to another chart, drawer, person or chain than the one it was shown for.",
    nextStep: "Don't trust it. Reload the chart; if it stays so, tell whoever published it.",
  },
  "crypto.not-a-recipient": {
    message: "This wasn't sealed to you.",
    nextStep: "Ask the patient to renew your access.",
  },
  "crypto.epoch-out-of-reach": {
    message: "Your key for this drawer is older than this entry.",
    nextStep: "Ask the patient to grant or renew your access to this drawer.",
  },
  "crypto.unknown-generation": {
    message: "You hold no key of this generation of the chart.",
    nextStep:
      "Ask the patient to renew your access; if this is your own chart, restore your newest sheet.",
  },
  "crypto.tampered-payload": {
    message: "The file's content was altered, or its pieces were swapped or reordered.",
    nextStep: "Fetch it again from another storage node; nothing altered was shown.",
  },
  "crypto.truncated-payload": {
    message: "The file's content is incomplete.",
    nextStep: "Fetch it again, from another storage node if you can.",
  },
  "crypto.wrong-passphrase": {
    message: "That isn't the passphrase of this browser.",
    nextStep: "Try again, or restore from your recovery sheet.",
  },
  "crypto.weak-passphrase": {
    message: "This passphrase is too short.",
    nextStep: "Use at least 10 characters; four or five unrelated words are good.",
  },
  "crypto.corrupted-vault": {
    message: "What this browser stored for unlocking is damaged.",
    nextStep: "Restore from your recovery sheet; your records are not affected.",
  },
  "crypto.recovery-word-count": {
    message: "A recovery sheet has exactly 24 words.",
    nextStep: "Check that none is missing or typed twice.",
  },
  "crypto.recovery-unknown-word": {
    message: "One of the words isn't on the word list.",
    nextStep: "Compare the marked word with your sheet, letter by letter.",
  },
  "crypto.recovery-checksum": {
    message:
      "All 24 words are known, but together they don't fit: one is wrong or two are swapped.",
    nextStep: "Compare each word and its number with your sheet.",
  },
  "crypto.recovery-code": {
    message: "This isn't the QR code of a recovery sheet.",
    nextStep: "Scan the code on your recovery sheet, or type its 24 words.",
  },
  "crypto.invalid-input": {
    message: "Something entered is too long or not allowed here.",
    nextStep: "Shorten or correct the field named below.",
  },
  "crypto.locked": {
    message: "Your keys are locked.",
    nextStep: "Unlock with your passphrase and try again.",
  },
  "crypto.unavailable": {
    message: "This page can't use the browser's encryption.",
    nextStep: "Open the app over https or on localhost, in an up-to-date browser.",
  },
  "crypto.worker-failed": {
    message: "The encryption worker stopped unexpectedly.",
    nextStep: "Reload the page and unlock again; nothing was lost.",
  },
} as const satisfies Record<string, Sentence>;

export type CryptoErrorCode = keyof typeof cryptoErrors;

export const cryptoErrorCodes = Object.keys(cryptoErrors) as CryptoErrorCode[];

/** Anything that goes wrong in crypto/. Details never hold keys, words or plaintext. */
export class CryptoError extends HealthRecordsError {
  declare readonly code: CryptoErrorCode;

  constructor(
    code: CryptoErrorCode,
    options: { details?: Record<string, string | number>; cause?: unknown } = {},
  ) {
    super({ code, ...cryptoErrors[code], ...options });
  }
}
