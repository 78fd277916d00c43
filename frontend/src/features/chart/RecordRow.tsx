import { useTranslation } from "react-i18next";
import { recordIcon } from "../../session/recordIcon.ts";
import { useWords } from "../../session/useWords.ts";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import type { RecordView } from "../../usecases/model.ts";
import { useAuthorName } from "./useAuthorName.ts";

/** One record of the list; one that can't be opened says why. */
export function RecordRow({ record }: { record: RecordView }) {
  const { t } = useTranslation();
  const words = useWords();
  const authorName = useAuthorName();
  const to = `/records/${record.ref}`;
  if (record.state !== "readable") {
    return (
      <ListRow
        to={to}
        icon="alert"
        title={t("chart.unreadable.title", { part: words.compartment(record.compartmentKind) })}
        meta={record.error.message}
        status={<StatusTag kind="warning">{t(`chart.unreadable.${record.state}`)}</StatusTag>}
      />
    );
  }
  const { metadata, author } = record;
  const corrected =
    record.supersedes === undefined ? undefined : (
      <StatusTag kind="neutral">{t("chart.list.corrected")}</StatusTag>
    );
  return (
    <ListRow
      to={to}
      icon={recordIcon[metadata.kind]}
      title={<bdi>{metadata.title}</bdi>}
      meta={t(author.by === "patient" ? "chart.list.own" : "chart.list.meta", {
        kind: words.recordKind(metadata.kind),
        date: words.isoDay(metadata.date, { short: true }),
        who: authorName(author),
      })}
      status={
        record.supersededBy !== undefined ? (
          <StatusTag kind="ended">{t("chart.list.replaced")}</StatusTag>
        ) : (
          corrected
        )
      }
    />
  );
}
