import { HealthRecordsError } from "../../frontend/src/domain/errors.ts";

/**
 * The error that a promise ends with. Hardhat's toolbox puts chai-as-promised into the chai that
 * vitest uses, too, where `rejects` then means something else.
 */
export async function failureOf(promise: Promise<unknown>): Promise<HealthRecordsError> {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    if (error instanceof HealthRecordsError) return error;
    throw error;
  }
  throw new Error(`it was meant to fail, but gave ${JSON.stringify(result)}`);
}

export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await failureOf(promise)).code;
}
