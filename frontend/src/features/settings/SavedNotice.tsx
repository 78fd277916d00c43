import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useSession } from "../../session/SessionContext.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";

/** After saving, which connects anew and locks: says so, and leads to unlocking and back. */
export function SavedNotice() {
  const { t } = useTranslation();
  const { app, connection } = useSession();
  const { pathname } = useLocation();
  const locked = app === undefined && connection !== undefined;
  return (
    <Notice
      kind="good"
      action={
        locked && (
          <Button
            component={Link}
            to={`/unlock?${new URLSearchParams({ next: pathname })}`}
            variant="default"
            size="sm"
          >
            {t("settings.unlock")}
          </Button>
        )
      }
    >
      {t("settings.saved")}
    </Notice>
  );
}
