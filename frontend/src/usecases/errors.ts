import { HealthRecordsError } from "../domain/errors.ts";

/** Every code of this layer with its two default sentences. docs/errors.md has a row for each. */
export const useCaseErrors = {
  "usecases.no-chart": {
    message: "This wallet has no chart on this network.",
    nextStep: "Register, or choose the account that your chart belongs to.",
  },
  "usecases.choose-chart": {
    message: "This wallet has several charts.",
    nextStep: "Choose which one to open.",
  },
  "usecases.not-a-provider": {
    message: "This wallet isn't a doctor, hospital or other provider on this network.",
    nextStep: "Apply for verification, or choose the account that you applied with.",
  },
  "usecases.not-an-authority": {
    message: "This wallet isn't an authority in office on this network.",
    nextStep: "Choose the account that was appointed.",
  },
  "usecases.no-vault": {
    message: "This browser holds no keys for this account.",
    nextStep: "Restore them from your recovery sheet.",
  },
  "usecases.already-registered": {
    message: "This wallet is registered already.",
    nextStep: "Unlock it, or restore it from your recovery sheet.",
  },
  "usecases.sheet-mismatch": {
    message: "This recovery sheet belongs to another account.",
    nextStep: "Use the sheet of this account, or choose the account that this sheet belongs to.",
  },
  "usecases.draft-used": {
    message: "This set-up was finished or given up already.",
    nextStep: "Begin the set-up again.",
  },
  "usecases.invalid-details": {
    message: "A name and a birth date are needed.",
    nextStep: "Fill in both; the birth date as year, month and day.",
  },
  "usecases.number-taken": {
    message: "The network could not give this chart a number.",
    nextStep: "Try again: another one is picked each time.",
  },
  "usecases.own-code": {
    message: "This is your own code.",
    nextStep: "Scan the code of the person or place that you want to share with.",
  },
  "usecases.wrong-code": {
    message: "This code belongs to somebody whom this can't be used for.",
    nextStep: "Ask to see their code in their own app.",
  },
  "usecases.not-grantable": {
    message: "Records can't be shared with this kind of participant.",
    nextStep: "Choose a doctor, a hospital or another place of care.",
  },
  "usecases.provider-not-verified": {
    message: "No authority vouches for this provider right now.",
    nextStep: "Ask them when they will be verified again; nothing was shared.",
  },
  "usecases.not-verified-yourself": {
    message: "You are not verified right now.",
    nextStep: "Ask your authority; you can go on as soon as it has verified you.",
  },
  "usecases.nothing-selected": {
    message: "Nothing is selected.",
    nextStep: "Choose at least one.",
  },
  "usecases.nothing-to-change": {
    message: "It is so already.",
    nextStep: "Change something first, or go back.",
  },
  "usecases.invalid-terms": {
    message:
      "Adding to a part without seeing it, for no part at all, or for none of the known purposes can't be granted.",
    nextStep: "Choose at least one part and a purpose.",
  },
  "usecases.invalid-expiry": {
    message: "This end date has passed or is too far away.",
    nextStep: "Choose a date in the future.",
  },
  "usecases.no-request": {
    message:
      "There is no open request of this provider: it was answered, withdrawn, or has lapsed.",
    nextStep: "Reload your inbox. You can also share without a request.",
  },
  "usecases.no-grant": {
    message: "Nothing is shared with this provider.",
    nextStep: "Reload the list.",
  },
  "usecases.no-access": {
    message: "You have no access to this chart, or not any more.",
    nextStep: "Ask the patient for access.",
  },
  "usecases.no-envelope": {
    message: "You may see this chart, but its keys were not sealed to you yet.",
    nextStep: "Ask the patient to open their app once, or to share again.",
  },
  "usecases.no-handover": {
    message: "The hospital has access, but its records office hasn't handed this chart to you.",
    nextStep: "Ask your hospital's records office to hand it over.",
  },
  "usecases.no-such-record": {
    message: "This record isn't in the chart.",
    nextStep: "Reload the list.",
  },
  "usecases.record-unreadable": {
    message: "This record can't be opened here.",
    nextStep: "Reload the list: it says why.",
  },
  "usecases.changed-meanwhile": {
    message: "The chart changed while this was being prepared. Nothing was saved.",
    nextStep: "Try again: it is prepared anew.",
  },
  "usecases.not-allowed": {
    message: "The patient hasn't given you the power to do this.",
    nextStep: "Ask the patient to do it, or to give you this power.",
  },
  "usecases.sealed-elsewhere": {
    message: "The keys needed for this are not in this app.",
    nextStep: "Unlock with the newest recovery sheet, or ask the patient to share again.",
  },
  "usecases.unknown-keys": {
    message: "The keys of this participant can't be verified, so nothing was sealed to them.",
    nextStep: "Try again later. If it stays so, ask them to publish their keys again.",
  },
  "usecases.invalid-file": {
    message: "This file can't be added as it is described.",
    nextStep: "Correct its title, kind or date.",
  },
  "usecases.keys-used-up": {
    message: "The keys of this part have been changed as often as they can be.",
    nextStep: "Start a new generation of keys in Settings.",
  },
  "usecases.no-evidence": {
    message: "This provider sent no evidence that can be opened here.",
    nextStep: "Ask the provider to apply again with evidence sealed to your present keys.",
  },
  "usecases.changed-since-seen": {
    message: "This provider changed something after you looked at it.",
    nextStep: "Look at it again before you verify it.",
  },
  "usecases.nothing-to-do": {
    message: "There is nothing to do.",
    nextStep: "Nothing needs to be done.",
  },
  "usecases.receipts-undeliverable": {
    message:
      "These receipts can't be sent any more: you opened the records for a hospital that you no longer work for. They were taken off the list.",
    nextStep: "Tell the hospital what you opened, so that it can tell the patient.",
  },
  "usecases.delegate-without-keys": {
    message: "This person has no chart of their own here, so no keys can be sealed to them.",
    nextStep: "Ask them to register first. Without parts to read, they can help right away.",
  },
  "usecases.no-delegation": {
    message: "You may not act for this patient, or not any more.",
    nextStep: "Ask the patient to let you help again, then scan their code.",
  },
  "usecases.not-sponsorable": {
    message: "Nobody else can send this for you: it takes more than one step.",
    nextStep: "Confirm it in your own wallet.",
  },
  "usecases.failed": {
    message: "Something went wrong that this app did not foresee. Nothing more was changed.",
    nextStep: "Try again. If it stays so, report it with the details below.",
  },
} as const satisfies Record<`usecases.${string}`, { message: string; nextStep: string }>;

export type UseCaseErrorCode = keyof typeof useCaseErrors;

export const useCaseErrorCodes = Object.keys(useCaseErrors) as readonly UseCaseErrorCode[];

/** Every failure of this layer. Tell them apart by `code`. */
export class UseCaseError extends HealthRecordsError {
  declare readonly code: UseCaseErrorCode;

  constructor(
    code: UseCaseErrorCode,
    options: { details?: Record<string, string | number>; cause?: unknown } = {},
  ) {
    super({ code, ...useCaseErrors[code], ...options });
  }
}

/** Whatever was thrown, as one of the family: nothing else reaches a screen. */
export function asHealthRecordsError(error: unknown): HealthRecordsError {
  if (error instanceof HealthRecordsError) return error;
  const details =
    error instanceof Error ? { technical: `${error.name}: ${error.message}`.slice(0, 500) } : {};
  return new UseCaseError("usecases.failed", { details, cause: error });
}
