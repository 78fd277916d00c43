import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { ProviderView } from "../usecases/model.ts";
import { providerIcon } from "./providerIcon.ts";
import { useWords } from "./useWords.ts";

export interface ProviderFacts {
  readonly name: string;
  readonly icon: ReturnType<typeof providerIcon>;
  readonly about: string;
  readonly place: string;
  readonly verified: boolean;
  readonly verification: string;
}

/** A provider as ui's `ProviderCard` shows it. */
export function useProviderFacts(): (provider: ProviderView) => ProviderFacts {
  const { t } = useTranslation();
  const words = useWords();
  return useCallback(
    (provider) => {
      const { profile, authority, status, verifiedNow } = provider;
      const kind = words.providerKind(provider.kind);
      const specialty = profile?.specialty.trim() ?? "";
      const authorityName =
        authority === undefined ? t("ui.provider.anAuthority") : words.authority(authority);
      const date = words.day(provider.verifiedUntil);
      const verification = () => {
        if (verifiedNow) {
          return authority === undefined
            ? t("ui.provider.verifiedPlain", { date })
            : t("ui.provider.verified", { authority: authorityName, date });
        }
        return t(`ui.provider.${status === "verified" ? "expired" : status}`, {
          authority: authorityName,
          date,
        });
      };
      return {
        name: words.provider(provider),
        icon: providerIcon(provider.kind),
        about: specialty === "" ? kind : t("ui.provider.aboutWith", { kind, specialty }),
        place:
          profile === undefined
            ? t("ui.provider.unreadable")
            : [profile.organization, profile.place, words.country(provider.jurisdiction)]
                .map((part) => part.trim())
                .filter((part) => part !== "")
                .join(", "),
        verified: verifiedNow,
        verification: verification(),
      };
    },
    [t, words],
  );
}
