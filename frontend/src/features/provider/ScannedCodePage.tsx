import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";

/** What a phone's own camera opened: a patient's code leads on to asking. */
export function ScannedCodePage() {
  const { t } = useTranslation();
  const app = useProviderApp();
  const route = useSearchParams()[0].get("code") ?? "";
  const code = useRoleQuery(
    ["code", route],
    () => app.readCode(route.includes("#/c/") ? route : `#/c/${route}`),
    { askAnew: true },
  );
  const scan = (
    <Button component={Link} to="/scan">
      {t("provider.scan.again")}
    </Button>
  );
  if (code.data?.is === "patient") {
    return <Navigate to={`/patients/${code.data.patient}/ask`} replace />;
  }
  return (
    <>
      <PageHeader title={t("provider.scan.title")} back="/scan" />
      <QueryFaces
        query={code}
        loading={<LoadingRows shape="page" label={t("provider.scan.reading")} />}
        errorTitle={t("provider.scan.failed")}
        errorActions={scan}
        isEmpty={() => true}
        empty={
          <EmptyState mark="lost" title={t("provider.scan.notPatientTitle")} action={scan}>
            {t("provider.scan.notPatient")}
          </EmptyState>
        }
      >
        {() => null}
      </QueryFaces>
    </>
  );
}
