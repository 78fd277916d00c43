import type { DelegatePower } from "../usecases/model.ts";
import { useSession } from "./SessionContext.tsx";

export interface Powers {
  /** Somebody acts for the patient. */
  readonly acting: boolean;
  /** Whether the person in front of the screen may do that in this chart. */
  may(what: Ability): boolean;
}

/**
 * A power; or what takes more than powers: letting others act, showing the recovery sheet, moving
 * the keys on, sealing old records anew.
 */
export type Ability = DelegatePower | "appoint" | "hold-main-keys" | "lock" | "relock";

/** Everything for a chart's owner; for who acts for them, what they were given. */
export function usePowers(): Powers {
  const { app } = useSession();
  const patient = app?.role === "patient" ? app : undefined;
  const powers = patient?.actingWith;
  return {
    acting: powers !== undefined,
    may(what) {
      const has = (power: DelegatePower) => powers === undefined || powers.includes(power);
      const holdsMainKeys = patient?.holdsMainKeys ?? false;
      switch (what) {
        case "appoint":
          return powers === undefined;
        case "hold-main-keys":
          return holdsMainKeys;
        case "lock":
          return holdsMainKeys && has("revoke");
        case "relock":
          return holdsMainKeys && has("add-records");
        default:
          return has(what);
      }
    },
  };
}
