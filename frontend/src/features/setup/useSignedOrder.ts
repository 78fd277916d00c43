import { useCallback, useState } from "react";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useSession } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import type { Prepared } from "../../usecases/model.ts";

export interface PreparedOrder {
  readonly kind: string;
  readonly signer: string;
  /** Unix seconds. */
  readonly deadline: number;
  prepare(): Promise<Prepared<void>>;
}

/** Reads what somebody signed, before this account pays for it. */
export function useSignedOrder() {
  const { connection } = useSession();
  const [order, setOrder] = useState<PreparedOrder>();
  const [problem, setProblem] = useState<HealthRecordsError>();
  const [checking, setChecking] = useState(false);
  const check = useCallback(
    (text: string) => {
      if (connection === undefined) return;
      const prepare = () => connection.doorstep.prepareRelayedOrder(text.trim());
      setProblem(undefined);
      setChecking(true);
      prepare()
        .then(
          ({ facts }) =>
            setOrder({
              kind: String(facts.order),
              signer: String(facts.signer),
              deadline: Number(facts.deadline),
              prepare,
            }),
          (error) => setProblem(toHealthRecordsError(error)),
        )
        .finally(() => setChecking(false));
    },
    [connection],
  );
  const clear = useCallback(() => setOrder(undefined), []);
  return { order, problem, checking, check, clear };
}
