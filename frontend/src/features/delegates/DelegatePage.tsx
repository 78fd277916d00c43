import { Button } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { useFocusTitle } from "../../ui/hooks/useFocusTitle.ts";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { DelegateView } from "../../usecases/model.ts";
import { shortAccount } from "./delegateAddress.ts";
import { useDelegates } from "./delegateQueries.ts";

export function DelegatePage() {
  const { t } = useTranslation();
  const account = (useParams().account ?? "").toLowerCase();
  const delegates = useDelegates();
  // Once ended it may be gone from the list; this page still says what came of it.
  const last = useRef<DelegateView>(undefined);
  const found = delegates.data?.find((one) => one.account.toLowerCase() === account);
  if (found !== undefined) last.current = found;
  if (last.current?.account.toLowerCase() === account) {
    return <Delegate key={account} delegate={last.current} />;
  }
  const nobody = <EmptyState mark="people" title={t("delegates.nobody")} />;
  return (
    <>
      <PageHeader title={t("delegates.one")} back="/delegates" />
      <QueryFaces
        query={delegates}
        loading={<LoadingRows shape="facts" />}
        errorTitle={t("delegates.failed")}
        isEmpty={() => true}
        empty={nobody}
      >
        {() => nobody}
      </QueryFaces>
    </>
  );
}

function Delegate({ delegate }: { delegate: DelegateView }) {
  const { account, managing, powers, live, until } = delegate;
  const { t, i18n } = useTranslation();
  const words = useWords();
  const app = usePatientApp();
  const task = useWalletTask<void>((options) => app.prepareDelegateRemoval(account, options));
  useFocusTitle(task.started ? "end" : undefined);
  const name = delegate.name ?? shortAccount(account);
  const kind = managing ? "managing" : "acting";
  const panel = (
    <TransactionPanel
      {...task.panel}
      danger
      explanation={{
        what: t("delegates.end.what"),
        visibleTo: t("delegates.end.visible"),
        irreversible: t(`delegates.end.${kind}`),
        fee: task.fee,
      }}
      confirmLabel={t("delegates.end.confirm")}
      onBack={task.started ? task.reset : undefined}
      backLabel={t("ui.cancel")}
      doneMessage={t("delegates.end.done")}
      doneActions={
        <Button component={Link} to="/delegates">
          {t("delegates.toList")}
        </Button>
      }
    />
  );
  if (task.started) {
    return (
      <>
        <PageHeader title={t("delegates.end.title")} />
        {panel}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title={name}
        back="/delegates"
        aside={
          <StatusTag kind={live ? "good" : "ended"}>
            {t(live ? "delegates.until" : "delegates.ended", {
              date: words.day(until, { short: true }),
            })}
          </StatusTag>
        }
      />
      <Stack>
        <KeyFacts
          facts={[
            { label: t("delegates.kind.label"), value: t(`delegates.kind.${kind}`) },
            {
              label: t("delegates.powers.label"),
              value: new Intl.ListFormat(i18n.language).format(
                powers.map((power) => t(`delegates.powers.${power}`)),
              ),
            },
            {
              label: t("delegates.account"),
              value: <Copyable value={account} what={t("delegates.account")} />,
            },
          ]}
        />
        {managing && <Notice kind="warning">{t("delegates.managingWarning")}</Notice>}
        {live && <Section title={t("delegates.end.title")}>{panel}</Section>}
      </Stack>
    </>
  );
}
