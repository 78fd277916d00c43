import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { useSession } from "../../session/SessionContext.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { MyCode } from "./MyCode.tsx";

/** For every role: the page that is held in front of the other person's camera. */
export function MyCodePage() {
  const { t } = useTranslation();
  const { app, connection } = useSession();
  if (app === undefined) {
    return (
      <Navigate to={`${connection === undefined ? "/welcome" : "/unlock"}?next=/code`} replace />
    );
  }
  const whose = app.role === "patient" ? "ofPatient" : "ofProvider";
  return (
    <>
      <PageHeader
        title={t("sharing.myCode.title")}
        lead={t(`sharing.myCode.${app.role}Lead`)}
        back="/more"
      />
      <MyCode app={app} what={t(`sharing.myCode.${whose}`)} />
    </>
  );
}
