import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useNumberParam } from "../../session/useNumberParam.ts";
import { useTermsWords } from "../../session/useTermsWords.ts";
import { useWords } from "../../session/useWords.ts";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { GrantedChart } from "../../usecases/useCases.ts";
import classes from "./ChartPage.module.css";
import { GrantedRecordRow } from "./GrantedRecordRow.tsx";
import { NotAPatient } from "./NotAPatient.tsx";
import { useGrantedChart, useUnsentReceipts } from "./queries.ts";
import { ReceiptGuard } from "./ReceiptGuard.tsx";
import { UnsentReceiptsNotice } from "./UnsentReceiptsNotice.tsx";
import { pathFor, useOnBehalfOf } from "./useOnBehalfOf.ts";
import { usePatientName } from "./usePatientName.ts";

/** A patient's chart, as far as it was shared with me. */
export function ChartPage() {
  const patient = useNumberParam<PatientNumber>("patient");
  return patient === undefined ? <NotAPatient /> : <Chart patient={patient} />;
}

function Chart({ patient }: { patient: PatientNumber }) {
  const { t } = useTranslation();
  const words = useWords();
  const nameOf = usePatientName();
  const organization = useOnBehalfOf();
  const chart = useGrantedChart(patient, organization);
  const unsent = useUnsentReceipts();
  const details = chart.data?.details;
  const toPatients = pathFor("/patients", organization);
  return (
    <Stack>
      <ReceiptGuard patient={patient} />
      <PageHeader
        title={nameOf(patient, details)}
        lead={
          details === undefined
            ? undefined
            : t("provider.patients.born", { date: words.isoDay(details.birthDate) })
        }
        back={toPatients}
        backLabel={t("provider.patients.title")}
      />
      {unsent.data !== undefined && (
        <UnsentReceiptsNotice receipts={unsent.data.filter((one) => one.patient === patient)} />
      )}
      <QueryFaces
        query={chart}
        loading={<LoadingRows label={t("provider.chart.opening")} />}
        errorTitle={t("provider.chart.failed")}
        errorActions={
          // Where the patient shares already, asking again would not help.
          chart.error?.code === "usecases.no-access" && (
            <Button component={Link} to={pathFor(`/patients/${patient}/ask`, organization)}>
              {t("provider.ask.title")}
            </Button>
          )
        }
        empty={null}
      >
        {(opened) => <Opened chart={opened} organization={organization} />}
      </QueryFaces>
    </Stack>
  );
}

function Opened(props: { chart: GrantedChart; organization: ProviderNumber | undefined }) {
  const { chart, organization } = props;
  const { patient, terms, compartments, records } = chart;
  const { t, i18n } = useTranslation();
  const words = useWords();
  const inWords = useTermsWords(compartments)(terms);
  const app = useProviderApp();
  const here = `/patients/${patient}`;
  // By name, each of them: what is missing here may be closed to this reader.
  const parts = new Intl.ListFormat(i18n.language).format(
    compartments
      .filter(({ compartment }) => terms.read.includes(compartment))
      .map(({ kind }) => words.compartment(kind)),
  );
  const sections = compartments
    .map((section) => ({
      ...section,
      records: records.filter(({ compartment }) => compartment === section.compartment),
    }))
    .filter((section) => section.records.length > 0);
  const named = new Set(compartments.map(({ compartment }) => compartment));
  const rest = records.filter(({ compartment }) => !named.has(compartment));
  const add = terms.write.length > 0 && (
    <Button
      component={Link}
      to={pathFor(`${here}/add`, organization)}
      leftSection={<Icon name="plus" />}
    >
      {t("provider.add.title")}
    </Button>
  );
  const isPlace = (app.kind === "hospital" || app.kind === "organization") && !organization;
  return (
    <>
      <Stack>
        <div>
          <StatusTag kind="good">
            {t("provider.patients.until", { date: words.day(terms.expiresAt) })}
          </StatusTag>
        </div>
        {(add !== false || isPlace) && (
          <Actions>
            {add}
            {isPlace && (
              <Button component={Link} to={`${here}/handover`} variant="default">
                {t("provider.chart.handOver")}
              </Button>
            )}
          </Actions>
        )}
        {records.length === 0 ? (
          <EmptyState mark="records" title={t("provider.chart.emptyTitle")}>
            {t("provider.chart.empty")}
          </EmptyState>
        ) : (
          <Notice>{t("provider.chart.logged")}</Notice>
        )}
      </Stack>
      <div className={classes.sections}>
        {sections.map((section) => (
          <Section key={section.compartment} title={words.compartment(section.kind)}>
            <Rows records={section.records} base={here} organization={organization} />
          </Section>
        ))}
        {rest.length > 0 && (
          <Section title={words.compartment(undefined)}>
            <Rows records={rest} base={here} organization={organization} />
          </Section>
        )}
        <Section title={t("provider.chart.terms")}>
          <KeyFacts
            facts={[
              { label: t("provider.chart.parts"), value: parts },
              { label: t("provider.ask.rights"), value: inWords.rights },
              { label: t("provider.ask.purpose"), value: inWords.purpose },
              ...(chart.onBehalfOf === undefined
                ? []
                : [{ label: t("provider.ask.who"), value: words.provider(chart.onBehalfOf) }]),
            ]}
          />
          <Actions>
            <Button component={Link} to={pathFor(`${here}/ask`, organization)} variant="default">
              {t("provider.chart.askMore")}
            </Button>
          </Actions>
        </Section>
      </div>
    </>
  );
}

function Rows(props: {
  records: GrantedChart["records"];
  base: string;
  organization: ProviderNumber | undefined;
}) {
  return (
    <ListGroup>
      {props.records.map((record) => (
        <GrantedRecordRow
          key={record.ref}
          record={record}
          to={pathFor(`${props.base}/records/${record.ref}`, props.organization)}
        />
      ))}
    </ListGroup>
  );
}
