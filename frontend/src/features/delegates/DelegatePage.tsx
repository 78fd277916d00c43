import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { HealthRecordsError } from "../../domain/errors.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { shortAccount } from "../../session/shortAccount.ts";
import { toHealthRecordsError } from "../../session/toHealthRecordsError.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { useFocusTitle } from "../../ui/hooks/useFocusTitle.ts";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import {
  type CompartmentView,
  type DelegateView,
  delegateNameLength,
} from "../../usecases/model.ts";
import { DelegateLookup } from "./DelegateLookup.tsx";
import { useCompartments, useNameDelegate } from "./delegateQueries.ts";

export function DelegatePage() {
  const { t } = useTranslation();
  const compartments = useCompartments();
  return (
    <DelegateLookup also={compartments} title={t("delegates.one")}>
      {(delegate) => (
        <Delegate
          key={delegate.account}
          delegate={delegate}
          compartments={compartments.data ?? []}
        />
      )}
    </DelegateLookup>
  );
}

interface DelegateProps {
  readonly delegate: DelegateView;
  readonly compartments: readonly CompartmentView[];
}

function Delegate({ delegate, compartments }: DelegateProps) {
  const { account, managing, powers, live, until, read, keysChanged } = delegate;
  const { t, i18n } = useTranslation();
  const words = useWords();
  const app = usePatientApp();
  const task = useWalletTask<void>((options) => app.prepareDelegateRemoval(account, options));
  const [naming, setNaming] = useState(false);
  useFocusTitle(task.started ? "end" : naming ? "name" : undefined);
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
  if (naming) return <DelegateName delegate={delegate} onDone={() => setNaming(false)} />;
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
        {live && keysChanged && (
          <Notice
            kind="warning"
            title={t("delegates.newKeys.title", { name })}
            action={
              <Button component={Link} to={`/delegates/${account}/change`} size="sm">
                {t("delegates.newKeys.again")}
              </Button>
            }
          >
            {t("delegates.newKeys.what")}
          </Notice>
        )}
        <KeyFacts
          facts={[
            {
              label: t("delegates.name.label"),
              value: delegate.name ?? t("delegates.name.none"),
              change: () => setNaming(true),
            },
            { label: t("delegates.kind.label"), value: t(`delegates.kind.${kind}`) },
            {
              label: t("delegates.powers.label"),
              value: new Intl.ListFormat(i18n.language).format(
                powers.map((power) => t(`delegates.powers.${power}`)),
              ),
            },
            ...(live ? [{ label: t("delegates.step.parts"), value: sees() }] : []),
            {
              label: t("delegates.account"),
              value: <Copyable value={account} what={t("delegates.account")} />,
            },
          ]}
        />
        {managing && <Notice kind="warning">{t("delegates.managingWarning")}</Notice>}
        {live && (
          <Actions>
            <Button component={Link} to={`/delegates/${account}/change`} variant="default">
              {t("delegates.change.action")}
            </Button>
          </Actions>
        )}
        {live && <Section title={t("delegates.end.title")}>{panel}</Section>}
      </Stack>
    </>
  );

  function sees(): string {
    if (managing) return t("delegates.everything");
    if (read === undefined) return t("delegates.unknown");
    if (read.length === 0) return t("delegates.nothing");
    return words.compartments(read, compartments, { full: true });
  }
}

/** What the patient calls them: kept in this browser, without a transaction. */
function DelegateName(props: { readonly delegate: DelegateView; readonly onDone: () => void }) {
  const { account, name } = props.delegate;
  const { t } = useTranslation();
  const { nameDelegate } = useNameDelegate();
  const [text, setText] = useState(name ?? "");
  const [problem, setProblem] = useState<HealthRecordsError>();
  const save = async () => {
    try {
      await nameDelegate(account, text);
      props.onDone();
    } catch (error) {
      setProblem(toHealthRecordsError(error));
    }
  };
  return (
    <>
      <PageHeader title={t("delegates.name.label")} back={props.onDone} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          {problem !== undefined && <ErrorPanel error={problem} takesFocus />}
          <TextInput
            label={t("delegates.name.question")}
            description={t("delegates.name.hint")}
            value={text}
            maxLength={delegateNameLength}
            autoComplete="off"
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Actions>
            <Button type="submit">{t("delegates.name.save")}</Button>
          </Actions>
        </Stack>
      </form>
    </>
  );
}
