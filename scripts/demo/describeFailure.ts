import { HealthRecordsError } from "../../frontend/src/domain/errors.ts";

/** Bad input to a command: said plainly, without a stack. */
export class DemoError extends Error {
  override readonly name = "DemoError";
}

export function describeFailure(error: unknown): string {
  if (error instanceof DemoError) return error.message;
  if (error instanceof HealthRecordsError) {
    return `${error.message} ${error.nextStep} (${error.code})`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
