import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** "Your records - Health Records" in the browser's tab and in the screen reader's window list. */
export function useDocumentTitle(title: string): void {
  const { t } = useTranslation();
  const appName = t("ui.appName");
  useEffect(() => {
    document.title = title === appName ? appName : `${title} - ${appName}`;
  }, [title, appName]);
}
