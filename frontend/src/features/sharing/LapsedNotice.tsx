import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePowers } from "../../session/usePowers.ts";
import { useWords } from "../../session/useWords.ts";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { useLapsed } from "./sharingQueries.ts";

/** Where sharing ended by itself, the old keys still fit new records until they are changed. */
export function LapsedNotice() {
  const { t } = useTranslation();
  const words = useWords();
  const { may } = usePowers();
  const { data: lapsed = [] } = useLapsed();
  const first = lapsed[0];
  if (first === undefined) return null;
  return (
    <Notice
      kind="warning"
      title={t("sharing.lapsed.title", {
        count: lapsed.length,
        name: words.provider(first.provider),
      })}
      action={
        may("lock") && (
          <Button component={Link} to="/share/lock" size="sm" variant="default">
            {t("sharing.lapsed.lock")}
          </Button>
        )
      }
    >
      {t("sharing.lapsed.what")}
    </Notice>
  );
}
