import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { usePowers } from "../../session/usePowers.ts";
import { useWords } from "../../session/useWords.ts";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { DateText } from "../../ui/facts/DateText.tsx";
import { Details } from "../../ui/facts/Details.tsx";
import { FileName } from "../../ui/facts/FileName.tsx";
import { formatBytes } from "../../ui/facts/formatBytes.ts";
import { type KeyFact, KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { RecordView } from "../../usecases/model.ts";
import { useRecords } from "./chartQueries.ts";
import { NoSuchRecord } from "./NoSuchRecord.tsx";
import { RecordFile } from "./RecordFile.tsx";
import { RecordRow } from "./RecordRow.tsx";
import { useAuthorName } from "./useAuthorName.ts";
import { versionsOf } from "./versionsOf.ts";

export function RecordPage() {
  const { t } = useTranslation();
  const ref = Number(useParams().ref);
  const records = useRecords();
  const record = records.data?.find((one) => one.ref === ref);
  if (record !== undefined) {
    return <Shown key={ref} record={record} all={records.data ?? []} retry={records.refetch} />;
  }
  return (
    <>
      <PageHeader title={t("chart.record.title")} back="/records" />
      <QueryFaces
        query={records}
        loading={<LoadingRows shape="page" />}
        errorTitle={t("chart.list.failed")}
        isEmpty={() => true}
        empty={<NoSuchRecord />}
      >
        {() => <NoSuchRecord />}
      </QueryFaces>
    </>
  );
}

function Shown(props: { record: RecordView; all: readonly RecordView[]; retry: () => unknown }) {
  const { record, all } = props;
  const { t } = useTranslation();
  const words = useWords();
  const { may } = usePowers();
  const part = words.compartment(record.compartmentKind);
  if (record.state !== "readable") {
    return (
      <>
        <PageHeader title={t("chart.unreadable.title", { part })} back="/records" />
        <ErrorPanel
          error={record.error}
          title={t("chart.unreadable.why")}
          reassurance={t("chart.unreadable.others")}
          actions={
            <>
              <Button variant="default" onClick={() => void props.retry()}>
                {t("ui.tryAgain")}
              </Button>
              {may("add-records") && (
                <Button component={Link} to={`/records/${record.ref}/amend`} variant="default">
                  {t("chart.unreadable.addAgain")}
                </Button>
              )}
            </>
          }
        />
      </>
    );
  }
  const { metadata, supersededBy } = record;
  return (
    <>
      <PageHeader
        title={metadata.title}
        eyebrow={words.recordKind(metadata.kind)}
        back="/records"
        lead={words.isoDay(metadata.date)}
        aside={
          supersededBy !== undefined && (
            <StatusTag kind="ended">{t("chart.list.replaced")}</StatusTag>
          )
        }
      />
      <Stack>
        {supersededBy !== undefined && (
          <Notice
            kind="warning"
            title={t("chart.record.replaced")}
            action={
              <Button component={Link} to={`/records/${supersededBy}`} size="sm" variant="default">
                {t("chart.record.newest")}
              </Button>
            }
          />
        )}
        <RecordFile recordRef={record.ref} metadata={metadata} />
        <Section title={t("chart.record.about")}>
          <Facts record={record} part={part} />
        </Section>
        {supersededBy === undefined && may("add-records") && (
          <div>
            <Button
              component={Link}
              to={`/records/${record.ref}/amend`}
              variant="default"
              leftSection={<Icon name="edit" />}
            >
              {t("chart.record.amend")}
            </Button>
          </div>
        )}
        <Versions record={record} all={all} />
      </Stack>
    </>
  );
}

function Facts(props: { record: RecordView & { state: "readable" }; part: string }) {
  const { record, part } = props;
  const { metadata } = record;
  const { t, i18n } = useTranslation();
  const words = useWords();
  const authorName = useAuthorName();
  const facts: KeyFact[] = [
    { label: t("chart.record.part"), value: part },
    { label: t("chart.record.addedBy"), value: <bdi>{authorName(record.author)}</bdi> },
    ...(record.addedAt === undefined
      ? []
      : [
          {
            label: t("chart.record.addedAt"),
            value: <DateText value={new Date(record.addedAt * 1000)} withTime relative />,
          },
        ]),
    { label: t("chart.record.file"), value: <FileName name={metadata.fileName} /> },
    { label: t("chart.record.size"), value: formatBytes(metadata.bytes, i18n.language) },
  ];
  return (
    <Stack gap="normal">
      <KeyFacts facts={facts} />
      <Details>
        <KeyFacts
          facts={[
            { label: t("chart.record.kind"), value: words.recordKind(metadata.kind) },
            { label: t("chart.record.mime"), value: metadata.mime, mono: true },
            {
              label: t("chart.record.sha256"),
              value: (
                <Copyable
                  value={record.sha256}
                  what={t("chart.record.sha256")}
                  shown={short(record.sha256)}
                />
              ),
            },
            {
              label: t("chart.record.manifest"),
              value: (
                <Copyable
                  value={record.manifest}
                  what={t("chart.record.manifest")}
                  shown={short(record.manifest)}
                />
              ),
            },
            { label: t("chart.record.ref"), value: String(record.ref), mono: true },
            {
              label: t("chart.record.epoch"),
              value: record.epoch === 0 ? t("chart.record.toPeople") : String(record.epoch),
            },
          ]}
        />
      </Details>
    </Stack>
  );
}

function Versions({ record, all }: { record: RecordView; all: readonly RecordView[] }) {
  const { t } = useTranslation();
  const versions = versionsOf(record.ref, all).filter(({ ref }) => ref !== record.ref);
  if (versions.length === 0) return null;
  return (
    <Section title={t("chart.record.versions")} lead={t("chart.record.versionsLead")}>
      <ListGroup>
        {versions.map((version) => (
          <RecordRow key={version.ref} record={version} />
        ))}
      </ListGroup>
    </Section>
  );
}

function short(hex: string): string {
  return hex.length > 20 ? `${hex.slice(0, 10)}…${hex.slice(-6)}` : hex;
}
