import { useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ChoiceCards } from "../form/ChoiceCards.tsx";

/** Light, dark, or as the device. Kept in this browser. */
export function ColorSchemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <ChoiceCards
      label={t("ui.theme.legend")}
      choices={[
        { value: "auto", label: t("ui.theme.auto") },
        { value: "light", label: t("ui.theme.light") },
        { value: "dark", label: t("ui.theme.dark") },
      ]}
      value={colorScheme}
      onChange={setColorScheme}
    />
  );
}
