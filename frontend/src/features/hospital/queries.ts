/** The hospital's questions to the use cases, each under one name wherever it is asked. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { PatientNumber } from "../../domain/brand.ts";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import type { ProviderApp } from "../../usecases/useCases.ts";

type Answer<T> = UseQueryResult<T, HealthRecordsError>;

export type StaffMember = Awaited<ReturnType<ProviderApp["staff"]>>[number];
export type HandOver = Awaited<ReturnType<ProviderApp["handovers"]>>[number];

export function useStaff(): Answer<readonly StaffMember[]> {
  const app = useProviderApp();
  return useRoleQuery(["staff"], () => app.staff());
}

export function useHandOvers(patient: PatientNumber): Answer<readonly HandOver[]> {
  const app = useProviderApp();
  return useRoleQuery(["handovers", patient], () => app.handovers(patient));
}

/** The patient's name, from the list of patients that is usually there already. */
export function usePatientName(patient: PatientNumber): string | undefined {
  const app = useProviderApp();
  const patients = useRoleQuery(["patients", 0], () => app.patients());
  return patients.data?.find((one) => one.patient === patient)?.patientDetails?.name;
}
