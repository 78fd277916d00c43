import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useWords } from "../../session/useWords.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FilterChips } from "../../ui/form/FilterChips.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { AccessView } from "../../usecases/model.ts";
import { PatientRow } from "./PatientRow.tsx";
import { useMe, useOrganizations, usePatients, useUnsentReceipts } from "./queries.ts";
import { UnsentReceiptsNotice } from "./UnsentReceiptsNotice.tsx";
import { useOnBehalfOf } from "./useOnBehalfOf.ts";
import { VerificationBanner } from "./VerificationBanner.tsx";

type Group = "open" | "waiting" | "paused" | "ended";
const groups: readonly Group[] = ["open", "waiting", "paused", "ended"];

/** Whose charts are open to me, whom I asked, and what ended; for a hospital, too, if on its staff. */
export function PatientsPage() {
  const { t } = useTranslation();
  const words = useWords();
  const [, setSearch] = useSearchParams();
  const organization = useOnBehalfOf();
  const me = useMe();
  const organizations = useOrganizations();
  const patients = usePatients(organization);
  const unsent = useUnsentReceipts();
  const scan = (
    <Button component={Link} to="/scan" leftSection={<Icon name="scan" />}>
      {t("provider.scan.title")}
    </Button>
  );
  return (
    <Stack>
      <PageHeader title={t("provider.patients.title")} lead={t("provider.patients.lead")} />
      {me.data !== undefined && <VerificationBanner me={me.data} />}
      {unsent.data !== undefined && <UnsentReceiptsNotice receipts={unsent.data} />}
      {organizations.data !== undefined && organizations.data.length > 0 && (
        <FilterChips
          label={t("provider.patients.forWhom")}
          value={String(organization ?? "")}
          onChange={(value) => setSearch(value === "" ? {} : { for: value }, { replace: true })}
          chips={[
            { value: "", label: t("provider.patients.mine") },
            ...organizations.data.map((one) => ({
              value: String(one.provider),
              label: words.provider(one),
            })),
          ]}
        />
      )}
      <QueryFaces
        query={patients}
        errorTitle={t("provider.patients.failed")}
        empty={
          <EmptyState mark="people" title={t("provider.patients.emptyTitle")} action={scan}>
            {t("provider.patients.empty")}
          </EmptyState>
        }
      >
        {(list) => (
          <>
            {groups.map((group) => {
              const members = list.filter((access) => groupOf(access) === group);
              if (members.length === 0) return null;
              return (
                <Section key={group} title={t(`provider.patients.${group}Group`)}>
                  <ListGroup>
                    {members.map((access) => (
                      <PatientRow
                        key={access.patient}
                        access={access}
                        organization={organization}
                      />
                    ))}
                  </ListGroup>
                </Section>
              );
            })}
          </>
        )}
      </QueryFaces>
    </Stack>
  );
}

function groupOf({ state }: AccessView): Group {
  switch (state) {
    case "live":
      return "open";
    case "pending":
      return "waiting";
    case "suspended":
      return "paused";
    case "expired":
    case "ended":
      return "ended";
  }
}
