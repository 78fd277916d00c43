import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePowers } from "../../session/usePowers.ts";
import { useWords } from "../../session/useWords.ts";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { useInbox, useLapsed } from "./chartQueries.ts";

/** What waits for the patient: requests to answer, and locks to change after sharing ended. */
export function WaitingNotices() {
  const { t } = useTranslation();
  const words = useWords();
  const { may } = usePowers();
  const { data: requests = [] } = useInbox();
  const { data: lapsed = [] } = useLapsed();
  const first = requests[0];
  return (
    <>
      {first !== undefined && (
        <Notice
          title={
            requests.length === 1
              ? t("chart.waiting.request", { name: words.provider(first.provider) })
              : t("chart.waiting.requests", { count: requests.length })
          }
          action={
            <Button
              component={Link}
              to={requests.length === 1 ? `/requests/${first.provider.provider}` : "/requests"}
              size="sm"
            >
              {t("chart.waiting.answer")}
            </Button>
          }
        />
      )}
      {lapsed.length > 0 && (
        <Notice
          kind="warning"
          title={t("chart.waiting.lapsed", {
            count: lapsed.length,
            name: lapsed[0] === undefined ? "" : words.provider(lapsed[0].provider),
          })}
          action={
            may("lock") && (
              <Button component={Link} to="/share/lock" size="sm" variant="default">
                {t("chart.waiting.lock")}
              </Button>
            )
          }
        >
          {t("chart.waiting.lapsedWhat")}
        </Notice>
      )}
    </>
  );
}
