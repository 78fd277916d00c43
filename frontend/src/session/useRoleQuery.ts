/**
 * Queries of the unlocked role. Keys carry chain, wallet and role, so that nothing of one person
 * is ever shown to another; locking clears the cache. Chain data and decrypted *metadata* may be
 * cached here while unlocked; decrypted files never are.
 */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { HealthRecordsError } from "../domain/errors.ts";
import { useSession } from "./SessionContext.tsx";
import { toHealthRecordsError } from "./toHealthRecordsError.ts";

/** After these, the last data must not stay on screen as merely out of date. */
const accessEnded: ReadonlySet<string> = new Set([
  "usecases.no-access",
  "usecases.no-envelope",
  "usecases.no-handover",
  "usecases.no-delegation",
  "chain.health-records-access-denied",
  "chain.health-records-not-provider",
]);

export function useRoleQuery<T>(
  name: readonly (string | number)[],
  read: (signal: AbortSignal) => Promise<T>,
  options: {
    enabled?: boolean;
    refetchEveryMs?: number;
    /** Asks at every visit, however recent the last answer: for what ends or begins at once. */
    askAnew?: boolean;
  } = {},
): UseQueryResult<T, HealthRecordsError> {
  const { connection, app } = useSession();
  return useQuery<T, HealthRecordsError>({
    queryKey: [
      connection?.doorstep.chainId ?? 0,
      connection?.address ?? "",
      app?.role ?? "doorstep",
      ...name,
    ],
    queryFn: async ({ signal, client, queryKey }) => {
      try {
        return await read(signal);
      } catch (error) {
        const known = toHealthRecordsError(error);
        if (accessEnded.has(known.code)) {
          client.getQueryCache().find({ queryKey, exact: true })?.setState({ data: undefined });
        }
        throw known;
      }
    },
    enabled: (options.enabled ?? true) && connection !== undefined,
    ...(options.askAnew === true ? { staleTime: 0 } : {}),
    ...(options.refetchEveryMs === undefined ? {} : { refetchInterval: options.refetchEveryMs }),
  });
}
