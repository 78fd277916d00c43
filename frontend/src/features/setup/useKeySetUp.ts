import { useCallback, useEffect, useRef, useState } from "react";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useSession } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import type { SetUpDraft } from "../../usecases/useCases.ts";

export type KeyStep = "passphrase" | "sheet" | "check" | "done";

export interface KeySetUp {
  readonly step: KeyStep;
  readonly passphrase: string;
  readonly draft: SetUpDraft | undefined;
  readonly problem: HealthRecordsError | undefined;
  setPassphrase(passphrase: string): void;
  /** Draws the keys, once, and goes on to the sheet. */
  makeKeys(): void;
  go(step: KeyStep): void;
  /** The keys are in use now: leaving the page no longer wipes them. */
  keep(): void;
}

/** New keys while somebody sets up; wiped when they leave before the keys are in use. */
export function useKeySetUp(): KeySetUp {
  const { connection } = useSession();
  const doorstep = connection?.doorstep;
  const [step, go] = useState<KeyStep>("passphrase");
  const [passphrase, setPassphrase] = useState("");
  const [draft, setDraft] = useState<SetUpDraft>();
  const [problem, setProblem] = useState<HealthRecordsError>();
  const unused = useRef<SetUpDraft>(undefined);
  useEffect(() => () => unused.current?.discard(), []);

  const makeKeys = useCallback(() => {
    go("sheet");
    setProblem(undefined);
    if (draft !== undefined || doorstep === undefined) return;
    doorstep.beginSetUp().then(
      (made) => {
        unused.current = made;
        setDraft(made);
      },
      (error) => setProblem(toHealthRecordsError(error)),
    );
  }, [doorstep, draft]);

  const keep = useCallback(() => {
    unused.current = undefined;
  }, []);
  return { step, passphrase, draft, problem, setPassphrase, makeKeys, go, keep };
}
