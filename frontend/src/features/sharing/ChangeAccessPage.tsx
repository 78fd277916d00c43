import { useTranslation } from "react-i18next";
import { useWords } from "../../session/useWords.ts";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { AccessLookup } from "./AccessLookup.tsx";
import { CannotShare } from "./CannotShare.tsx";
import { ShareFlow } from "./ShareFlow.tsx";
import { draftOf, usualDraft } from "./sharedDraft.ts";

/** Wider, narrower, again, or with the provider's new keys: all of them a new grant. */
export function ChangeAccessPage() {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <AccessLookup>
      {(access, compartments) => {
        const { provider, grant } = access;
        const back = `/share/access/${provider.provider}`;
        if (!provider.verifiedNow) return <CannotShare provider={provider} back={back} />;
        const name = words.provider(provider);
        const live = access.state === "live";
        return (
          <ShareFlow
            // A finished change must not start over when the list is read again.
            key={provider.provider}
            provider={provider}
            compartments={compartments}
            initial={
              grant === undefined || access.state === "ended"
                ? usualDraft(provider.kind, compartments)
                : draftOf(grant, new Date())
            }
            title={t(live ? "sharing.change.with" : "sharing.share.title", { name })}
            back={back}
            notice={
              access.keysChanged && (
                <Notice kind="warning" title={t("sharing.keys.title", { name })}>
                  {t("sharing.keys.what", { name, version: provider.keyVersion })}
                </Notice>
              )
            }
          />
        );
      }}
    </AccessLookup>
  );
}
