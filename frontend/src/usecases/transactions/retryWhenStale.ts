import { isRevert } from "../../chain/errors.ts";
import type { RevertName } from "../../chain/revertErrors.ts";
import { UseCaseError } from "../errors.ts";
import type { Prepared } from "../model.ts";

export type SubmitOptions = NonNullable<Parameters<Prepared<unknown>["submit"]>[0]>;

const stale = [
  "HealthRecordsStaleEpoch",
  "HealthRecordsStaleGeneration",
  "HealthRecordsStaleSheet",
] as const satisfies readonly RevertName[];

/**
 * A task that is prepared once more, without the person noticing, when the chart's keys moved
 * between preparing and confirming: the contract says so before the wallet opens. Where it then
 * takes more confirmations than were announced, the person is asked to look again.
 */
export function retryWhenStale<T>(
  prepared: Prepared<T>,
  prepareAgain: () => Promise<Prepared<T>>,
): Prepared<T> {
  return {
    ...prepared,
    async submit(options = {}) {
      try {
        return await prepared.submit(quietAbout(options, ...stale));
      } catch (error) {
        if (!isRevert(error, ...stale)) throw error;
        options.onState?.({ state: "preparing", step: "keys-moved" });
        const again = await prepareAgain();
        if (again.facts.confirmations === prepared.facts.confirmations) {
          return again.submit(options);
        }
        const failure = new UseCaseError("usecases.changed-meanwhile", { cause: error });
        options.onState?.({ state: "failed", error: failure });
        throw failure;
      }
    },
  };
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
