import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useWords } from "../../session/useWords.ts";
import { Notice } from "../../ui/feedback/Notice.tsx";
import type { ProviderView } from "../../usecases/model.ts";

/** Nothing while verified; otherwise what that means and what to do. */
export function VerificationBanner({ me, linked = true }: { me: ProviderView; linked?: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  if (me.verifiedNow) return null;
  const status = me.status === "verified" ? "expired" : me.status;
  return (
    <Notice
      kind="warning"
      title={t(`provider.banner.${status}Title`)}
      action={
        status === "revoked" ? (
          <Button component={Link} to="/setup/provider" variant="default" size="sm">
            {t("provider.banner.applyAgain")}
          </Button>
        ) : linked ? (
          <Button component={Link} to="/me" variant="default" size="sm">
            {t("provider.banner.more")}
          </Button>
        ) : undefined
      }
    >
      {t(`provider.banner.${status}`, {
        authority:
          me.authority === undefined
            ? t("provider.banner.yourAuthority")
            : words.authority(me.authority),
        date: words.day(me.verifiedUntil),
      })}
    </Notice>
  );
}
