import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PatientNumber } from "../../domain/brand.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useNumberParam } from "../../session/useNumberParam.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import { doctorsToHandTo } from "./doctorsToHandTo.ts";
import { type HandOver, useHandOvers, usePatientName, useStaff } from "./queries.ts";

/** Which doctors of the hospital can open this chart, and handing it to another one. */
export function HandOverPage() {
  const { t } = useTranslation();
  const patient = useNumberParam<PatientNumber>("patient");
  if (patient === undefined) {
    return (
      <>
        <PageHeader title={t("hospital.handOver.title")} back="/patients" />
        <EmptyState mark="lost" title={t("hospital.handOver.noPatient")} />
      </>
    );
  }
  return <Chart patient={patient} />;
}

function Chart({ patient }: { patient: PatientNumber }) {
  const { t } = useTranslation();
  const name = usePatientName(patient) ?? t("hospital.handOver.patientNumber", { number: patient });
  const handOvers = useHandOvers(patient);
  const [chosen, setChosen] = useState<ProviderView>();
  return (
    <Stack>
      <PageHeader
        title={t("hospital.handOver.title")}
        lead={t("hospital.handOver.lead", { name })}
        back={chosen === undefined ? `/patients/${patient}` : () => setChosen(undefined)}
        backLabel={chosen === undefined ? name : undefined}
      />
      {chosen !== undefined ? (
        <Confirm
          key={chosen.provider}
          patient={patient}
          name={name}
          doctor={chosen}
          onBack={() => setChosen(undefined)}
        />
      ) : (
        <QueryFaces
          query={handOvers}
          errorTitle={t("hospital.handOver.failed")}
          isEmpty={() => false}
          empty={null}
        >
          {(list) => <Doctors handOvers={list} onChoose={setChosen} />}
        </QueryFaces>
      )}
    </Stack>
  );
}

function Doctors(props: {
  handOvers: readonly HandOver[];
  onChoose: (doctor: ProviderView) => void;
}) {
  const { handOvers, onChoose } = props;
  const { t } = useTranslation();
  const words = useWords();
  const staff = useStaff();
  return (
    <>
      <Section title={t("hospital.handOver.have")}>
        {handOvers.length === 0 ? (
          <p>{t("hospital.handOver.nobody")}</p>
        ) : (
          <ListGroup>
            {handOvers.map(({ doctor, current, upToDate }) => (
              <ListRow
                key={doctor.provider}
                icon="doctor"
                title={<bdi>{words.provider(doctor)}</bdi>}
                meta={
                  !current
                    ? t("hospital.handOver.leftHint")
                    : upToDate
                      ? undefined
                      : t("hospital.handOver.oldHint")
                }
                onClick={current && !upToDate ? () => onChoose(doctor) : undefined}
                status={
                  !current ? (
                    <StatusTag kind="ended">{t("hospital.staff.left")}</StatusTag>
                  ) : upToDate ? (
                    <StatusTag kind="good">{t("hospital.handOver.upToDate")}</StatusTag>
                  ) : (
                    <StatusTag kind="warning">{t("hospital.handOver.old")}</StatusTag>
                  )
                }
              />
            ))}
          </ListGroup>
        )}
      </Section>
      <Section title={t("hospital.handOver.choose")} lead={t("hospital.handOver.chooseLead")}>
        <QueryFaces
          query={staff}
          errorTitle={t("hospital.staff.failed")}
          isEmpty={(all) => doctorsToHandTo(all, handOvers).length === 0}
          empty={
            <Stack gap="normal">
              <p>{t("hospital.handOver.noneLeft")}</p>
              <div>
                <Button component={Link} to="/staff/add" variant="default">
                  {t("hospital.add.title")}
                </Button>
              </div>
            </Stack>
          }
        >
          {(all) => (
            <ListGroup>
              {doctorsToHandTo(all, handOvers).map((doctor) => (
                <ListRow
                  key={doctor.provider}
                  icon="doctor"
                  title={<bdi>{words.provider(doctor)}</bdi>}
                  meta={doctor.profile?.specialty || undefined}
                  onClick={() => onChoose(doctor)}
                />
              ))}
            </ListGroup>
          )}
        </QueryFaces>
      </Section>
    </>
  );
}

function Confirm(props: {
  patient: PatientNumber;
  name: string;
  doctor: ProviderView;
  onBack: () => void;
}) {
  const { patient, name, doctor, onBack } = props;
  const { t } = useTranslation();
  const words = useWords();
  const app = useProviderApp();
  const facts = { name, doctor: words.provider(doctor) };
  // Nothing is sealed to the doctor before it is confirmed: the panel starts unprepared.
  const task = useWalletTask<void>(
    (options) => app.prepareHandOver(patient, doctor.provider, options),
    { like: "handOver" },
  );
  return (
    <TransactionPanel
      {...task.panel}
      explanation={{
        what: t("hospital.handOver.what", facts),
        visibleTo: t("hospital.handOver.visibleTo", facts),
        irreversible: t("hospital.handOver.irreversible", facts),
        fee: task.fee,
      }}
      confirmLabel={t("hospital.handOver.confirm")}
      onBack={onBack}
      backLabel={t("hospital.handOver.other")}
      doneMessage={t("hospital.handOver.done", facts)}
      doneActions={
        <>
          <Button component={Link} to={`/patients/${patient}`}>
            {t("hospital.handOver.toChart")}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t("hospital.handOver.another")}
          </Button>
        </>
      }
    />
  );
}
