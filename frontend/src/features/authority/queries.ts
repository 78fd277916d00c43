/** The authority's questions to the use cases, each under one name wherever it is asked. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useAuthorityApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import type { ProviderView } from "../../usecases/model.ts";

/** Everyone who applied here, newest first. The same name as the frame's own count. */
export function useProviders(): UseQueryResult<readonly ProviderView[], HealthRecordsError> {
  const app = useAuthorityApp();
  return useRoleQuery(["providers"], () => app.providers());
}

/** Those whose authority was removed, and whom this one can take over. */
export function useLeftBehind(): UseQueryResult<readonly ProviderView[], HealthRecordsError> {
  const app = useAuthorityApp();
  return useRoleQuery(["left-behind"], () => app.leftBehind());
}
