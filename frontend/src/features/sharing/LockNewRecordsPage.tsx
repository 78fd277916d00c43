import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { providerIcon } from "../../session/providerIcon.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import { useCompartments, useLapsed } from "./sharingQueries.ts";

/** After sharing ended by itself: new keys for what is added from now on. */
export function LockNewRecordsPage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const words = useWords();
  const lapsed = useLapsed();
  const { data: compartments = [] } = useCompartments();
  const task = useWalletTask<void>((options) => app.prepareKeyRefresh(options), {
    like: "moveKeys",
  });
  const panel = (
    <TransactionPanel
      {...task.panel}
      explanation={{
        what: t("sharing.lock.what"),
        visibleTo: t("sharing.lock.visible"),
        irreversible: t("sharing.lock.irreversible"),
        fee: task.fee,
      }}
      confirmLabel={t("sharing.lapsed.lock")}
      onBack={task.started ? task.reset : undefined}
      backLabel={t("ui.cancel")}
      doneMessage={t("sharing.lock.done")}
      doneActions={
        <Button component={Link} to="/records">
          {t("sharing.lock.toRecords")}
        </Button>
      }
    />
  );
  return (
    <>
      <PageHeader
        title={t("sharing.lock.title")}
        lead={task.started ? undefined : t("sharing.lock.lead")}
        back="/share/access"
      />
      {task.started ? (
        panel
      ) : (
        <QueryFaces
          query={lapsed}
          empty={
            <EmptyState
              mark="people"
              title={t("sharing.lock.nothing")}
              action={
                <Button component={Link} to="/records">
                  {t("sharing.lock.toRecords")}
                </Button>
              }
            />
          }
        >
          {(all) => (
            <Stack>
              <ListGroup label={t("sharing.lock.who")}>
                {all.map(({ provider, compartments: parts }) => (
                  <ListRow
                    key={provider.provider}
                    icon={providerIcon(provider.kind)}
                    title={<bdi>{words.provider(provider)}</bdi>}
                    meta={words.compartments(parts, compartments)}
                  />
                ))}
              </ListGroup>
              {panel}
            </Stack>
          )}
        </QueryFaces>
      )}
    </>
  );
}
