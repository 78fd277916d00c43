import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";

export function NoSuchRecord() {
  const { t } = useTranslation();
  return (
    <EmptyState
      mark="lost"
      title={t("chart.noSuch.title")}
      action={
        <Button component={Link} to="/records">
          {t("chart.noSuch.back")}
        </Button>
      }
    >
      {t("chart.noSuch.what")}
    </EmptyState>
  );
}
