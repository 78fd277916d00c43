import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";

/** Answered, taken back, or lapsed. */
export function RequestGone() {
  const { t } = useTranslation();
  return (
    <EmptyState
      mark="requests"
      title={t("inbox.gone.title")}
      action={
        <Button component={Link} to="/requests">
          {t("inbox.gone.back")}
        </Button>
      }
    >
      {t("inbox.gone.what")}
    </EmptyState>
  );
}
