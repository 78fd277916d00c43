import { usePatientApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";

export function useInbox() {
  const app = usePatientApp();
  return useRoleQuery(["inbox"], () => app.inbox(), { live: true });
}

export function useCompartments() {
  const app = usePatientApp();
  return useRoleQuery(["compartments"], () => app.compartments());
}
