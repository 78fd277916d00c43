import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { type RoleApp, useSession } from "../../session/SessionContext.tsx";
import { useChainInfo } from "../../session/useChainInfo.ts";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import { useWords } from "../../session/useWords.ts";
import { QrCard } from "../../ui/code/QrCard.tsx";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";

/** My code, for whoever is unlocked: a link into the app without any personal data. */
export function CodePage() {
  const { app, connection } = useSession();
  if (app === undefined) {
    return (
      <Navigate
        to={connection === undefined ? "/welcome?next=/code" : "/unlock?next=/code"}
        replace
      />
    );
  }
  if (app.role === "authority") return <Navigate to="/" replace />;
  return <Code app={app} />;
}

function Code({ app }: { app: Exclude<RoleApp, { role: "authority" }> }) {
  const { t } = useTranslation();
  const { connection } = useSession();
  const chain = useChainInfo();
  const words = useWords();
  const me = useRoleQuery(["me"], () =>
    app.role === "provider" ? app.me() : Promise.resolve(null),
  );
  const who =
    app.role === "patient"
      ? t("settings.code.patient")
      : me.data
        ? words.provider(me.data)
        : t("settings.code.provider");
  const base = window.location.href.split("#")[0] ?? "";
  return (
    <Stack gap="normal">
      <PageHeader
        title={t("settings.code.title")}
        lead={t(
          app.role === "patient" ? "settings.code.patientLead" : "settings.code.providerLead",
        )}
      />
      {me.data && !me.data.verifiedNow && (
        <Notice kind="warning" title={t("settings.code.notVerifiedTitle")}>
          {t("settings.code.notVerified")}
        </Notice>
      )}
      {app.role === "patient" && !app.hasCode ? (
        <Notice kind="warning">{t("settings.code.unknown")}</Notice>
      ) : app.role === "provider" && me.isPending ? (
        <LoadingRows shape="page" />
      ) : (
        <QrCard
          value={app.code(base)}
          what={who}
          hint={app.role === "patient" ? undefined : <bdi>{who}</bdi>}
          details={
            <KeyFacts
              facts={[
                {
                  label: t("settings.network.account"),
                  value: connection?.address ?? "",
                  mono: true,
                },
                { label: t("settings.network.network"), value: chain.data?.name ?? "" },
              ]}
            />
          }
        />
      )}
    </Stack>
  );
}
