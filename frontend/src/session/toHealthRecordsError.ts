import { DomainError } from "../domain/domainError.ts";
import { HealthRecordsError } from "../domain/errors.ts";

/** Whatever was thrown, as something a person can be shown. Keeps the cause for developers. */
export function toHealthRecordsError(error: unknown): HealthRecordsError {
  return error instanceof HealthRecordsError
    ? error
    : new DomainError("domain.unexpected", { cause: error });
}
