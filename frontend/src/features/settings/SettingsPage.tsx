import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { ListRow } from "../../ui/layout/ListRow.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { ColorSchemeChoice } from "../../ui/theme/ColorSchemeChoice.tsx";
import { useChains } from "./useSettings.ts";

/** How the app looks, and where it finds the network and the storage. */
export function SettingsPage() {
  const { t } = useTranslation();
  const chains = useChains();
  return (
    <Stack>
      <PageHeader title={t("settings.title")} back="/more" backLabel={t("settings.more")} />
      <ListGroup label={t("settings.title")}>
        <ListRow
          to="/settings/network"
          icon="wallet"
          title={t("settings.network.title")}
          meta={chains.data?.current.name ?? t("settings.network.hint")}
        />
        <ListRow
          to="/settings/storage"
          icon="storage"
          title={t("settings.storage.title")}
          meta={t("settings.storage.hint")}
        />
      </ListGroup>
      <ColorSchemeChoice />
      <Section title={t("settings.language.title")}>
        <Language />
      </Section>
    </Stack>
  );
}

function Language() {
  const { t, i18n } = useTranslation();
  const languages = Object.keys(i18n.options.resources ?? {});
  const known = languages.length === 0 ? [i18n.language] : languages;
  return (
    <NativeSelect
      label={t("settings.language.label")}
      description={known.length === 1 ? t("settings.language.onlyOne") : undefined}
      data={known.map((language) => ({ value: language, label: nameOf(language) }))}
      value={i18n.language}
      onChange={(event) => void i18n.changeLanguage(event.currentTarget.value)}
    />
  );
}

/** A language in its own words, so that whoever speaks it finds it. */
function nameOf(language: string): string {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
