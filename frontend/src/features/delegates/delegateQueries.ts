import { useQueryClient } from "@tanstack/react-query";
import type { Address } from "../../domain/brand.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";

export function useDelegates() {
  const app = usePatientApp();
  return useRoleQuery(["delegates"], () => app.delegates());
}

/** Keeps what the patient calls somebody, and shows it wherever they are named. */
export function useNameDelegate() {
  const app = usePatientApp();
  const client = useQueryClient();
  const nameDelegate = async (account: Address, name: string) => {
    await app.nameDelegate(account, name);
    await client.invalidateQueries({
      predicate: ({ queryKey }) =>
        queryKey.includes("delegates") || queryKey.includes("delegate-names"),
    });
  };
  return { nameDelegate };
}

export function useCompartments() {
  const app = usePatientApp();
  return useRoleQuery(["compartments"], () => app.compartments());
}
