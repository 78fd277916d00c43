/** Accounts as screens name them: what the patient calls who acts for them, else the address. */
import { useCallback } from "react";
import { sameAddress } from "../domain/sameAddress.ts";
import { usePatientApp } from "./SessionContext.tsx";
import { shortAccount } from "./shortAccount.ts";
import { useRoleQuery } from "./useRoleQuery.ts";

export function useAccountNames(): (account: string) => string {
  const { data: names } = useDelegateNames();
  return useCallback(
    (account) =>
      names?.find((one) => sameAddress(one.account, account))?.name ?? shortAccount(account),
    [names],
  );
}

export function useDelegateNames() {
  const app = usePatientApp();
  return useRoleQuery(["delegate-names"], () => app.delegateNames());
}
