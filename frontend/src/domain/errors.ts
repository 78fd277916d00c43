/**
 * The one error family. Every error that can reach a person carries a code for
 * machines and two sentences: what happened, and what to do next. Each layer has a
 * subclass with its own codes (crypto/errors.ts, ipfs/errors.ts, chain/errors.ts,
 * usecases/errors.ts). Code tells errors apart by class or `code`, never by message.
 * docs/errors.md lists every code.
 */
export class HealthRecordsError extends Error {
  /** Stable, machine-readable, `layer.kebab-case`. */
  readonly code: string;
  /** What the person can do now, one sentence. */
  readonly nextStep: string;
  /** Technical details for the "Details" fold. Never secrets, keys or plaintext. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(options: {
    code: string;
    message: string;
    nextStep: string;
    details?: Record<string, string | number>;
    cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.nextStep = options.nextStep;
    this.details = options.details ?? {};
  }
}
