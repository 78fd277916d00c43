import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProviderNumber } from "../../domain/brand.ts";
import { useAuthorityApp } from "../../session/SessionContext.tsx";
import { useOpened } from "../../session/useOpened.ts";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FileViewer } from "../../ui/file/FileViewer.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";

/** The proof that was sealed to this authority, opened on this device when asked for. */
export function Evidence({ provider }: { provider: ProviderNumber }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Section title={t("authority.evidence.title")} lead={t("authority.evidence.lead")}>
      {shown ? (
        <Stack gap="normal">
          <OpenedEvidence provider={provider} />
          <Actions>
            <Button variant="default" onClick={() => setShown(false)}>
              {t("authority.evidence.close")}
            </Button>
          </Actions>
        </Stack>
      ) : (
        <Actions>
          <Button
            variant="default"
            leftSection={<Icon name="file" />}
            onClick={() => setShown(true)}
          >
            {t("authority.evidence.open")}
          </Button>
        </Actions>
      )}
    </Section>
  );
}

function OpenedEvidence({ provider }: { provider: ProviderNumber }) {
  const { t } = useTranslation();
  const app = useAuthorityApp();
  const opened = useOpened(String(provider), (options) => app.openEvidence(provider, options));
  return (
    <QueryFaces
      query={opened}
      loading={<LoadingRows shape="page" label={t("authority.evidence.opening")} />}
      errorTitle={t("authority.evidence.failed")}
      empty={null}
    >
      {({ blob, fileName }) => <FileViewer blob={blob} fileName={fileName} mimeType={blob.type} />}
    </QueryFaces>
  );
}
