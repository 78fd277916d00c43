import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";

/** An address that names no patient: mistyped, or cut short. */
export function NotAPatient() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t("provider.notAPatient.title")} back="/patients" />
      <EmptyState
        mark="lost"
        title={t("provider.notAPatient.lead")}
        action={
          <Button component={Link} to="/scan">
            {t("provider.scan.title")}
          </Button>
        }
      >
        {t("provider.notAPatient.next")}
      </EmptyState>
    </>
  );
}
