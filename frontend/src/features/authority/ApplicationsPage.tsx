import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import { ProviderRow } from "./ProviderRow.tsx";
import { useProviders } from "./queries.ts";

/** Who waits for a decision, newest first. */
export function ApplicationsPage() {
  const { t } = useTranslation();
  const providers = useProviders();
  return (
    <Stack>
      <PageHeader
        title={t("authority.applications.title")}
        lead={t("authority.applications.lead")}
      />
      <QueryFaces
        query={providers}
        errorTitle={t("authority.applications.failed")}
        isEmpty={(all) => waiting(all).length === 0}
        empty={
          <EmptyState
            mark="requests"
            title={t("authority.applications.emptyTitle")}
            action={
              <Button component={Link} to="/providers" variant="default">
                {t("authority.applications.toProviders")}
              </Button>
            }
          >
            {t("authority.applications.empty")}
          </EmptyState>
        }
      >
        {(all) => (
          <ListGroup label={t("authority.applications.title")}>
            {waiting(all).map((provider) => (
              <ProviderRow
                key={provider.provider}
                provider={provider}
                to={`/applications/${provider.provider}`}
              />
            ))}
          </ListGroup>
        )}
      </QueryFaces>
    </Stack>
  );
}

function waiting(all: readonly ProviderView[]): readonly ProviderView[] {
  return all.filter(({ status }) => status === "applied");
}
