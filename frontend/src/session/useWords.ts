/**
 * People, parts of the chart and dates as they are called on every screen. The strings are ui's
 * (`ui/locales`); this only knows which one belongs to which value of the use cases.
 */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Compartment } from "../domain/brand.ts";
import { findCountryLetters } from "../domain/countries.ts";
import {
  type AuthorityView,
  type CompartmentKind,
  type CompartmentView,
  compartmentKinds,
  type ProviderKindName,
  type ProviderView,
  type PurposeName,
  type RecordKind,
} from "../usecases/model.ts";

export interface Words {
  /** "Dr. Okoro", or "Doctor no. 7" while the profile can't be read. */
  provider(provider: ProviderView): string;
  /** "Dr. Okoro, for City Hospital" when a doctor acts for an organization. */
  providerWithDoctor(provider: ProviderView, doctor: ProviderView | undefined): string;
  providerKind(kind: ProviderKindName): string;
  /** "Ministry of Health, Kenya". */
  authority(authority: AuthorityView): string;
  country(jurisdiction: number): string;
  compartment(kind: CompartmentKind | undefined): string;
  /**
   * "Everything except sensitive parts", or the parts by name: "Letters and Teeth". A long list is
   * cut ("and 3 more parts") unless `full`.
   */
  compartments(
    parts: readonly Compartment[],
    all: readonly CompartmentView[],
    how?: { readonly inSentence?: boolean; readonly full?: boolean },
  ): string;
  recordKind(kind: RecordKind): string;
  purpose(purpose: PurposeName): string;
  /** Unix seconds as "3 May 2027"; `short` for lists and tags. */
  day(seconds: number, how?: { readonly short?: boolean }): string;
  /** A date of a record, `YYYY-MM-DD`, as people write it; `short` for lists. */
  isoDay(date: string, how?: { readonly short?: boolean }): string;
}

export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return useMemo<Words>(() => {
    const countries = new Intl.DisplayNames(language, { type: "region", fallback: "code" });
    const days = new Intl.DateTimeFormat(language, { dateStyle: "long" });
    const shortDays = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
    const utc = { timeZone: "UTC" } as const;
    const isoDays = new Intl.DateTimeFormat(language, { ...utc, dateStyle: "long" });
    const shortIsoDays = new Intl.DateTimeFormat(language, { ...utc, dateStyle: "medium" });
    const lists = new Intl.ListFormat(language, { type: "conjunction" });
    const words: Words = {
      provider: (provider) => {
        const name = provider.profile?.name.trim() ?? "";
        return name === ""
          ? t("ui.providerNumber", {
              kind: words.providerKind(provider.kind),
              number: provider.provider,
            })
          : name;
      },
      providerWithDoctor: (provider, doctor) =>
        doctor === undefined
          ? words.provider(provider)
          : t("ui.doctorFor", {
              doctor: words.provider(doctor),
              organization: words.provider(provider),
            }),
      providerKind: (kind) => t(`ui.providerKind.${kind}`),
      authority: (authority) => {
        const country = words.country(authority.jurisdiction);
        return authority.name === undefined
          ? t("ui.authorityOf", { country })
          : `${authority.name}, ${country}`;
      },
      country: (jurisdiction) => {
        const letters = findCountryLetters(jurisdiction);
        return letters === undefined ? String(jurisdiction) : (countries.of(letters) ?? letters);
      },
      compartment: (kind) => t(`ui.compartment.${kind ?? "unknown"}`),
      compartments: (parts, all, { inSentence = false, full = false } = {}) => {
        const chosen = all.filter(({ compartment }) => parts.includes(compartment));
        const form = inSentence ? "inSentence" : "alone";
        // Who acts for a patient knows some parts only, and all of those are not everything.
        const isWhole = all.length === compartmentKinds.length;
        if (isWhole && chosen.length === all.length) return t(`ui.parts.everything.${form}`);
        if (
          all.some(({ sensitive }) => sensitive) &&
          all.every((one) => chosen.includes(one) !== one.sensitive)
        ) {
          return t(`ui.parts.usual.${form}`);
        }
        const names = chosen.map(({ kind }) => words.compartment(kind));
        const shown = !full && names.length > 4 ? names.slice(0, 3) : names;
        const rest = parts.length - shown.length;
        return lists.format(rest > 0 ? [...shown, t("ui.moreParts", { count: rest })] : shown);
      },
      recordKind: (kind) => t(`ui.recordKind.${kind}`),
      purpose: (purpose) => t(`ui.purpose.${purpose}`),
      day: (seconds, { short = false } = {}) =>
        (short ? shortDays : days).format(new Date(seconds * 1000)),
      isoDay: (date, { short = false } = {}) => {
        const parsed = new Date(`${date}T00:00:00Z`);
        return Number.isNaN(parsed.getTime())
          ? date
          : (short ? shortIsoDays : isoDays).format(parsed);
      },
    };
    return words;
  }, [t, language]);
}
