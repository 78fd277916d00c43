import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { CompartmentPicker } from "../../ui/form/CompartmentPicker.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { CompartmentView, RecordView } from "../../usecases/model.ts";
import { useCompartments } from "./sharingQueries.ts";

/** Old records again, under new keys. Offered, never pressed: what was saved stays saved. */
export function RelockRecordsPage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const records = useRoleQuery(["records"], (signal) => app.records({ signal }));
  const compartments = useCompartments();
  return (
    <>
      <PageHeader
        title={t("sharing.relock.title")}
        lead={t("sharing.relock.lead")}
        back="/share/access"
      />
      <QueryFaces
        query={records}
        empty={<EmptyState mark="records" title={t("sharing.relock.nothing")} />}
      >
        {(all) =>
          compartments.data === undefined ? (
            <LoadingRows />
          ) : (
            <Relock records={all} compartments={compartments.data} />
          )
        }
      </QueryFaces>
    </>
  );
}

function Relock(props: {
  records: readonly RecordView[];
  compartments: readonly CompartmentView[];
}) {
  const { records, compartments } = props;
  const { t } = useTranslation();
  const app = usePatientApp();
  const words = useWords();
  const [search] = useSearchParams();
  const [chosen, setChosen] = useState<readonly number[]>(() =>
    (search.get("parts") ?? "").split(",").filter(Boolean).map(Number),
  );
  const [attempted, setAttempted] = useState(false);
  const candidates = records.filter(
    (record) => record.state === "readable" && record.supersededBy === undefined,
  );
  const counts = Map.groupBy(candidates, ({ compartment }) => compartment);
  const refs = candidates
    .filter(({ compartment }) => chosen.includes(compartment))
    .map(({ ref }) => ref);
  const task = useWalletTask<readonly number[]>((options) =>
    app.prepareReencryption(refs, options),
  );
  if (task.started) {
    return (
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("sharing.relock.what", { count: refs.length }),
          visibleTo: t("sharing.relock.visible"),
          irreversible: t("sharing.relock.irreversible"),
          fee: task.fee,
        }}
        confirmLabel={t("sharing.relock.confirm")}
        onBack={task.reset}
        doneMessage={t("sharing.relock.done", { count: refs.length })}
        doneActions={
          <Button component={Link} to="/records">
            {t("sharing.lock.toRecords")}
          </Button>
        }
      />
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAttempted(true);
    if (refs.length > 0) task.start();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <CompartmentPicker
          id="relock-parts"
          label={t("sharing.relock.parts")}
          value={chosen}
          onChange={setChosen}
          error={attempted && refs.length === 0 ? t("sharing.relock.choose") : undefined}
          compartments={compartments
            .filter(({ compartment }) => counts.has(compartment))
            .map((one) => ({
              number: one.compartment,
              name: words.compartment(one.kind),
              sensitive: one.sensitive,
              records: counts.get(one.compartment)?.length ?? 0,
            }))}
        />
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
        </Actions>
      </Stack>
    </form>
  );
}
