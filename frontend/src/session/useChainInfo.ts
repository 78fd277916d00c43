import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ChainInfo } from "./connector.ts";
import { useSession } from "./SessionContext.tsx";

/** The chain in use: its name, its coin, whether it is the local one. */
export function useChainInfo(): UseQueryResult<ChainInfo> {
  const { connector, connection } = useSession();
  return useQuery({
    queryKey: ["chain", connection?.doorstep.chainId ?? 0],
    queryFn: () => connector.chain(),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
