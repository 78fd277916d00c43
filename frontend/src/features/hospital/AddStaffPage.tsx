import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { QrScanner } from "../../ui/code/QrScanner.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { ProviderCard } from "../../ui/people/ProviderCard.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { ProviderView } from "../../usecases/model.ts";

type Problem = HealthRecordsError | "patient" | "notADoctor";

/** A doctor's code, who that is, and onto the staff. */
export function AddStaffPage() {
  const { t } = useTranslation();
  const app = useProviderApp();
  const [doctor, setDoctor] = useState<ProviderView>();
  const [problem, setProblem] = useState<Problem>();

  async function read(text: string) {
    setProblem(undefined);
    try {
      const found = await app.readCode(text);
      if (found.is === "patient") setProblem("patient");
      else if (found.provider.kind !== "doctor") setProblem("notADoctor");
      else setDoctor(found.provider);
    } catch (error) {
      setProblem(toHealthRecordsError(error));
    }
  }

  return (
    <Stack>
      <PageHeader
        title={t("hospital.add.title")}
        lead={doctor === undefined ? t("hospital.add.lead") : undefined}
        back={doctor === undefined ? "/staff" : () => setDoctor(undefined)}
      />
      {doctor !== undefined ? (
        <Confirm doctor={doctor} onBack={() => setDoctor(undefined)} />
      ) : (
        <QrScanner
          aim={t("hospital.add.aim")}
          onCode={(text) => void read(text)}
          problem={
            problem === undefined ? undefined : problem === "patient" ||
              problem === "notADoctor" ? (
              <div role="alert">
                <Notice kind="warning" title={t(`hospital.add.${problem}Title`)}>
                  {t("hospital.add.wrongCode")}
                </Notice>
              </div>
            ) : (
              <ErrorPanel error={problem} title={t("hospital.add.failed")} takesFocus />
            )
          }
        />
      )}
    </Stack>
  );
}

function Confirm({ doctor, onBack }: { doctor: ProviderView; onBack: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const app = useProviderApp();
  const factsOf = useProviderFacts();
  const name = words.provider(doctor);
  const task = useWalletTask<void>(() => app.prepareStaffAddition(doctor.provider));
  return (
    <Stack>
      <ProviderCard {...factsOf(doctor)} />
      {!doctor.verifiedNow ? (
        <>
          <Notice kind="warning" title={t("hospital.add.notVerifiedTitle", { name })}>
            {t("hospital.add.notVerified")}
          </Notice>
          <Actions>
            <Button onClick={onBack}>{t("hospital.add.other")}</Button>
          </Actions>
        </>
      ) : task.started ? (
        <TransactionPanel
          {...task.panel}
          explanation={{
            what: t("hospital.add.what", { name }),
            visibleTo: t("hospital.add.visibleTo", { name }),
            fee: task.fee,
          }}
          confirmLabel={t("hospital.add.confirm")}
          onBack={task.reset}
          doneMessage={t("hospital.add.done", { name })}
          doneActions={
            <Button component={Link} to="/staff">
              {t("hospital.toStaff")}
            </Button>
          }
        />
      ) : (
        <>
          <p>{t("hospital.add.check")}</p>
          <Actions>
            <Button onClick={task.start}>{t("ui.continue")}</Button>
            <Button variant="default" onClick={onBack}>
              {t("hospital.add.other")}
            </Button>
          </Actions>
        </>
      )}
    </Stack>
  );
}
