import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ProviderNumber } from "../../domain/brand.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useNumberParam } from "../../session/useNumberParam.ts";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { ProviderCard } from "../../ui/people/ProviderCard.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import { type StaffMember, useStaff } from "./queries.ts";

/** One doctor of the staff, and taking them off it. */
export function StaffMemberPage() {
  const { t } = useTranslation();
  const number = useNumberParam<ProviderNumber>("doctor");
  const staff = useStaff();
  // Kept, so that the page still says who it was once they are off the list.
  const [kept, setKept] = useState<StaffMember>();
  const member = kept ?? staff.data?.find(({ doctor }) => doctor.provider === number);
  return (
    <Stack>
      <PageHeader title={t("hospital.member.title")} back="/staff" />
      {member !== undefined ? (
        <Member member={member} onStart={() => setKept(member)} />
      ) : (
        <QueryFaces
          query={staff}
          loading={<LoadingRows shape="page" />}
          errorTitle={t("hospital.staff.failed")}
          isEmpty={() => true}
          empty={
            <EmptyState mark="lost" title={t("hospital.member.unknown")}>
              {t("hospital.member.unknownHint")}
            </EmptyState>
          }
        >
          {() => null}
        </QueryFaces>
      )}
    </Stack>
  );
}

function Member({ member, onStart }: { member: StaffMember; onStart: () => void }) {
  const { doctor, since, current } = member;
  const { t } = useTranslation();
  const words = useWords();
  const app = useProviderApp();
  const factsOf = useProviderFacts();
  const name = words.provider(doctor);
  const task = useWalletTask<void>(() => app.prepareStaffRemoval(doctor.provider));
  return (
    <Stack>
      <ProviderCard {...factsOf(doctor)} />
      {current && since > 0 && <p>{t("hospital.member.since", { date: words.day(since) })}</p>}
      {task.started ? (
        <TransactionPanel
          {...task.panel}
          danger
          explanation={{
            what: t("hospital.remove.what", { name }),
            visibleTo: t("hospital.remove.visibleTo", { name }),
            irreversible: t("hospital.remove.irreversible", { name }),
            fee: task.fee,
          }}
          confirmLabel={t("hospital.remove.confirm")}
          onBack={task.reset}
          backLabel={t("hospital.remove.keep")}
          doneMessage={t("hospital.remove.done", { name })}
          doneActions={
            <Button component={Link} to="/staff">
              {t("hospital.toStaff")}
            </Button>
          }
        />
      ) : current ? (
        <Section title={t("hospital.remove.title")} lead={t("hospital.remove.lead", { name })}>
          <Actions>
            <Button
              variant="default"
              onClick={() => {
                onStart();
                task.start();
              }}
            >
              {t("hospital.remove.button")}
            </Button>
          </Actions>
        </Section>
      ) : (
        <p>{t("hospital.member.leftHint")}</p>
      )}
    </Stack>
  );
}
