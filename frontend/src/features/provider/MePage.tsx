import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { useWords } from "../../session/useWords.ts";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { Details } from "../../ui/facts/Details.tsx";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { ProviderCard } from "../../ui/people/ProviderCard.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import { useMe } from "./queries.ts";
import { VerificationBanner } from "./VerificationBanner.tsx";

/** Who I am to patients, and whether my authority vouches for it. */
export function MePage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Stack>
      <PageHeader title={t("provider.me.title")} lead={t("provider.me.lead")} />
      <QueryFaces query={me} loading={<LoadingRows shape="facts" />} empty={null}>
        {(provider) => <Me provider={provider} />}
      </QueryFaces>
    </Stack>
  );
}

function Me({ provider }: { provider: ProviderView }) {
  const { t } = useTranslation();
  const words = useWords();
  const factsOf = useProviderFacts();
  const { profile } = provider;
  const empty = t("provider.me.notGiven");
  const account = t("provider.me.account");
  const ended = provider.status === "revoked";
  return (
    <Stack>
      <VerificationBanner me={provider} linked={false} />
      <ProviderCard {...factsOf(provider)} />
      <Section title={t("provider.me.profile")} lead={t("provider.me.profileLead")}>
        <Stack>
          <KeyFacts
            facts={[
              { label: t("provider.profile.name"), value: profile?.name || empty },
              { label: t("provider.me.kind"), value: words.providerKind(provider.kind) },
              { label: t("provider.profile.specialty"), value: profile?.specialty || empty },
              { label: t("provider.profile.organization"), value: profile?.organization || empty },
              { label: t("provider.profile.place"), value: profile?.place || empty },
              { label: t("provider.profile.contact"), value: profile?.contact || empty },
            ]}
          />
          <Actions>
            {!ended && (
              <Button component={Link} to="/me/change" leftSection={<Icon name="edit" />}>
                {t("provider.me.change")}
              </Button>
            )}
            <Button component={Link} to="/code" variant="default" leftSection={<Icon name="qr" />}>
              {t("provider.me.code")}
            </Button>
          </Actions>
        </Stack>
      </Section>
      <Details>
        <KeyFacts
          facts={[
            { label: t("provider.me.number"), value: String(provider.provider), mono: true },
            { label: account, value: <Copyable value={provider.wallet} what={account} /> },
            { label: t("provider.me.country"), value: words.country(provider.jurisdiction) },
            { label: t("provider.me.keyVersion"), value: String(provider.keyVersion), mono: true },
          ]}
        />
      </Details>
    </Stack>
  );
}
