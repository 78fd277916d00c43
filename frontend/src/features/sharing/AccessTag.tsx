import { useTranslation } from "react-i18next";
import { useWords } from "../../session/useWords.ts";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import type { AccessView } from "../../usecases/model.ts";

/** Whether somebody can open records right now, in a few words. */
export function AccessTag({ access }: { access: AccessView }) {
  const { t } = useTranslation();
  const words = useWords();
  const date = access.grant === undefined ? "" : words.day(access.grant.expiresAt, { short: true });
  if (access.state === "live" && access.keysChanged) {
    return <StatusTag kind="warning">{t("sharing.tag.keysChanged")}</StatusTag>;
  }
  switch (access.state) {
    case "live":
      return <StatusTag kind="good">{t("sharing.tag.live", { date })}</StatusTag>;
    case "expired":
      return <StatusTag kind="ended">{t("sharing.tag.expired", { date })}</StatusTag>;
    case "suspended":
      return <StatusTag kind="warning">{t("sharing.tag.suspended")}</StatusTag>;
    case "pending":
      return <StatusTag kind="waiting">{t("sharing.tag.pending")}</StatusTag>;
    case "ended":
      return <StatusTag kind="ended">{t("sharing.tag.ended")}</StatusTag>;
  }
}
