/**
 * Queries of the unlocked role. Keys carry chain, wallet and role, so that nothing of one person
 * is ever shown to another; locking clears the cache. Chain data and decrypted *metadata* may be
 * cached here while unlocked; decrypted files never are.
 */
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
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

/** Mainnet's blocks come every 12 s; a tab in the background doesn't ask. */
const blockPollMs = 4_000;

export function useRoleQuery<T>(
  name: readonly (string | number)[],
  read: (signal: AbortSignal) => Promise<T>,
  options: {
    enabled?: boolean;
    /** Asks again with every new block: for what others change while one looks on. */
    live?: boolean;
    /** Asks at every visit, however recent the last answer: for what ends or begins at once. */
    askAnew?: boolean;
  } = {},
): UseQueryResult<T, HealthRecordsError> {
  const { connection, app } = useSession();
  const isEnabled = (options.enabled ?? true) && connection !== undefined;
  const key = [
    connection?.doorstep.chainId ?? 0,
    connection?.address ?? "",
    app?.role ?? "doorstep",
    // One wallet may open several charts, one after the other.
    app?.role === "patient" ? app.patient : 0,
    ...name,
  ];
  const query = useQuery<T, HealthRecordsError>({
    queryKey: key,
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
    enabled: isEnabled,
    // What was read before the newest block is old, however recent.
    ...(options.askAnew === true || options.live === true ? { staleTime: 0 } : {}),
  });
  const isLive = isEnabled && options.live === true;
  const block = useNewestBlock(isLive);
  const seen = useRef(block);
  const client = useQueryClient();
  const latestKey = useRef(key);
  latestKey.current = key;
  const { refetch } = query;
  useEffect(() => {
    const isNew = block !== undefined && block !== seen.current;
    seen.current = block;
    if (!isLive || !isNew) return undefined;
    // An answer under way may be from before this block: it is let finish, then asked for again.
    const isUnderWay = client.isFetching({ queryKey: latestKey.current, exact: true }) > 0;
    const again = () => refetch({ cancelRefetch: false });
    let isGone = false;
    void again().then(() => (isUnderWay && !isGone ? again() : undefined));
    return () => {
      isGone = true;
    };
  }, [block, client, isLive, refetch]);
  return query;
}

/** One question for all of a page's live lists, and a small one. */
function useNewestBlock(enabled: boolean): number | undefined {
  const { connection } = useSession();
  const { data } = useQuery({
    queryKey: [connection?.doorstep.chainId ?? 0, "newest-block"],
    queryFn: () => connection?.doorstep.newestBlock() ?? 0,
    enabled: enabled && connection !== undefined,
    refetchInterval: blockPollMs,
    staleTime: 0,
  });
  // What other lists have asked is there even for one that doesn't want to know.
  return enabled ? data : undefined;
}
