import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { CompartmentView, TermsView } from "../usecases/model.ts";
import { useWords } from "./useWords.ts";

export interface TermsInWords {
  readonly parts: string;
  /** The same within a sentence. */
  readonly partsInSentence: string;
  readonly rights: string;
  readonly until: string;
  readonly purpose: string;
}

/** Terms in the words of ui's `TermsFacts`. */
export function useTermsWords(
  compartments: readonly CompartmentView[],
): (terms: TermsView) => TermsInWords {
  const { t } = useTranslation();
  const words = useWords();
  return useCallback(
    ({ read, write, purpose, expiresAt }) => {
      const rights = () => {
        if (write.length === 0) return t("ui.terms.look");
        if (read.every((part) => write.includes(part))) return t("ui.terms.add");
        return t("ui.terms.addSome", {
          parts: words.compartments(write, compartments, { inSentence: true }),
        });
      };
      return {
        parts: words.compartments(read, compartments),
        partsInSentence: words.compartments(read, compartments, { inSentence: true }),
        rights: rights(),
        until: words.day(expiresAt),
        purpose: words.purpose(purpose),
      };
    },
    [t, words, compartments],
  );
}
