/** Accounts as screens name them: what the patient calls who acts for them, else the address. */
import { useCallback } from "react";
import { usePatientApp } from "./SessionContext.tsx";
import { shortAccount } from "./shortAccount.ts";
import { useRoleQuery } from "./useRoleQuery.ts";

export function useAccountNames(): (account: string) => string {
  const app = usePatientApp();
  const { data: names } = useRoleQuery(["delegate-names"], () => app.delegateNames());
  return useCallback(
    (account) => names?.find((one) => isSame(one.account, account))?.name ?? shortAccount(account),
    [names],
  );
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
