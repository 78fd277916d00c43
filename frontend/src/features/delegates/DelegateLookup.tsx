import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { sameAddress } from "../../domain/sameAddress.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import type { DelegateView } from "../../usecases/model.ts";
import { useDelegates } from "./delegateQueries.ts";

export interface DelegateLookupProps {
  readonly title: string;
  /** Something else that must be there before the page can show. */
  readonly also?: UseQueryResult<unknown, HealthRecordsError> | undefined;
  readonly children: (delegate: DelegateView) => ReactNode;
}

/** The delegate whose account the address names, or a page that says why not. */
export function DelegateLookup({ title, also, children }: DelegateLookupProps) {
  const { t } = useTranslation();
  const { account = "" } = useParams();
  const delegates = useDelegates();
  // Once ended it may be gone from the list; this page still says what came of it.
  const last = useRef<DelegateView>(undefined);
  const found = delegates.data?.find((one) => sameAddress(one.account, account));
  if (found !== undefined) last.current = found;
  const isReady = also === undefined || also.data !== undefined;
  if (last.current !== undefined && sameAddress(last.current.account, account) && isReady) {
    return children(last.current);
  }
  const nobody = <EmptyState mark="people" title={t("delegates.nobody")} />;
  const query = delegates.data === undefined || also === undefined || isReady ? delegates : also;
  return (
    <>
      <PageHeader title={title} back="/delegates" />
      <QueryFaces
        query={query}
        loading={<LoadingRows shape="facts" />}
        errorTitle={t("delegates.failed")}
        isEmpty={() => true}
        empty={nobody}
      >
        {() => nobody}
      </QueryFaces>
    </>
  );
}
