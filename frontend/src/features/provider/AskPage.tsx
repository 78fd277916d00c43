import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PatientNumber } from "../../domain/brand.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useNumberParam } from "../../session/useNumberParam.ts";
import { useWords } from "../../session/useWords.ts";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { AccessView } from "../../usecases/model.ts";
import { AskForm } from "./AskForm.tsx";
import { firstDraft } from "./askDraft.ts";
import { NotAPatient } from "./NotAPatient.tsx";
import { OpenRequest } from "./OpenRequest.tsx";
import { useGrantedChart, useMe, useOrganizations, usePatients } from "./queries.ts";
import { pathFor, useOnBehalfOf } from "./useOnBehalfOf.ts";
import { usePatientName } from "./usePatientName.ts";
import { VerificationBanner } from "./VerificationBanner.tsx";

/** Ask a patient for access, or see what became of having asked. */
export function AskPage() {
  const patient = useNumberParam<PatientNumber>("patient");
  return patient === undefined ? <NotAPatient /> : <Ask patient={patient} />;
}

function Ask({ patient }: { patient: PatientNumber }) {
  const { t } = useTranslation();
  const app = useProviderApp();
  const me = useMe();
  const organizations = useOrganizations();
  const fromRoute = useOnBehalfOf();
  const [draft, setDraft] = useState(() => firstDraft(app.kind, fromRoute));
  // What there is already is looked up once the answer is given: not while it is being chosen.
  const [organization, setOrganization] = useState(fromRoute);
  const patients = usePatients(organization);
  const access = patients.data?.find((one) => one.patient === patient);
  const live = access?.state === "live";
  const chart = useGrantedChart(patient, organization, live);
  const nameOf = usePatientName();
  const name = nameOf(patient, access?.patientDetails ?? chart.data?.details);
  // The form stays where it is after sending: it says that it is done.
  const [asking, setAsking] = useState(false);
  const waits = access?.request !== undefined && !asking;
  return (
    <Stack>
      <PageHeader
        title={t(waits ? "provider.ask.waitingTitle" : "provider.ask.title")}
        lead={<bdi>{name}</bdi>}
        back={pathFor(live ? `/patients/${patient}` : "/patients", organization)}
      />
      {me.data !== undefined && <VerificationBanner me={me.data} />}
      <QueryFaces
        query={patients}
        errorTitle={t("provider.patients.failed")}
        isEmpty={() => false}
        empty={null}
      >
        {() =>
          waits && access !== undefined ? (
            <OpenRequest
              access={access}
              organization={organization}
              compartments={chart.data?.compartments ?? []}
            />
          ) : (
            <>
              {access !== undefined && !asking && (
                <Earlier access={access} to={pathFor(`/patients/${patient}`, organization)} />
              )}
              <AskForm
                patient={patient}
                name={name}
                draft={draft}
                onDraft={setDraft}
                onAnswered={() => setOrganization(draft.organization)}
                organizations={organizations.data ?? []}
                known={chart.data?.compartments ?? []}
                onStart={() => setAsking(true)}
                onReset={() => setAsking(false)}
              />
            </>
          )
        }
      </QueryFaces>
    </Stack>
  );
}

/** What there is already with this patient. */
function Earlier({ access, to }: { access: AccessView; to: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const date = words.day(access.grant?.expiresAt ?? 0);
  switch (access.state) {
    case "live":
      return (
        <Notice
          kind="good"
          title={t("provider.ask.liveTitle", { date })}
          action={
            <Button component={Link} to={to} variant="default" size="sm">
              {t("provider.ask.openChart")}
            </Button>
          }
        >
          {t("provider.ask.live")}
        </Notice>
      );
    case "expired":
      return <Notice>{t("provider.ask.expired", { date })}</Notice>;
    case "suspended":
      return <Notice kind="warning">{t("provider.ask.suspended")}</Notice>;
    case "ended":
      return <Notice>{t("provider.ask.ended")}</Notice>;
    case "pending":
      return null;
  }
}
