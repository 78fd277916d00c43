import { useTranslation } from "react-i18next";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { Points } from "./Points.tsx";

/** What the network shows to everyone, and what ending a share can and can't do. */
export function AboutPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader
        title={t("settings.about.title")}
        lead={t("settings.about.lead")}
        back="/more"
        backLabel={t("settings.more")}
      />
      <Section title={t("settings.about.nobody.title")} lead={t("settings.about.nobody.lead")}>
        <Points
          kind="closed"
          points={[
            t("settings.about.nobody.content"),
            t("settings.about.nobody.name"),
            t("settings.about.nobody.files"),
            t("settings.about.nobody.parts"),
          ]}
        />
      </Section>
      <Section title={t("settings.about.everyone.title")} lead={t("settings.about.everyone.lead")}>
        <Points
          kind="open"
          points={[
            t("settings.about.everyone.chart"),
            t("settings.about.everyone.providers"),
            t("settings.about.everyone.counts"),
            t("settings.about.everyone.sizes"),
            t("settings.about.everyone.receipts"),
            t("settings.about.everyone.profiles"),
          ]}
        />
      </Section>
      <Section title={t("settings.about.account.title")}>
        <Stack gap="normal">
          <p>{t("settings.about.account.why")}</p>
          <p>{t("settings.about.account.how")}</p>
        </Stack>
      </Section>
      <Section title={t("settings.about.stop.title")} lead={t("settings.about.stop.lead")}>
        <Stack gap="normal">
          <h3>{t("settings.about.stop.ends")}</h3>
          <Points
            kind="closed"
            points={[
              t("settings.about.stop.newRecords"),
              t("settings.about.stop.inApp"),
              t("settings.about.stop.adding"),
            ]}
          />
          <h3>{t("settings.about.stop.stays")}</h3>
          <Points
            kind="open"
            points={[
              t("settings.about.stop.copies"),
              t("settings.about.stop.oldKeys"),
              t("settings.about.stop.history"),
            ]}
          />
        </Stack>
      </Section>
      <Section title={t("settings.about.seen.title")}>
        <p>{t("settings.about.seen.text")}</p>
      </Section>
      <Section title={t("settings.about.keep.title")}>
        <p>{t("settings.about.keep.text")}</p>
      </Section>
    </>
  );
}
