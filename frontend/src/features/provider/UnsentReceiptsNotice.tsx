import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { Notice } from "../../ui/feedback/Notice.tsx";
import type { UnsentReceipts } from "./queries.ts";

/** Openings that the patients were not told of yet; nothing when there are none. */
export function UnsentReceiptsNotice({ receipts }: { receipts: UnsentReceipts }) {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const count = receipts.reduce((sum, receipt) => sum + receipt.count, 0);
  if (count === 0) return null;
  return (
    <Notice
      title={t("provider.unsent.title", { count })}
      action={
        <Button
          component={Link}
          to={`/receipts?${new URLSearchParams({ back: pathname + search })}`}
          variant="default"
          size="sm"
        >
          {t("provider.unsent.send", { count: receipts.length })}
        </Button>
      }
    >
      {t("provider.unsent.text")}
    </Notice>
  );
}
