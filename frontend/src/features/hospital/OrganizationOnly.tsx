import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";
import { RequireRole } from "../../session/RequireRole.tsx";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";

/** Hospitals and organizations have staff; everybody else is told so. */
export function OrganizationOnly() {
  return (
    <RequireRole only="provider">
      <WithStaff />
    </RequireRole>
  );
}

function WithStaff() {
  const { t } = useTranslation();
  const { kind } = useProviderApp();
  if (kind === "hospital" || kind === "organization") return <Outlet />;
  return (
    <>
      <PageHeader title={t("hospital.staff.title")} back="/patients" />
      <EmptyState mark="people" title={t("hospital.onlyTitle")}>
        {t("hospital.only")}
      </EmptyState>
    </>
  );
}
