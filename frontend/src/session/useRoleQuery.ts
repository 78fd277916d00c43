/**
 * Queries of the unlocked role. Keys carry chain, wallet and role, so that nothing of one person
 * is ever shown to another; locking clears the cache. Chain data and decrypted *metadata* may be
 * cached here while unlocked; decrypted files never are.
 */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { HealthRecordsError } from "../domain/errors.ts";
import { useSession } from "./SessionContext.tsx";
import { toHealthRecordsError } from "./toHealthRecordsError.ts";

export function useRoleQuery<T>(
  name: readonly (string | number)[],
  read: (signal: AbortSignal) => Promise<T>,
  options: { enabled?: boolean; refetchEveryMs?: number } = {},
): UseQueryResult<T, HealthRecordsError> {
  const { connection, app } = useSession();
  return useQuery<T, HealthRecordsError>({
    queryKey: [
      connection?.doorstep.chainId ?? 0,
      connection?.address ?? "",
      app?.role ?? "doorstep",
      ...name,
    ],
    queryFn: async ({ signal }) => {
      try {
        return await read(signal);
      } catch (error) {
        throw toHealthRecordsError(error);
      }
    },
    enabled: (options.enabled ?? true) && connection !== undefined,
    ...(options.refetchEveryMs === undefined ? {} : { refetchInterval: options.refetchEveryMs }),
  });
}
