import { HealthRecordsError } from "../domain/errors.ts";

/** Whatever was thrown, as something a person can be shown. Keeps the cause for developers. */
export function toHealthRecordsError(error: unknown): HealthRecordsError {
  if (error instanceof HealthRecordsError) {
    return error;
  }
  return new HealthRecordsError({
    code: "domain.unexpected",
    message: "Something went wrong that this app did not expect. Nothing was lost.",
    nextStep: "Try again. If it happens again, close this page and open it anew.",
    cause: error,
  });
}
