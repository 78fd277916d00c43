import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { usePowers } from "../../session/usePowers.ts";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { MyCode } from "./MyCode.tsx";
import { useDoctors, useHospitals } from "./sharingQueries.ts";

export function SharePage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const { may } = usePowers();
  const doctors = useDoctors();
  const hospitals = useHospitals();
  const live = [...(doctors.data ?? []), ...(hospitals.data ?? [])].filter(
    ({ state }) => state === "live",
  ).length;
  const known = doctors.isSuccess && hospitals.isSuccess;
  return (
    <>
      <PageHeader title={t("sharing.home.title")} lead={t("sharing.home.lead")} />
      <Stack>
        {may("grant") && (
          <Actions>
            <Button component={Link} to="/share/scan" leftSection={<Icon name="scan" />}>
              {t("sharing.home.scan")}
            </Button>
          </Actions>
        )}
        <Section title={t("sharing.home.code")} lead={t("sharing.home.codeLead")}>
          <MyCode app={app} what={t("sharing.myCode.ofPatient")} />
        </Section>
        <Section title={t("sharing.home.who")}>
          <ListGroup>
            <ListRow
              to="/share/access"
              icon="people"
              title={t("sharing.access.title")}
              meta={known ? t("sharing.home.live", { count: live }) : t("sharing.home.accessHint")}
            />
            <ListRow
              to="/trace"
              icon="eye"
              title={t("sharing.home.trace")}
              meta={t("sharing.home.traceHint")}
            />
            {may("appoint") && (
              <ListRow
                to="/delegates"
                icon="share"
                title={t("sharing.home.delegates")}
                meta={t("sharing.home.delegatesHint")}
              />
            )}
          </ListGroup>
        </Section>
      </Stack>
    </>
  );
}
