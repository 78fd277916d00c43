import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";
import { useAuthorityApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";

/** A provider's code, opened by an authority: leads to that provider. */
export function ScannedProvider({ route }: { route: string }) {
  const { t } = useTranslation();
  const app = useAuthorityApp();
  const code = useRoleQuery(["code", route], () => app.readCode(`#/c/${route}`));
  if (code.data?.is === "provider") {
    return <Navigate to={`/providers/${code.data.provider.provider}`} replace />;
  }
  const all = (
    <Button component={Link} to="/providers">
      {t("authority.providers.title")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("authority.scanned.title")} back="/providers" />
      <QueryFaces
        query={code}
        loading={<LoadingRows shape="page" />}
        errorTitle={t("authority.scanned.failed")}
        errorActions={all}
        isEmpty={() => true}
        empty={
          <EmptyState mark="lost" title={t("authority.scanned.patientTitle")} action={all}>
            {t("authority.scanned.patient")}
          </EmptyState>
        }
      >
        {() => null}
      </QueryFaces>
    </>
  );
}
