import i18next from "i18next";
import { initReactI18next } from "react-i18next";

/*
 * Every string on screen comes from a `locales/<language>.json` beside the code that uses it. The
 * folder's name is the first part of its keys: `features/chart/locales/en.json` holds "chart.*".
 */
const files = import.meta.glob<Record<string, unknown>>(
  ["./locales/*.json", "../ui/locales/*.json", "../features/*/locales/*.json"],
  { eager: true, import: "default" },
);

function collectStrings(): Record<string, { translation: Record<string, unknown> }> {
  const languages: Record<string, { translation: Record<string, unknown> }> = {};
  for (const [path, strings] of Object.entries(files)) {
    const parts = path.split("/");
    const language = (parts.at(-1) ?? "").replace(".json", "");
    const folder = parts.at(-3);
    const owner = folder === undefined || folder === "." ? "app" : folder;
    languages[language] ??= { translation: {} };
    languages[language].translation[owner] = strings;
  }
  return languages;
}

/** By language. Exported for the test that finds missing and unused strings. */
export const resources = collectStrings();
export const languages: readonly string[] = Object.keys(resources);

/**
 * The first of the browser's languages that there are strings for, with its region kept ("en-GB"):
 * the strings are found by the language, and dates are written as in that region.
 */
export function preferredLanguage(wished: readonly string[]): string {
  return wished.find((tag) => languages.includes(tag.split("-")[0] ?? "")) ?? "en";
}

export async function startI18n(): Promise<void> {
  i18next.on("languageChanged", (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = i18next.dir(language);
  });
  await i18next.use(initReactI18next).init({
    resources,
    lng: preferredLanguage(navigator.languages),
    fallbackLng: "en",
    // React escapes already.
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    returnNull: false,
  });
}
