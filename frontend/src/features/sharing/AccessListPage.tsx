import { Button } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { usePowers } from "../../session/usePowers.ts";
import { Details } from "../../ui/facts/Details.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { Tabs } from "../../ui/layout/Tabs.tsx";
import type { AccessView, CompartmentView } from "../../usecases/model.ts";
import { AccessRow } from "./AccessRow.tsx";
import { LapsedNotice } from "./LapsedNotice.tsx";
import { useCompartments, useDoctors, useHospitals } from "./sharingQueries.ts";

/** Doctors and hospitals apart, as the contract keeps them. The tab is in the address. */
export function AccessListPage() {
  const { t } = useTranslation();
  const doctors = useDoctors();
  const hospitals = useHospitals();
  const { data: compartments = [] } = useCompartments();
  const [search, setSearch] = useSearchParams();
  const tab = search.get("list") === "hospitals" ? "hospitals" : "doctors";
  return (
    <>
      <PageHeader title={t("sharing.access.title")} lead={t("sharing.access.lead")} back="/share" />
      <Stack>
        <LapsedNotice />
        <Tabs
          label={t("sharing.access.title")}
          value={tab}
          onChange={(list) => setSearch({ list }, { replace: true })}
          tabs={[
            {
              id: "doctors",
              label: t("sharing.access.doctors"),
              count: liveCount(doctors.data),
              panel: <AccessList query={doctors} of="doctors" compartments={compartments} />,
            },
            {
              id: "hospitals",
              label: t("sharing.access.hospitals"),
              count: liveCount(hospitals.data),
              panel: <AccessList query={hospitals} of="hospitals" compartments={compartments} />,
            },
          ]}
        />
      </Stack>
    </>
  );
}

function liveCount(accesses: readonly AccessView[] | undefined): number | undefined {
  return accesses?.filter(({ state }) => state === "live").length;
}

interface AccessListProps {
  query: UseQueryResult<readonly AccessView[]>;
  of: "doctors" | "hospitals";
  compartments: readonly CompartmentView[];
}

function AccessList({ query, of, compartments }: AccessListProps) {
  const { t } = useTranslation();
  const { may } = usePowers();
  return (
    <QueryFaces
      query={query}
      errorTitle={t("sharing.access.failed")}
      empty={
        <EmptyState
          mark="people"
          title={t(`sharing.access.empty.${of}`)}
          action={
            may("grant") && (
              <Button component={Link} to="/share/scan">
                {t("sharing.home.scan")}
              </Button>
            )
          }
        >
          {t("sharing.access.empty.how")}
        </EmptyState>
      }
    >
      {(all) => {
        const current = all.filter(({ state }) => state !== "ended");
        const ended = all.filter(({ state }) => state === "ended");
        return (
          <Stack>
            {current.length === 0 ? (
              <p>{t("sharing.access.noneNow")}</p>
            ) : (
              <ListGroup label={t(`sharing.access.${of}`)}>
                {current.map((access) => (
                  <AccessRow
                    key={access.provider.provider}
                    access={access}
                    compartments={compartments}
                  />
                ))}
              </ListGroup>
            )}
            {ended.length > 0 && (
              <Details summary={t("sharing.access.ended", { count: ended.length })}>
                <ListGroup label={t("sharing.access.ended", { count: ended.length })}>
                  {ended.map((access) => (
                    <AccessRow
                      key={access.provider.provider}
                      access={access}
                      compartments={compartments}
                    />
                  ))}
                </ListGroup>
              </Details>
            )}
          </Stack>
        );
      }}
    </QueryFaces>
  );
}
