import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Notice } from "../../ui/feedback/Notice.tsx";

/** A patient's code where a doctor's or hospital's is needed. */
export function NotAProvider() {
  const { t } = useTranslation();
  return (
    <Notice
      kind="warning"
      title={t("sharing.notProvider.title")}
      action={
        <Button component={Link} to="/delegates" variant="default" size="sm">
          {t("sharing.notProvider.delegates")}
        </Button>
      }
    >
      {t("sharing.notProvider.what")}
    </Notice>
  );
}
