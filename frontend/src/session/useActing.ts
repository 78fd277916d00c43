import { useCallback } from "react";
import { sameAddress } from "../domain/sameAddress.ts";
import { usePatientApp, useSession } from "./SessionContext.tsx";

export interface Acting {
  /** Somebody acts for the patient. */
  readonly acting: boolean;
  /** "" where the delegate was not given it. */
  readonly patientName: string;
  /** Whether that account is the delegate in front of the screen. */
  readonly isMe: (account: string) => boolean;
}

/** Who looks at a patient's chart: "you" is not always the patient. */
export function useActing(): Acting {
  const { connection } = useSession();
  const { actingWith, details } = usePatientApp();
  const address = connection?.address;
  const isMe = useCallback(
    (account: string) => address !== undefined && sameAddress(address, account),
    [address],
  );
  return { acting: actingWith !== undefined, patientName: details.name, isMe };
}
