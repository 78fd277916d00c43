/** The provider's questions to the use cases, each under one name wherever it is asked. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import type { AccessView, ProviderView } from "../../usecases/model.ts";
import type { GrantedChart, ProviderApp } from "../../usecases/useCases.ts";
import { onBehalfOf } from "./useOnBehalfOf.ts";

type Answer<T> = UseQueryResult<T, HealthRecordsError>;

export function useMe(): Answer<ProviderView> {
  const app = useProviderApp();
  return useRoleQuery(["me"], () => app.me());
}

/** The organizations on whose staff a doctor is; nobody else is on a staff. */
export function useOrganizations(): Answer<readonly ProviderView[]> {
  const app = useProviderApp();
  return useRoleQuery(["organizations"], () =>
    app.kind === "doctor" ? app.organizations() : Promise.resolve([]),
  );
}

export function usePatients(
  organization: ProviderNumber | undefined,
): Answer<readonly AccessView[]> {
  const app = useProviderApp();
  return useRoleQuery(["patients", organization ?? 0], () => app.patients(organization), {
    live: true,
  });
}

export function useGrantedChart(
  patient: PatientNumber | undefined,
  organization: ProviderNumber | undefined,
  enabled = true,
): Answer<GrantedChart> {
  const app = useProviderApp();
  return useRoleQuery(
    ["granted-chart", patient ?? 0, organization ?? 0],
    (signal) =>
      app.openChart(patient ?? (0 as PatientNumber), { signal, ...onBehalfOf(organization) }),
    { enabled: enabled && patient !== undefined, askAnew: true },
  );
}

export type UnsentReceipts = Awaited<ReturnType<ProviderApp["unsentReceipts"]>>;

export function useUnsentReceipts(): Answer<UnsentReceipts> {
  const app = useProviderApp();
  return useRoleQuery(["unsent-receipts"], () => app.unsentReceipts());
}
