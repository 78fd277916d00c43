import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { usePowers } from "../../session/usePowers.ts";
import { useWords } from "../../session/useWords.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FilterChips } from "../../ui/form/FilterChips.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { RecordView } from "../../usecases/model.ts";
import { useCompartments, useRecords } from "./chartQueries.ts";
import { RecordRow } from "./RecordRow.tsx";
import { SharedNow } from "./SharedNow.tsx";
import { WaitingNotices } from "./WaitingNotices.tsx";

export function RecordsPage() {
  const { t } = useTranslation();
  const { acting } = usePowers();
  const records = useRecords();
  const hasRecords = (records.data?.length ?? 0) > 0;
  return (
    <>
      <PageHeader title={t(acting ? "chart.list.theirs" : "chart.list.title")} />
      <Stack>
        <WaitingNotices />
        {hasRecords && (
          <Actions>
            <AddButton />
          </Actions>
        )}
        <SharedNow />
        <QueryFaces
          query={records}
          errorTitle={t("chart.list.failed")}
          empty={
            <EmptyState mark="records" title={t("chart.empty.title")} action={<AddButton />}>
              <p>{t("chart.empty.how")}</p>
            </EmptyState>
          }
        >
          {(all) => <RecordList records={all} />}
        </QueryFaces>
      </Stack>
    </>
  );
}

function AddButton() {
  const { t } = useTranslation();
  const { may } = usePowers();
  if (!may("add-records")) return null;
  return (
    <Button component={Link} to="/records/add" leftSection={<Icon name="plus" />}>
      {t("chart.list.add")}
    </Button>
  );
}

const everything = "all";

/** The filter is in the address, so that going back to the list finds it as it was. */
function RecordList({ records }: { records: readonly RecordView[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const { data: compartments = [] } = useCompartments();
  const [search, setSearch] = useSearchParams();
  const counts = Map.groupBy(records, (record) => record.compartment);
  const used = compartments.filter(({ compartment }) => counts.has(compartment));
  const chosen = used.find(({ kind }) => kind === search.get("part"));
  const shown =
    chosen === undefined
      ? records
      : records.filter(({ compartment }) => compartment === chosen.compartment);
  return (
    <Section
      title={chosen === undefined ? t("chart.list.section") : words.compartment(chosen.kind)}
    >
      {used.length > 1 && (
        <FilterChips<string>
          label={t("chart.list.filter")}
          value={chosen?.kind ?? everything}
          onChange={(part) => setSearch(part === everything ? {} : { part }, { replace: true })}
          chips={[
            { value: everything, label: t("chart.list.everything"), count: records.length },
            ...used.map(({ kind, compartment }) => ({
              value: kind,
              label: words.compartment(kind),
              count: counts.get(compartment)?.length ?? 0,
            })),
          ]}
        />
      )}
      <ListGroup label={t("chart.list.section")}>
        {shown.map((record) => (
          <RecordRow key={record.ref} record={record} />
        ))}
      </ListGroup>
    </Section>
  );
}
