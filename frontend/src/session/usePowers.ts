import type { DelegatePower } from "../usecases/model.ts";
import { useSession } from "./SessionContext.tsx";

export interface Powers {
  /** Somebody acts for the patient. */
  readonly acting: boolean;
  /** Whether the person in front of the screen may do that in this chart. */
  may(what: DelegatePower | "appoint" | "hold-main-keys"): boolean;
}

/** Everything for a chart's owner; for who acts for them, what they were given. */
export function usePowers(): Powers {
  const { app } = useSession();
  const patient = app?.role === "patient" ? app : undefined;
  const powers = patient?.actingWith;
  return {
    acting: powers !== undefined,
    may(what) {
      // Nobody but the owner lets others act.
      if (what === "appoint") return powers === undefined;
      if (what === "hold-main-keys") return patient?.holdsMainKeys ?? false;
      return powers === undefined || powers.includes(what);
    },
  };
}
