import { isRevert } from "../../chain/errors.ts";
import type { RevertName } from "../../chain/revertErrors.ts";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { asHealthRecordsError, UseCaseError } from "../errors.ts";
import type { Prepared } from "../model.ts";

export type SubmitOptions = NonNullable<Parameters<Prepared<unknown>["submit"]>[0]>;

const stale = [
  "HealthRecordsStaleEpoch",
  "HealthRecordsStaleGeneration",
  "HealthRecordsStaleSheet",
] as const satisfies readonly RevertName[];

/**
 * A task that is prepared once more, without the person noticing, when what it was sealed for
 * changed between preparing and confirming: the contract says so before the wallet opens, or
 * `isOutdated` does (access that lapsed by itself changes nothing on the chain). Where it then
 * takes more confirmations than were announced, the person is asked to look again.
 */
export function retryWhenStale<T>(
  prepared: Prepared<T>,
  prepareAgain: () => Promise<Prepared<T>>,
  isOutdated: () => Promise<boolean>,
): Prepared<T> {
  return {
    ...prepared,
    async submit(options = {}) {
      const report = (error: unknown): never => {
        throw reported(error, options);
      };
      let cause: unknown;
      options.onState?.({ state: "preparing", step: "checking" });
      if (!(await isOutdated().catch(report))) {
        try {
          return await prepared.submit(quietAbout(options, ...stale));
        } catch (error) {
          if (!isRevert(error, ...stale)) throw error;
          cause = error;
        }
      }
      options.onState?.({ state: "preparing", step: "keys-moved" });
      const again = await prepareAgain().catch(report);
      if (again.facts.confirmations === prepared.facts.confirmations) return again.submit(options);
      return report(new UseCaseError("usecases.changed-meanwhile", { cause }));
    },
  };
}

/** Told to whoever watches the states, once. */
function reported(thrown: unknown, { onState }: SubmitOptions): HealthRecordsError {
  const error = asHealthRecordsError(thrown);
  onState?.({ state: "failed", error });
  return error;
}

/** Reverts that are handled here aren't reported as the end. */
export function quietAbout(options: SubmitOptions, ...names: readonly RevertName[]): SubmitOptions {
  const { onState } = options;
  if (onState === undefined) return options;
  return {
    ...options,
    onState(state) {
      if (state.state === "failed" && isRevert(state.error, ...names)) return;
      onState(state);
    },
  };
}
