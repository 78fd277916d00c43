import { Button } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  draftProblems,
  type FileDraft,
  type FileProblem,
  fileToAdd,
  isoDay,
  progressState,
} from "../../session/fileDrafts.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useFileDrafts } from "../../session/useFileDrafts.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { LeaveGuard } from "../../ui/feedback/LeaveGuard.tsx";
import { FileDrop } from "../../ui/file/FileDrop.tsx";
import { ProgressList } from "../../ui/file/ProgressList.tsx";
import { type FieldProblem, FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { FileDetailsForm } from "../../ui/record/FileDetailsForm.tsx";
import { SponsorFold } from "../../ui/transaction/SponsorFold.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import { type CompartmentView, type FileProgress, recordKinds } from "../../usecases/model.ts";
import { useAccessList } from "./chartQueries.ts";

export interface FilesFormProps {
  compartments: readonly CompartmentView[];
  /** The record that the file replaces; then one file only. */
  amends?: { readonly ref: number; readonly preset: Partial<FileDraft> } | undefined;
  /** What to do when it is in the chart; `again` empties the form. */
  doneActions: (refs: readonly number[], again: () => void) => ReactNode;
}

/** Choose, describe, seal and upload, confirm. What was chosen stays until it is in the chart. */
export function FilesForm({ compartments, amends, doneActions }: FilesFormProps) {
  const { t } = useTranslation();
  const words = useWords();
  const app = usePatientApp();
  const now = new Date();
  const files = useFileDrafts(
    compartments,
    t("chart.add.photoTitle", { date: words.day(now.getTime() / 1000) }),
    amends?.preset,
  );
  const [progress, setProgress] = useState<ReadonlyMap<number, FileProgress>>(new Map());
  const [attempt, setAttempt] = useState(0);
  const task = useWalletTask<readonly number[]>(({ signal }) => {
    setProgress(new Map());
    return app.prepareRecords(
      files.drafts.map((draft) => fileToAdd(draft, amends?.ref)),
      {
        signal,
        onProgress: (next) => {
          if (!signal.aborted) setProgress((were) => new Map(were).set(next.index, next));
        },
      },
    );
  });
  const { drafts } = files;
  const step = task.panel.state.step;

  const problemText = (problem: FileProblem) => t(`chart.add.problem.${problem}`);
  const problems: readonly FieldProblem[] =
    attempt === 0
      ? []
      : drafts.flatMap((draft) =>
          draftProblems(draft, now).map((problem) => ({
            fieldId: `${draft.id}-${fieldOf(problem)}`,
            message: problemText(problem),
          })),
        );

  if (task.started && !task.making) {
    return (
      <>
        <LeaveGuard when={step !== "done" && step !== "pending"}>
          {t("chart.add.unsaved")}
        </LeaveGuard>
        <Panel
          task={task}
          drafts={drafts}
          compartments={compartments}
          doneActions={() =>
            doneActions(task.result ?? [], () => {
              for (const draft of drafts) files.remove(draft.id);
              setAttempt(0);
              task.reset();
            })
          }
        />
      </>
    );
  }
  if (task.making) {
    return (
      <Stack>
        <LeaveGuard when>{t("chart.add.unsaved")}</LeaveGuard>
        <div>
          <h2>{t("chart.add.sealing")}</h2>
          <p>{t("chart.add.sealingHint")}</p>
        </div>
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
    );
  }

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempt(attempt + 1);
    if (!files.incomplete) task.start();
  };
  const chooser = (
    <FileDrop
      label={t(
        amends !== undefined
          ? "chart.amend.drop"
          : drafts.length === 0
            ? "chart.add.drop"
            : "chart.add.dropMore",
      )}
      multiple={amends === undefined}
      onFiles={files.add}
    />
  );
  if (drafts.length === 0) return chooser;
  return (
    <form noValidate onSubmit={submit}>
      <LeaveGuard when>{t("chart.add.unsaved")}</LeaveGuard>
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
            parts={compartments.map(({ compartment, kind }) => ({
              value: compartment,
              label: words.compartment(kind),
            }))}
            problems={problemsOf(draft)}
          />
        ))}
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
        </Actions>
        {amends === undefined && chooser}
      </Stack>
    </form>
  );

  function problemsOf(draft: FileDraft) {
    const texts: Partial<Record<"file" | "title" | "date", string>> = {};
    for (const problem of draftProblems(draft, now)) {
      const field = fieldOf(problem);
      // A file that can't be added at all says so at once; fields only after a try.
      if (field === "file" || attempt > 0) texts[field] = problemText(problem);
    }
    return texts;
  }
}

function fieldOf(problem: FileProblem): "file" | "title" | "date" {
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

function Panel(props: {
  task: ReturnType<typeof useWalletTask<readonly number[]>>;
  drafts: readonly FileDraft[];
  compartments: readonly CompartmentView[];
  doneActions: () => ReactNode;
}) {
  const { task, drafts, compartments } = props;
  const { t, i18n } = useTranslation();
  const words = useWords();
  const { data: accesses = [] } = useAccessList();
  const parts = [...new Set(drafts.map(({ part }) => part))];
  const where = words.compartments(parts, compartments);
  const readers = accesses.filter(
    ({ state, grant }) => state === "live" && parts.some((part) => grant?.read.includes(part)),
  );
  const names = new Intl.ListFormat(i18n.language).format(
    readers.map(({ provider }) => words.provider(provider)),
  );
  const facts = { count: drafts.length, title: drafts[0]?.title ?? "", parts: where, names };
  return (
    <Stack>
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("chart.add.what", facts),
          visibleTo: (
            <>
              {readers.length === 0
                ? t("chart.add.readersNone", facts)
                : t("chart.add.readers", facts)}{" "}
              {t("chart.add.visible", facts)}
            </>
          ),
          irreversible: t("chart.add.irreversible"),
          fee: task.fee,
        }}
        confirmLabel={t("chart.add.confirm")}
        onBack={task.reset}
        doneMessage={t("chart.add.done", facts)}
        doneActions={props.doneActions()}
      />
      {task.panel.state.step === "review" && task.sign !== undefined && (
        <SponsorFold walletName={task.panel.walletName} onSign={task.sign} />
      )}
    </Stack>
  );
}
