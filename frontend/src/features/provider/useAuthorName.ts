import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useWords } from "../../session/useWords.ts";
import type { Author } from "../../usecases/model.ts";

/** Who added a record, as a provider reads it. */
export function useAuthorName(): (author: Author) => string {
  const { t } = useTranslation();
  const words = useWords();
  return useCallback(
    (author) => {
      switch (author.by) {
        case "patient":
          return t("provider.record.byPatient");
        case "delegate":
          return t("provider.record.byDelegate");
        case "provider":
          return words.providerWithDoctor(author.provider, author.doctor);
        case "unknown":
          return t("provider.record.byUnknown");
      }
    },
    [t, words],
  );
}
