import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useAccountNames } from "../../session/useAccountNames.ts";
import { useWords } from "../../session/useWords.ts";
import type { Author } from "../../usecases/model.ts";

/** Who added a record: "You", or the provider's name. */
export function useAuthorName(): (author: Author) => string {
  const { t } = useTranslation();
  const words = useWords();
  const nameOf = useAccountNames();
  return useCallback(
    (author) => {
      switch (author.by) {
        case "patient":
          return t("chart.author.you");
        case "delegate":
          return t("chart.author.delegate", { account: nameOf(author.account) });
        case "provider":
          return words.providerWithDoctor(author.provider, author.doctor);
        case "unknown":
          return t("chart.author.unknown");
      }
    },
    [t, words, nameOf],
  );
}
