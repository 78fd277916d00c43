import { useTranslation } from "react-i18next";
import { QrCard } from "../../ui/code/QrCard.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";

export interface MyCodeProps {
  app: { code(base: string): string; readonly hasCode: boolean };
  /** For the text alternative: "your chart". */
  what: string;
}

/** The unlocked person's own code: a link into the app as it is served here. */
export function MyCode({ app, what }: MyCodeProps) {
  const { t } = useTranslation();
  const base = window.location.href.split("#")[0] ?? "";
  if (!app.hasCode) return <Notice kind="warning">{t("sharing.myCode.unknown")}</Notice>;
  return <QrCard value={app.code(base)} what={what} hint={t("sharing.myCode.hint")} />;
}
