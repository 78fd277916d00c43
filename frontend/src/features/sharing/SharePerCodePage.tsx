import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { usePowers } from "../../session/usePowers.ts";
import { useRoleQuery } from "../../session/useRoleQuery.ts";
import { useWords } from "../../session/useWords.ts";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { NotYours } from "../../ui/feedback/NotYours.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import { CannotShare } from "./CannotShare.tsx";
import { codeText } from "./codeText.ts";
import { NotAProvider } from "./NotAProvider.tsx";
import { ShareFlow } from "./ShareFlow.tsx";
import { usualDraft } from "./sharedDraft.ts";
import { useAccess, useCompartments } from "./sharingQueries.ts";

/** Where scanning a provider's code leads, in the app or with the phone's own camera. */
export function SharePerCodePage() {
  const { t } = useTranslation();
  const app = usePatientApp();
  const { may } = usePowers();
  const [search] = useSearchParams();
  const code = search.get("code") ?? "";
  const scanned = useRoleQuery(["code", code], () => app.readCode(codeText(code)), {
    askAnew: true,
  });
  const data = scanned.data;
  if (data?.is === "provider") {
    const { provider } = data;
    if (!may("grant")) return <NotYours />;
    return provider.verifiedNow && provider.kind !== "storage-operator" ? (
      <ShareWith key={provider.provider} provider={provider} />
    ) : (
      <CannotShare provider={provider} back="/share/scan" />
    );
  }
  return (
    <>
      <PageHeader title={t("sharing.code.title")} back="/share/scan" />
      <QueryFaces
        query={scanned}
        loading={<LoadingRows rows={3} shape="facts" label={t("sharing.code.reading")} />}
        errorTitle={t("sharing.code.failed")}
        errorActions={
          <Button component={Link} to="/share/scan" variant="default" size="sm">
            {t("sharing.stop.scanAnother")}
          </Button>
        }
        empty={null}
      >
        {(owner) => <NotAProvider patient={owner.is === "patient" ? owner.patient : undefined} />}
      </QueryFaces>
    </>
  );
}

function ShareWith({ provider }: { provider: ProviderView }) {
  const { t } = useTranslation();
  const words = useWords();
  const compartments = useCompartments();
  const { data: access } = useAccess(provider.provider);
  const name = words.provider(provider);
  const title = t("sharing.share.title", { name });
  if (compartments.data === undefined) {
    return (
      <>
        <PageHeader title={title} back="/share/scan" />
        <QueryFaces query={compartments} loading={<LoadingRows shape="facts" />} empty={null}>
          {() => null}
        </QueryFaces>
      </>
    );
  }
  const live = access?.state === "live";
  const pending = access?.request !== undefined && access.state === "pending";
  return (
    <ShareFlow
      provider={provider}
      compartments={compartments.data}
      initial={usualDraft(provider.kind, compartments.data)}
      title={title}
      back="/share/scan"
      notice={
        live ? (
          <Notice title={t("sharing.code.already", { name })}>
            {t("sharing.code.alreadyWhat")}{" "}
            <Link to={`/share/access/${provider.provider}`}>{t("sharing.code.alreadySee")}</Link>
          </Notice>
        ) : (
          pending && (
            <Notice title={t("sharing.code.asked", { name })}>
              <Link to={`/requests/${provider.provider}`}>{t("sharing.code.askedAnswer")}</Link>
            </Notice>
          )
        )
      }
    />
  );
}
