import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useRolePages } from "../../session/useRolePages.ts";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FilterChips } from "../../ui/form/FilterChips.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { groupEntries } from "./groupEntries.ts";
import { TraceEntries } from "./TraceEntries.tsx";

type Shown = "all" | "openings";

export function TracePage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const trace = useRolePages(["trace"], (older, signal) =>
    app.trace({ signal, ...(older === undefined ? {} : { older }) }),
  );
  // Titles only make the sentences clearer: without them the page is complete.
  const { data: records } = useRoleQuery(["records"], (signal) => app.records({ signal }));
  const titles = useMemo(
    () =>
      new Map(
        (records ?? []).flatMap((record) =>
          record.state === "readable" ? [[record.ref, record.metadata.title] as const] : [],
        ),
      ),
    [records],
  );
  const [search, setSearch] = useSearchParams();
  const shown: Shown = search.get("show") === "openings" ? "openings" : "all";

  return (
    <>
      <PageHeader title={t("trace.title")} lead={t("trace.lead")} back="/more" />
      <QueryFaces
        query={trace}
        errorTitle={t("trace.failed")}
        isEmpty={({ pages }) => pages.every(({ entries }) => entries.length === 0)}
        empty={
          <EmptyState mark="trace" title={t("trace.empty.title")}>
            {t("trace.empty.what")}
          </EmptyState>
        }
      >
        {({ pages }) => {
          const all = groupEntries(pages.flatMap(({ entries }) => entries));
          const openings = all.filter(({ what }) => what === "opened");
          const entries = shown === "openings" ? openings : all;
          const older = trace.hasNextPage;
          const horizon = pages.at(-1)?.horizon;
          return (
            <Stack>
              <FilterChips<Shown>
                label={t("trace.filter")}
                value={shown}
                onChange={(show) => setSearch(show === "all" ? {} : { show }, { replace: true })}
                chips={[
                  { value: "all", label: t("trace.all") },
                  { value: "openings", label: t("trace.openings"), count: openings.length },
                ]}
              />
              {entries.length === 0 ? (
                <EmptyState mark="trace" title={t("trace.noOpenings")}>
                  {older ? t("trace.noOpeningsYet") : t("trace.empty.what")}
                </EmptyState>
              ) : (
                <TraceEntries entries={entries} titles={titles} />
              )}
              {older && (
                <Actions>
                  <Button
                    variant="default"
                    loading={trace.isFetchingNextPage}
                    onClick={() => void trace.fetchNextPage()}
                  >
                    {t("trace.older")}
                  </Button>
                </Actions>
              )}
              {horizon !== undefined && <Notice>{t("trace.horizon", { block: horizon })}</Notice>}
              <Notice>{t("trace.honest")}</Notice>
            </Stack>
          );
        }}
      </QueryFaces>
    </>
  );
}
