import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { ProviderNumber } from "../../domain/brand.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import type { AccessView, CompartmentView } from "../../usecases/model.ts";
import { useAccess, useCompartments } from "./sharingQueries.ts";

export interface AccessLookupProps {
  children: (access: AccessView, compartments: readonly CompartmentView[]) => ReactNode;
}

/** Finds what the provider in the address may see; the page itself is drawn with the answer. */
export function AccessLookup({ children }: AccessLookupProps) {
  const { t } = useTranslation();
  const access = useAccess(Number(useParams().provider) as ProviderNumber);
  const compartments = useCompartments();
  if (access.data != null && compartments.data !== undefined) {
    return children(access.data, compartments.data);
  }
  const nothing = (
    <EmptyState
      mark="people"
      title={t("sharing.access.nothing")}
      action={
        <Button component={Link} to="/share/access">
          {t("sharing.share.toList")}
        </Button>
      }
    />
  );
  return (
    <>
      <PageHeader title={t("sharing.access.one")} back="/share/access" />
      {access.data == null ? (
        <QueryFaces
          query={access}
          loading={<LoadingRows shape="facts" />}
          errorTitle={t("sharing.access.failed")}
          isEmpty={(data) => data === null}
          empty={nothing}
        >
          {() => nothing}
        </QueryFaces>
      ) : (
        <QueryFaces query={compartments} loading={<LoadingRows shape="facts" />} empty={nothing}>
          {() => nothing}
        </QueryFaces>
      )}
    </>
  );
}
