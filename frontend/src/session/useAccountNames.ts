/** Accounts as screens name them: what the patient calls who acts for them, else the address. */
import { useCallback } from "react";
import { usePatientApp } from "./SessionContext.tsx";
import { shortAccount } from "./shortAccount.ts";
import { useRoleQuery } from "./useRoleQuery.ts";

export function useAccountNames(): (account: string) => string {
  const { data: names } = useDelegateNames();
  return useCallback(
    (account) =>
      names?.find((one) => isSameAccount(one.account, account))?.name ?? shortAccount(account),
    [names],
  );
}

export function useDelegateNames() {
  const app = usePatientApp();
  return useRoleQuery(["delegate-names"], () => app.delegateNames());
}

/** Addresses are the same whatever the case of their letters. */
export function isSameAccount(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
