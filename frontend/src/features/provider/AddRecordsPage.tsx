import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import {
  draftProblems,
  type FileDraft,
  fileToAdd,
  isoDay,
  progressState,
} from "../../session/fileDrafts.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useFileDrafts } from "../../session/useFileDrafts.ts";
import { useNumberParam } from "../../session/useNumberParam.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LeaveGuard } from "../../ui/feedback/LeaveGuard.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FileDrop } from "../../ui/file/FileDrop.tsx";
import { ProgressList } from "../../ui/file/ProgressList.tsx";
import { type FieldProblem, FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { FileDetailsForm } from "../../ui/record/FileDetailsForm.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import { type CompartmentView, type FileProgress, recordKinds } from "../../usecases/model.ts";
import type { GrantedChart } from "../../usecases/useCases.ts";
import { NotAPatient } from "./NotAPatient.tsx";
import { useGrantedChart } from "./queries.ts";
import { onBehalfOf, pathFor, useOnBehalfOf } from "./useOnBehalfOf.ts";
import { usePatientName } from "./usePatientName.ts";

/** Add records to a patient's chart, where the patient allowed it. */
export function AddRecordsPage() {
  const patient = useNumberParam<PatientNumber>("patient");
  return patient === undefined ? <NotAPatient /> : <Add patient={patient} />;
}

function Add({ patient }: { patient: PatientNumber }) {
  const { t } = useTranslation();
  const organization = useOnBehalfOf();
  const chart = useGrantedChart(patient, organization);
  const nameOf = usePatientName();
  const name = nameOf(patient, chart.data?.details);
  const back = pathFor(`/patients/${patient}`, organization);
  return (
    <Stack>
      <PageHeader
        title={t("provider.add.title")}
        lead={t("provider.add.lead", { name })}
        back={back}
        backLabel={name}
      />
      <QueryFaces
        query={chart}
        errorTitle={t("provider.chart.failed")}
        errorActions={
          <Button component={Link} to={pathFor(`/patients/${patient}/ask`, organization)}>
            {t("provider.ask.title")}
          </Button>
        }
        isEmpty={(opened) => opened.terms.write.length === 0}
        empty={
          <EmptyState
            mark="records"
            title={t("provider.add.notAllowedTitle")}
            action={
              <Button component={Link} to={pathFor(`/patients/${patient}/ask`, organization)}>
                {t("provider.ask.title")}
              </Button>
            }
          >
            {t("provider.add.notAllowed")}
          </EmptyState>
        }
      >
        {(opened) => <Files chart={opened} organization={organization} name={name} back={back} />}
      </QueryFaces>
    </Stack>
  );
}

type Problem = ReturnType<typeof draftProblems>[number];

function Files(props: {
  chart: GrantedChart;
  organization: ProviderNumber | undefined;
  name: string;
  back: string;
}) {
  const { chart, organization, name, back } = props;
  const { t } = useTranslation();
  const words = useWords();
  const app = useProviderApp();
  const now = new Date();
  // As they were when the page opened: a refresh must not move what was chosen.
  const [parts] = useState<readonly CompartmentView[]>(() =>
    chart.compartments.filter(({ compartment }) => chart.terms.write.includes(compartment)),
  );
  const files = useFileDrafts(parts, t("provider.add.photoTitle"));
  const { drafts } = files;
  const [attempt, setAttempt] = useState(0);
  const [progress, setProgress] = useState<ReadonlyMap<number, FileProgress>>(new Map());
  const task = useWalletTask<readonly number[]>(({ signal }) => {
    setProgress(new Map());
    return app.prepareRecords(
      chart.patient,
      drafts.map((draft) => fileToAdd(draft)),
      {
        signal,
        ...onBehalfOf(organization),
        onProgress: (next) => {
          if (!signal.aborted) setProgress((were) => new Map(were).set(next.index, next));
        },
      },
    );
  });
  const { step } = task.panel.state;
  const textOf = (problem: Problem) => t(`provider.add.problem.${problem}`);

  if (step === "preparing") {
    return (
      <Section title={t("provider.add.sealing")} lead={t("provider.add.sealingHint")}>
        <LeaveGuard when>{t("provider.add.unsaved")}</LeaveGuard>
        <Stack>
          <ProgressList
            files={drafts.map((draft, index) => ({
              id: draft.id,
              name: draft.file.name,
              bytes: draft.file.size,
              state: progressState(progress.get(index)?.stage),
              fraction: progress.get(index)?.fraction,
            }))}
          />
          <Actions>
            <Button variant="default" onClick={task.cancel}>
              {t("ui.cancel")}
            </Button>
          </Actions>
        </Stack>
      </Section>
    );
  }
  if (task.started) {
    const facts = {
      count: drafts.length,
      title: drafts[0]?.title ?? "",
      name,
      parts: words.compartments([...new Set(drafts.map(({ part }) => part))], parts),
    };
    return (
      <>
        <LeaveGuard when={step !== "done" && step !== "pending"}>
          {t("provider.add.unsaved")}
        </LeaveGuard>
        <TransactionPanel
          {...task.panel}
          explanation={{
            what: t("provider.add.what", facts),
            visibleTo: t("provider.add.visibleTo", facts),
            irreversible: t("provider.add.irreversible"),
            fee: task.fee,
          }}
          confirmLabel={t("provider.add.confirm")}
          onBack={task.reset}
          doneMessage={t("provider.add.done", facts)}
          doneActions={
            <Button component={Link} to={back}>
              {t("provider.record.back")}
            </Button>
          }
        />
      </>
    );
  }

  const chooser = <FileDrop label={t("provider.add.drop")} onFiles={files.add} />;
  if (drafts.length === 0) return chooser;
  const problems: readonly FieldProblem[] =
    attempt === 0
      ? []
      : drafts.flatMap((draft) =>
          draftProblems(draft, now).map((problem) => ({
            fieldId: `${draft.id}-${fieldOf(problem)}`,
            message: textOf(problem),
          })),
        );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempt(attempt + 1);
    if (!files.incomplete) task.start();
  };
  return (
    <form noValidate onSubmit={submit}>
      <LeaveGuard when>{t("provider.add.unsaved")}</LeaveGuard>
      <Stack>
        <FormErrorSummary problems={problems} attempt={attempt} />
        {drafts.map((draft) => (
          <FileDetailsForm
            key={draft.id}
            idPrefix={draft.id}
            value={draft}
            onChange={(next) => files.change({ ...draft, ...next })}
            onRemove={() => files.remove(draft.id)}
            today={isoDay(now)}
            kinds={recordKinds.map((kind) => ({ value: kind, label: words.recordKind(kind) }))}
            parts={parts.map(({ compartment, kind }) => ({
              value: compartment,
              label: words.compartment(kind),
            }))}
            problems={problemsOf(draft)}
            partLabel={t("provider.add.part")}
            partHint={t("provider.add.partHint")}
          />
        ))}
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
        </Actions>
        {chooser}
      </Stack>
    </form>
  );

  function problemsOf(draft: FileDraft) {
    const texts: Partial<Record<"file" | "title" | "date", string>> = {};
    for (const problem of draftProblems(draft, now)) {
      const field = fieldOf(problem);
      // A file that can't be added at all says so at once; fields only after a try.
      if (field === "file" || attempt > 0) texts[field] = textOf(problem);
    }
    return texts;
  }
}

function fieldOf(problem: Problem): "file" | "title" | "date" {
  switch (problem) {
    case "empty-file":
    case "too-large":
      return "file";
    case "no-title":
      return "title";
    case "no-date":
    case "future-date":
      return "date";
  }
}
