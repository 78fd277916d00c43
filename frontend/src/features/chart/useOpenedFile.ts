import { useCallback, useEffect, useRef, useState } from "react";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import type { OpenedRecord } from "../../usecases/model.ts";

export type OpenedFile =
  | { readonly state: "closed" }
  | { readonly state: "opening"; readonly fraction: number }
  | { readonly state: "open"; readonly record: OpenedRecord }
  | { readonly state: "failed"; readonly error: HealthRecordsError };

/**
 * A record's file, fetched, checked and decrypted. The bytes live in this component's state and
 * nowhere else; leaving the page or locking drops them and stops what is under way.
 */
export function useOpenedFile(
  ref: number,
  openAtOnce: boolean,
): { file: OpenedFile; open: () => void; close: () => void } {
  const app = usePatientApp();
  const [file, setFile] = useState<OpenedFile>({ state: "closed" });
  const running = useRef<AbortController>(undefined);

  const close = useCallback(() => {
    running.current?.abort();
    setFile({ state: "closed" });
  }, []);
  const open = useCallback(() => {
    running.current?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    running.current = controller;
    setFile({ state: "opening", fraction: 0 });
    app
      .openRecord(ref, {
        signal,
        onProgress: (fraction) => {
          if (!signal.aborted) setFile({ state: "opening", fraction });
        },
      })
      .then(
        (record) => {
          if (!signal.aborted) setFile({ state: "open", record });
        },
        (error: unknown) => {
          if (!signal.aborted) setFile({ state: "failed", error: toHealthRecordsError(error) });
        },
      );
  }, [app, ref]);

  useEffect(() => {
    if (openAtOnce) open();
    return close;
  }, [openAtOnce, open, close]);
  return { file, open, close };
}
