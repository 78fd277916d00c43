import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { useWords } from "../../session/useWords.ts";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { type StaffMember, useStaff } from "./queries.ts";

/** The hospital's doctors: who is on the staff now, and who was. */
export function StaffPage() {
  const { t } = useTranslation();
  const staff = useStaff();
  const add = (
    <Button component={Link} to="/staff/add" leftSection={<Icon name="plus" />}>
      {t("hospital.add.title")}
    </Button>
  );
  return (
    <Stack>
      <PageHeader title={t("hospital.staff.title")} lead={t("hospital.staff.lead")} />
      <QueryFaces
        query={staff}
        errorTitle={t("hospital.staff.failed")}
        empty={
          <EmptyState mark="people" title={t("hospital.staff.emptyTitle")} action={add}>
            {t("hospital.staff.empty")}
          </EmptyState>
        }
      >
        {(all) => {
          const current = all.filter((one) => one.current);
          const former = all.filter((one) => !one.current);
          return (
            <>
              <Actions>{add}</Actions>
              {current.length > 0 && (
                <Members title={t("hospital.staff.current")} members={current} />
              )}
              {former.length > 0 && <Members title={t("hospital.staff.former")} members={former} />}
            </>
          );
        }}
      </QueryFaces>
    </Stack>
  );
}

function Members({ title, members }: { title: string; members: readonly StaffMember[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const factsOf = useProviderFacts();
  return (
    <Section title={title}>
      <ListGroup>
        {members.map(({ doctor, since, current }) => {
          const facts = factsOf(doctor);
          return (
            <ListRow
              key={doctor.provider}
              icon={facts.icon}
              title={<bdi>{facts.name}</bdi>}
              meta={
                current && since > 0
                  ? t("hospital.staff.since", {
                      about: facts.about,
                      date: words.day(since, { short: true }),
                    })
                  : facts.about
              }
              to={current ? `/staff/${doctor.provider}` : undefined}
              status={
                !current ? (
                  <StatusTag kind="ended">{t("hospital.staff.left")}</StatusTag>
                ) : doctor.verifiedNow ? undefined : (
                  <StatusTag kind="warning">{t("hospital.staff.notVerified")}</StatusTag>
                )
              }
            />
          );
        })}
      </ListGroup>
    </Section>
  );
}
