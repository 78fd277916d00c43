import type { ProviderNumber } from "../../domain/brand.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";

export function useCompartments() {
  const app = usePatientApp();
  return useRoleQuery(["compartments"], () => app.compartments());
}

export function useDoctors() {
  const app = usePatientApp();
  return useRoleQuery(["doctors"], () => app.doctors());
}

export function useHospitals() {
  const app = usePatientApp();
  return useRoleQuery(["hospitals"], () => app.hospitals());
}

export function useLapsed() {
  const app = usePatientApp();
  return useRoleQuery(["lapsed"], () => app.lapsed());
}

/** What one provider may see or asks for; undefined when there is nothing between the two. */
export function useAccess(provider: ProviderNumber) {
  const app = usePatientApp();
  return useRoleQuery(["access", provider], async () => {
    const [doctors, hospitals] = await Promise.all([app.doctors(), app.hospitals()]);
    return [...doctors, ...hospitals].find((one) => one.provider.provider === provider) ?? null;
  });
}
