import { usePatientApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";

export function useDelegates() {
  const app = usePatientApp();
  return useRoleQuery(["delegates"], () => app.delegates());
}

export function useCompartments() {
  const app = usePatientApp();
  return useRoleQuery(["compartments"], () => app.compartments());
}
