import { usePatientApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";

export function useRecords() {
  const app = usePatientApp();
  return useRoleQuery(["records"], (signal) => app.records({ signal }));
}

export function useCompartments() {
  const app = usePatientApp();
  return useRoleQuery(["compartments"], () => app.compartments());
}

/** Everyone with a grant or a request, doctors and hospitals together. */
export function useAccessList() {
  const app = usePatientApp();
  return useRoleQuery(["access"], async () => {
    const [doctors, hospitals] = await Promise.all([app.doctors(), app.hospitals()]);
    return [...doctors, ...hospitals];
  });
}

export function useInbox() {
  const app = usePatientApp();
  return useRoleQuery(["inbox"], () => app.inbox());
}

export function useLapsed() {
  const app = usePatientApp();
  return useRoleQuery(["lapsed"], () => app.lapsed());
}
