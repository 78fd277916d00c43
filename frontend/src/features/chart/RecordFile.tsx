import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatBytes } from "../../ui/facts/formatBytes.ts";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { FileViewer } from "../../ui/file/FileViewer.tsx";
import { ProgressList } from "../../ui/file/ProgressList.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { RecordMetadata } from "../../usecases/model.ts";
import { useOpenedFile } from "./useOpenedFile.ts";

/** Larger files wait for a tap: they take time and, on a phone, someone's data plan. */
const openAtOnceBytes = 20_000_000;

export function RecordFile({
  recordRef,
  metadata,
}: {
  recordRef: number;
  metadata: RecordMetadata;
}) {
  const { t, i18n } = useTranslation();
  const { file, open, close } = useOpenedFile(recordRef, metadata.bytes <= openAtOnceBytes);
  switch (file.state) {
    case "closed":
      return (
        <Actions>
          <Button onClick={open} leftSection={<Icon name="eye" />}>
            {t("chart.file.open", { size: formatBytes(metadata.bytes, i18n.language) })}
          </Button>
        </Actions>
      );
    case "opening":
      return (
        <Stack gap="normal">
          <p role="status">{t("chart.file.opening")}</p>
          <ProgressList
            files={[
              {
                id: "file",
                name: metadata.fileName,
                bytes: metadata.bytes,
                state: "opening",
                fraction: file.fraction,
              },
            ]}
            onCancel={close}
          />
        </Stack>
      );
    case "failed":
      return (
        <ErrorPanel
          error={file.error}
          title={t("chart.file.failed")}
          actions={
            <Button variant="default" onClick={open}>
              {t("ui.tryAgain")}
            </Button>
          }
        />
      );
    case "open":
      return (
        <FileViewer
          blob={file.record.blob}
          fileName={file.record.metadata.fileName}
          mimeType={file.record.metadata.mime}
        />
      );
  }
}
