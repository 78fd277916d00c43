import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "../../session/useWords.ts";
import type { Author } from "../../usecases/model.ts";

/** Who added a record: "You", or the provider's name. */
export function useAuthorName(): (author: Author) => string {
  const { t } = useTranslation();
  const words = useWords();
  return useCallback(
    (author) => {
      switch (author.by) {
        case "patient":
          return t("chart.author.you");
        case "delegate":
          return t("chart.author.delegate", { account: shortAccount(author.account) });
        case "provider":
          return words.providerWithDoctor(author.provider, author.doctor);
        case "unknown":
          return t("chart.author.unknown");
      }
    },
    [t, words],
  );
}

function shortAccount(account: string): string {
  return `${account.slice(0, 6)}…${account.slice(-4)}`;
}
