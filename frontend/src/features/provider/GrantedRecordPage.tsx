import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PatientNumber } from "../../domain/brand.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useNumberParam } from "../../session/useNumberParam.ts";
import { useOpened } from "../../session/useOpened.ts";
import { useWords } from "../../session/useWords.ts";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { Details } from "../../ui/facts/Details.tsx";
import { FileName } from "../../ui/facts/FileName.tsx";
import { formatBytes } from "../../ui/facts/formatBytes.ts";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FileViewer } from "../../ui/file/FileViewer.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { RecordView } from "../../usecases/model.ts";
import { NotAPatient } from "./NotAPatient.tsx";
import { useGrantedChart, useUnsentReceipts } from "./queries.ts";
import { ReceiptGuard } from "./ReceiptGuard.tsx";
import { UnsentReceiptsNotice } from "./UnsentReceiptsNotice.tsx";
import { useAuthorName } from "./useAuthorName.ts";
import { onBehalfOf, pathFor, useOnBehalfOf } from "./useOnBehalfOf.ts";

/** One record of a patient, opened; that it was is noted for the patient. */
export function GrantedRecordPage() {
  const patient = useNumberParam<PatientNumber>("patient");
  const ref = useNumberParam("ref");
  return patient === undefined || ref === undefined ? (
    <NotAPatient />
  ) : (
    <OpenedRecordView key={`${patient}/${ref}`} patient={patient} recordRef={ref} />
  );
}

function OpenedRecordView({ patient, recordRef }: { patient: PatientNumber; recordRef: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const app = useProviderApp();
  const organization = useOnBehalfOf();
  const chart = useGrantedChart(patient, organization);
  const unsent = useUnsentReceipts();
  const opened = useOpened(`${patient}/${recordRef}`, (options) =>
    app.openRecord(patient, recordRef, { ...options, ...onBehalfOf(organization) }),
  );
  const { refetch } = unsent;
  useEffect(() => {
    // Opening has noted it: the notice and the question on leaving count it from now on.
    if (opened.status === "success") void refetch();
  }, [opened.status, refetch]);
  const listed = chart.data?.records.find(({ ref }) => ref === recordRef);
  const record = listed?.state === "readable" ? listed : undefined;
  const metadata = opened.data?.metadata ?? record?.metadata;
  const percent =
    opened.fraction === undefined ? undefined : `${Math.round(opened.fraction * 100)} %`;
  return (
    <Stack>
      <ReceiptGuard patient={patient} />
      <PageHeader
        title={metadata?.title ?? t("provider.record.title")}
        eyebrow={metadata === undefined ? undefined : words.recordKind(metadata.kind)}
        lead={metadata === undefined ? undefined : words.isoDay(metadata.date)}
        back={pathFor(`/patients/${patient}`, organization)}
        backLabel={chart.data?.details.name ?? t("provider.record.back")}
      />
      {record?.supersededBy !== undefined && (
        <Notice
          kind="warning"
          title={t("provider.record.replacedTitle")}
          action={
            <Button
              component={Link}
              to={pathFor(`/patients/${patient}/records/${record.supersededBy}`, organization)}
              variant="default"
              size="sm"
            >
              {t("provider.record.newest")}
            </Button>
          }
        />
      )}
      <QueryFaces
        query={opened}
        loading={
          <LoadingRows
            shape="page"
            label={
              percent === undefined
                ? t("provider.record.opening")
                : t("provider.record.openingPercent", { percent })
            }
          />
        }
        errorTitle={t("provider.record.failed")}
        empty={null}
      >
        {(file) => (
          <Stack>
            <FileViewer
              blob={file.blob}
              fileName={file.metadata.fileName}
              mimeType={file.metadata.mime}
            />
            {unsent.data !== undefined && (
              <UnsentReceiptsNotice
                receipts={unsent.data.filter((one) => one.patient === patient)}
              />
            )}
          </Stack>
        )}
      </QueryFaces>
      {record !== undefined && <About record={record} />}
    </Stack>
  );
}

function About({ record }: { record: RecordView & { state: "readable" } }) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const authorName = useAuthorName();
  const { metadata } = record;
  const fingerprint = t("provider.record.fingerprint");
  return (
    <Section title={t("provider.record.about")}>
      <Stack gap="normal">
        <KeyFacts
          facts={[
            { label: t("provider.record.part"), value: words.compartment(record.compartmentKind) },
            { label: t("provider.record.addedBy"), value: <bdi>{authorName(record.author)}</bdi> },
            ...(record.addedAt === undefined
              ? []
              : [{ label: t("provider.record.addedAt"), value: words.day(record.addedAt) }]),
            { label: t("provider.record.file"), value: <FileName name={metadata.fileName} /> },
            {
              label: t("provider.record.size"),
              value: formatBytes(metadata.bytes, i18n.language),
            },
          ]}
        />
        <Details>
          <KeyFacts
            facts={[
              { label: t("provider.record.type"), value: metadata.mime, mono: true },
              {
                label: fingerprint,
                value: (
                  <Copyable
                    value={record.sha256}
                    what={fingerprint}
                    shown={`${record.sha256.slice(0, 10)}…${record.sha256.slice(-6)}`}
                  />
                ),
              },
              { label: t("provider.record.number"), value: String(record.ref), mono: true },
            ]}
          />
        </Details>
      </Stack>
    </Section>
  );
}
