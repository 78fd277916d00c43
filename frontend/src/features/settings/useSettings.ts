/** The connector's settings and chains; they exist without a wallet, so without a role. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { HealthRecordsError } from "../../domain/errors.ts";
import type { ChainInfo, Settings } from "../../session/connector.ts";
import { useSession } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";

export function useSettings(): UseQueryResult<Settings, HealthRecordsError> {
  const { connector } = useSession();
  return useConnectorQuery("settings", () => connector.settings());
}

export interface Chains {
  readonly current: ChainInfo;
  readonly all: readonly ChainInfo[];
}

export function useChains(): UseQueryResult<Chains, HealthRecordsError> {
  const { connector } = useSession();
  return useConnectorQuery("chains", async () => {
    const [current, all] = await Promise.all([connector.chain(), connector.chains()]);
    return { current, all };
  });
}

function useConnectorQuery<T>(name: string, read: () => Promise<T>) {
  return useQuery<T, HealthRecordsError>({
    queryKey: ["connector", name],
    queryFn: async () => {
      try {
        return await read();
      } catch (error) {
        throw toHealthRecordsError(error);
      }
    },
    staleTime: 0,
  });
}
