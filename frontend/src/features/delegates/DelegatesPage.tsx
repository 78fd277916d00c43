import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { shortAccount } from "../../session/shortAccount.ts";
import { useAccountNames } from "../../session/useAccountNames.ts";
import { useWords } from "../../session/useWords.ts";
import { Details } from "../../ui/facts/Details.tsx";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { DelegateView } from "../../usecases/model.ts";
import { useDelegates } from "./delegateQueries.ts";

export function DelegatesPage() {
  const { t } = useTranslation();
  const delegates = useDelegates();
  const app = usePatientApp();
  const nameOf = useAccountNames();
  const replaced = app.keysReplaced();
  const add = (
    <Button component={Link} to="/delegates/add" leftSection={<Icon name="plus" />}>
      {t("delegates.add.title")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("delegates.title")} lead={t("delegates.lead")} back="/share" />
      {replaced !== undefined && (
        <Notice kind="warning">
          {replaced.by === undefined
            ? t("delegates.keys.replaced")
            : t("delegates.keys.replacedBy", { name: nameOf(replaced.by) })}{" "}
          <Link to="/delegates/keys">{t("delegates.keys.title")}</Link>
        </Notice>
      )}
      <QueryFaces
        query={delegates}
        errorTitle={t("delegates.failed")}
        empty={
          <EmptyState mark="people" title={t("delegates.empty.title")} action={add}>
            {t("delegates.empty.how")}
          </EmptyState>
        }
      >
        {(all) => {
          const live = all.filter((one) => one.live);
          const over = all.filter((one) => !one.live);
          return (
            <Stack>
              {live.length === 0 ? (
                <p>{t("delegates.noneNow")}</p>
              ) : (
                <DelegateRows delegates={live} label={t("delegates.title")} />
              )}
              <Actions>{add}</Actions>
              <p>
                <Link to="/delegates/orders">{t("delegates.orders.title")}</Link>
              </p>
              {over.length > 0 && (
                <Details summary={t("delegates.over", { count: over.length })}>
                  <DelegateRows
                    delegates={over}
                    label={t("delegates.over", { count: over.length })}
                  />
                </Details>
              )}
            </Stack>
          );
        }}
      </QueryFaces>
    </>
  );
}

function DelegateRows(props: { delegates: readonly DelegateView[]; label: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ListGroup label={props.label}>
      {props.delegates.map((delegate) => (
        <ListRow
          key={delegate.account}
          to={`/delegates/${delegate.account}`}
          icon="person"
          title={delegate.name ?? shortAccount(delegate.account)}
          meta={t(delegate.managing ? "delegates.kind.managing" : "delegates.kind.acting")}
          status={
            delegate.keysChanged ? (
              <StatusTag kind="warning">{t("delegates.newKeys.tag")}</StatusTag>
            ) : (
              <StatusTag kind={delegate.live ? "good" : "ended"}>
                {t(delegate.live ? "delegates.until" : "delegates.ended", {
                  date: words.day(delegate.until, { short: true }),
                })}
              </StatusTag>
            )
          }
        />
      ))}
    </ListGroup>
  );
}
