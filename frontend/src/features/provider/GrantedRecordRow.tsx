import { useTranslation } from "react-i18next";
import { recordIcon } from "../../session/recordIcon.ts";
import { useWords } from "../../session/useWords.ts";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import type { RecordView } from "../../usecases/model.ts";
import { useAuthorName } from "./useAuthorName.ts";

/** One record of a patient's chart; one that can't be opened says why, and is no link. */
export function GrantedRecordRow({ record, to }: { record: RecordView; to: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const authorName = useAuthorName();
  if (record.state !== "readable") {
    return (
      <ListRow
        icon="alert"
        title={t("provider.record.closed")}
        meta={`${record.error.message} ${record.error.nextStep}`}
        status={<StatusTag kind="warning">{t(`provider.record.${record.state}`)}</StatusTag>}
      />
    );
  }
  const { metadata, author } = record;
  return (
    <ListRow
      to={to}
      icon={recordIcon[metadata.kind]}
      title={<bdi>{metadata.title}</bdi>}
      meta={t("provider.record.meta", {
        kind: words.recordKind(metadata.kind),
        date: words.isoDay(metadata.date, { short: true }),
        who: authorName(author),
      })}
      status={
        record.supersededBy !== undefined ? (
          <StatusTag kind="ended">{t("provider.record.replaced")}</StatusTag>
        ) : undefined
      }
    />
  );
}
