import type { TFunction } from "i18next";
import { HealthRecordsError } from "../../domain/errors.ts";

/** What a person is told about a failure, and what is one tap away. */
export interface ErrorFacts {
  /** What happened, one sentence. */
  readonly message: string;
  /** What to do now, one sentence. */
  readonly nextStep: string;
  readonly code: string;
  readonly details?: Readonly<Record<string, string | number>> | undefined;
}

/**
 * Any thrown value as words. Anything outside the error family is a fault of ours: the person gets
 * a plain sentence, and the technical text goes into the fold.
 */
export function errorFacts(error: unknown, t: TFunction): ErrorFacts {
  if (error instanceof HealthRecordsError) {
    return {
      message: error.message,
      nextStep: error.nextStep,
      code: error.code,
      details: error.details,
    };
  }
  return {
    message: t("ui.error.unexpected"),
    nextStep: t("ui.error.unexpectedNext"),
    code: "app.unexpected",
    details: {
      technical: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    },
  };
}
