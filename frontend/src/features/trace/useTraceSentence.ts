import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useAccountNames } from "../../session/useAccountNames.ts";
import { useActing } from "../../session/useActing.ts";
import { useWords } from "../../session/useWords.ts";
import type { TraceEntry } from "../../usecases/model.ts";

/** "Dr. Okoro opened 2 records": one plain sentence for one entry. */
export function useTraceSentence(): (entry: TraceEntry) => string {
  const { t } = useTranslation();
  const words = useWords();
  const nameOf = useAccountNames();
  const { acting, patientName, isMe } = useActing();
  return useCallback(
    (entry) => {
      const { who, what, about, terms, records } = entry;
      const actor = () => {
        switch (who.by) {
          case "patient":
            if (!acting) return t("trace.who.you");
            return patientName === "" ? t("trace.who.patient") : patientName;
          case "delegate":
            if (isMe(who.account)) return t("trace.who.you");
            if (acting) return nameOf(who.account);
            return t("trace.who.delegate", { account: nameOf(who.account) });
          case "provider":
            return words.providerWithDoctor(who.provider, who.doctor);
          case "unknown":
            return who.account === undefined
              ? t("trace.who.unknown")
              : t("trace.who.account", { account: nameOf(who.account) });
        }
      };
      const whom = about === undefined ? t("trace.who.unknownProvider") : words.provider(about);
      const withDate =
        terms !== undefined && (what === "granted" || what === "renewed" || what === "requested");
      return t(withDate ? `trace.what.${what}-until` : `trace.what.${what}`, {
        actor: actor(),
        whom,
        count: records.length,
        until: terms === undefined ? "" : words.day(terms.expiresAt),
      });
    },
    [t, words, nameOf, acting, patientName, isMe],
  );
}
