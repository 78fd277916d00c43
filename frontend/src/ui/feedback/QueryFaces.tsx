import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../icon/Icon.tsx";
import { ErrorPanel } from "./ErrorPanel.tsx";
import { errorFacts } from "./errorFacts.ts";
import { LoadingRows } from "./LoadingRows.tsx";
import { Notice } from "./Notice.tsx";

export interface QueryFacesProps<T> {
  query: Pick<UseQueryResult<T>, "status" | "data" | "error" | "isFetching"> & {
    refetch: () => unknown;
  };
  children: (data: T) => ReactNode;
  /** Shown instead of the data when `isEmpty` says so: an `EmptyState`. */
  empty: ReactNode;
  /** An empty array is empty by itself; anything else needs this. */
  isEmpty?: ((data: T) => boolean) | undefined;
  /** Skeleton rows when nothing is given. */
  loading?: ReactNode;
  /** "We could not show your records". */
  errorTitle?: string | undefined;
  /** Buttons beside "Try again". */
  errorActions?: ReactNode;
}

/**
 * The four faces of a query: loading, empty, error with a next step, data. When a refresh fails,
 * the last data stay on screen under a notice.
 */
export function QueryFaces<T>({
  query,
  children,
  empty,
  isEmpty = (data) => Array.isArray(data) && data.length === 0,
  loading,
  errorTitle,
  errorActions,
}: QueryFacesProps<T>) {
  const { t } = useTranslation();
  if (query.status === "pending") return loading ?? <LoadingRows />;
  const tryAgain = (
    <Button
      variant="default"
      size="sm"
      leftSection={<Icon name="refresh" size={1.25} />}
      loading={query.isFetching}
      onClick={() => void query.refetch()}
    >
      {t("ui.tryAgain")}
    </Button>
  );
  const data = query.data;
  if (query.status === "error" && data === undefined) {
    return (
      <ErrorPanel
        error={errorFacts(query.error, t)}
        title={errorTitle}
        actions={
          <>
            {tryAgain}
            {errorActions}
          </>
        }
      />
    );
  }
  // A query that succeeded holds a T, which may itself be undefined.
  const shown = data as T;
  return (
    <>
      {query.status === "error" && (
        <Notice kind="warning" action={tryAgain}>
          {t("ui.query.stale")} {errorFacts(query.error, t).message}
        </Notice>
      )}
      {isEmpty(shown) ? empty : children(shown)}
    </>
  );
}
