import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { providerIcon } from "../../session/providerIcon.ts";
import { useWords } from "../../session/useWords.ts";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { useInbox } from "./inboxQueries.ts";
import { isOpenRequest } from "./openRequest.ts";

export function RequestsPage() {
  const { t } = useTranslation();
  const words = useWords();
  const inbox = useInbox();
  return (
    <>
      <PageHeader title={t("inbox.title")} lead={t("inbox.lead")} />
      <QueryFaces
        query={inbox}
        errorTitle={t("inbox.failed")}
        empty={
          <EmptyState
            mark="requests"
            title={t("inbox.empty.title")}
            action={
              <Button component={Link} to="/code">
                {t("inbox.empty.code")}
              </Button>
            }
          >
            {t("inbox.empty.how")}
          </EmptyState>
        }
      >
        {(all) => (
          <ListGroup label={t("inbox.title")}>
            {all.filter(isOpenRequest).map(({ provider, request }) => (
              <ListRow
                key={provider.provider}
                to={`/requests/${provider.provider}`}
                icon={providerIcon(provider.kind)}
                title={<bdi>{words.providerWithDoctor(provider, request.doctor)}</bdi>}
                meta={t("inbox.meta", {
                  purpose: words.purpose(request.purpose),
                  until: words.day(request.expiresAt, { short: true }),
                })}
                status={
                  <StatusTag kind="waiting">
                    {t("inbox.answerBy", { date: words.day(request.lapsesAt, { short: true }) })}
                  </StatusTag>
                }
              />
            ))}
          </ListGroup>
        )}
      </QueryFaces>
    </>
  );
}
