import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { providerIcon } from "../../session/providerIcon.ts";
import { useWords } from "../../session/useWords.ts";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { useAccessList } from "./chartQueries.ts";

const shownPeople = 3;

/**
 * Who can see the chart right now, one tap from ending it. Only a summary: while it loads or fails
 * there is nothing here to mend, and the whole list has a page of its own.
 */
export function SharedNow() {
  const { t } = useTranslation();
  const words = useWords();
  const { data } = useAccessList();
  const live = (data ?? []).filter(({ state }) => state === "live");
  if (live.length === 0) return null;
  return (
    <Section
      title={t("chart.sharedNow.title")}
      action={
        live.length > shownPeople && (
          <Link to="/share/access">{t("chart.sharedNow.all", { count: live.length })}</Link>
        )
      }
    >
      <ListGroup>
        {live.slice(0, shownPeople).map(({ provider, grant }) => (
          <ListRow
            key={provider.provider}
            to={`/share/access/${provider.provider}`}
            icon={providerIcon(provider.kind)}
            title={<bdi>{words.provider(provider)}</bdi>}
            meta={
              grant === undefined
                ? undefined
                : t("chart.sharedNow.until", { date: words.day(grant.expiresAt) })
            }
          />
        ))}
      </ListGroup>
    </Section>
  );
}
