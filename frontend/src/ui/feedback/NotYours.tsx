import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { PageHeader } from "../layout/PageHeader.tsx";
import { EmptyState } from "./EmptyState.tsx";

/** A page for those who act for a patient, about something that they were not given. */
export function NotYours() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("ui.notYours.title")} />
      <EmptyState
        mark="people"
        title={t("ui.notYours.what")}
        action={
          <Button component={Link} to="/records" variant="default">
            {t("ui.notYours.back")}
          </Button>
        }
      >
        {t("ui.notYours.ask")}
      </EmptyState>
    </>
  );
}
