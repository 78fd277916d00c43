import { useTranslation } from "react-i18next";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { Details } from "../../ui/facts/Details.tsx";
import { type KeyFact, KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { TraceList } from "../../ui/facts/TraceList.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import type { TraceEntry } from "../../usecases/model.ts";
import { traceIcon } from "./traceIcon.ts";
import { useTraceSentence } from "./useTraceSentence.ts";

export interface TraceEntriesProps {
  entries: readonly TraceEntry[];
  /** A record's title by its reference, where it can be read here. */
  titles: ReadonlyMap<number, string>;
}

/** Entries with a date under their days; those whose block the network forgot after them. */
export function TraceEntries({ entries, titles }: TraceEntriesProps) {
  const { t, i18n } = useTranslation();
  const sentence = useTraceSentence();
  const dated = entries.filter(({ at }) => at > 0);
  const undated = entries.filter(({ at }) => at <= 0);
  const lists = new Intl.ListFormat(i18n.language);
  const recordsOf = (entry: TraceEntry) => {
    const names = entry.records
      .map((ref) => titles.get(ref))
      .filter((title) => title !== undefined);
    return names.length === 0 ? undefined : <bdi>{lists.format(names)}</bdi>;
  };
  return (
    <>
      <TraceList
        entries={dated.map((entry) => ({
          id: entry.id,
          when: new Date(entry.at * 1000),
          icon: traceIcon[entry.what],
          what: sentence(entry),
          meta: recordsOf(entry),
          details: <TechnicalFacts entry={entry} />,
        }))}
      />
      {undated.length > 0 && (
        <Section title={t("trace.undated")}>
          <ListGroup>
            {undated.map((entry) => (
              <ListRow
                key={entry.id}
                icon={traceIcon[entry.what]}
                title={sentence(entry)}
                meta={recordsOf(entry)}
              />
            ))}
          </ListGroup>
        </Section>
      )}
    </>
  );
}

function TechnicalFacts({ entry }: { entry: TraceEntry }) {
  const { t } = useTranslation();
  const { who } = entry;
  const account =
    who.by === "provider" ? who.provider.wallet : who.by === "patient" ? undefined : who.account;
  const facts: KeyFact[] = [
    {
      label: t("trace.details.transaction"),
      value: (
        <Copyable
          value={entry.transaction}
          what={t("trace.details.transaction")}
          shown={`${entry.transaction.slice(0, 10)}…${entry.transaction.slice(-6)}`}
        />
      ),
    },
    { label: t("trace.details.block"), value: String(entry.block), mono: true },
    ...(account === undefined
      ? []
      : [
          {
            label: t("trace.details.account"),
            value: <Copyable value={account} what={t("trace.details.account")} />,
          },
        ]),
  ];
  return (
    <Details>
      <KeyFacts facts={facts} />
    </Details>
  );
}
