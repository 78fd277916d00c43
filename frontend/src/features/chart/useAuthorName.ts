import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useAccountNames } from "../../session/useAccountNames.ts";
import { useActing } from "../../session/useActing.ts";
import { useWords } from "../../session/useWords.ts";
import type { Author } from "../../usecases/model.ts";

/** Who added a record: "You", whoever looks; else the patient, who acts for them, or the provider. */
export function useAuthorName(): (author: Author) => string {
  const { t } = useTranslation();
  const words = useWords();
  const nameOf = useAccountNames();
  const { acting, patientName, isMe } = useActing();
  return useCallback(
    (author) => {
      switch (author.by) {
        case "patient":
          if (!acting) return t("chart.author.you");
          return patientName === "" ? t("chart.author.patient") : patientName;
        case "delegate":
          if (isMe(author.account)) return t("chart.author.you");
          if (acting) return nameOf(author.account);
          return t("chart.author.delegate", { account: nameOf(author.account) });
        case "provider":
          return words.providerWithDoctor(author.provider, author.doctor);
        case "unknown":
          return t("chart.author.unknown");
      }
    },
    [t, words, nameOf, acting, patientName, isMe],
  );
}
