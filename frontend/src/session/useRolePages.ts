/** A list that is read page by page, newest first; otherwise as `useRoleQuery`. */
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from "@tanstack/react-query";
import type { HealthRecordsError } from "../domain/errors.ts";
import { useSession } from "./SessionContext.tsx";
import { toHealthRecordsError } from "./toHealthRecordsError.ts";

export function useRolePages<Page extends { readonly older: string | undefined }>(
  name: readonly (string | number)[],
  read: (older: string | undefined, signal: AbortSignal) => Promise<Page>,
): UseInfiniteQueryResult<InfiniteData<Page, string | undefined>, HealthRecordsError> {
  const { connection, app } = useSession();
  return useInfiniteQuery<
    Page,
    HealthRecordsError,
    InfiniteData<Page, string | undefined>,
    readonly (string | number)[],
    string | undefined
  >({
    queryKey: [
      connection?.doorstep.chainId ?? 0,
      connection?.address ?? "",
      app?.role ?? "doorstep",
      ...name,
    ],
    queryFn: async ({ pageParam, signal }) => {
      try {
        return await read(pageParam, signal);
      } catch (error) {
        throw toHealthRecordsError(error);
      }
    },
    initialPageParam: undefined,
    getNextPageParam: (page) => page.older,
    enabled: connection !== undefined,
  });
}
