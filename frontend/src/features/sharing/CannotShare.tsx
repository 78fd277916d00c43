import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { ProviderCard } from "../../ui/people/ProviderCard.tsx";
import type { ProviderView } from "../../usecases/model.ts";

/** A clear stop: nobody vouches for this provider right now, or it is of no kind to share with. */
export function CannotShare({ provider, back }: { provider: ProviderView; back: string }) {
  const { t } = useTranslation();
  const facts = useProviderFacts()(provider);
  const reason = provider.verifiedNow
    ? "kind"
    : provider.status === "verified"
      ? "expired"
      : provider.status;
  return (
    <>
      <PageHeader title={t("sharing.stop.title")} back={back} />
      <Stack>
        <Notice kind="warning" title={t(`sharing.stop.${reason}`, { name: facts.name })}>
          {t("sharing.stop.nothing")} {t("sharing.stop.next")}
        </Notice>
        <ProviderCard {...facts} />
        <Actions>
          <Button component={Link} to="/share/scan">
            {t("sharing.stop.scanAnother")}
          </Button>
        </Actions>
      </Stack>
    </>
  );
}
