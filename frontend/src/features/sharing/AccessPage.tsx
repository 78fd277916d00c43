import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { usePowers } from "../../session/usePowers.ts";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { useTermsWords } from "../../session/useTermsWords.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { Details } from "../../ui/facts/Details.tsx";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { useFocusTitle } from "../../ui/hooks/useFocusTitle.ts";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { ProviderCard } from "../../ui/people/ProviderCard.tsx";
import { TermsFacts } from "../../ui/terms/TermsFacts.tsx";
import { SponsorFold } from "../../ui/transaction/SponsorFold.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { AccessView, CompartmentView } from "../../usecases/model.ts";
import { AccessLookup } from "./AccessLookup.tsx";
import { AccessTag } from "./AccessTag.tsx";

export function AccessPage() {
  return (
    <AccessLookup>
      {(access, compartments) => (
        <Access key={access.provider.provider} access={access} compartments={compartments} />
      )}
    </AccessLookup>
  );
}

function Access(props: { access: AccessView; compartments: readonly CompartmentView[] }) {
  const { access, compartments } = props;
  const { provider, grant, state } = access;
  const { t } = useTranslation();
  const app = usePatientApp();
  const { may } = usePowers();
  const facts = useProviderFacts()(provider);
  const inWords = useTermsWords(compartments);
  // Once it has ended, the list no longer says what was shared.
  const [shared] = useState(grant?.read ?? []);
  const stop = useWalletTask<void>(
    (options) => app.prepareRevocation([provider.provider], options),
    { like: "stopSharing" },
  );
  useFocusTitle(stop.started ? "stop" : undefined);
  const { name } = facts;
  const path = `/share/access/${provider.provider}`;

  const stopPanel = (
    <>
      <TransactionPanel
        {...stop.panel}
        danger
        explanation={{
          what: t("sharing.stopSharing.what", { name }),
          visibleTo: t("sharing.stopSharing.visible"),
          irreversible: t("sharing.stopSharing.irreversible", { name }),
          fee: stop.fee,
        }}
        confirmLabel={t("sharing.stopSharing.confirm")}
        onBack={stop.started ? stop.reset : undefined}
        backLabel={t("ui.cancel")}
        doneMessage={t("sharing.stopSharing.done", { name })}
        doneActions={
          <>
            <Button component={Link} to="/share/access">
              {t("sharing.share.toList")}
            </Button>
            {may("relock") && (
              <Button
                component={Link}
                variant="default"
                to={`/share/relock?parts=${shared.join(",")}`}
              >
                {t("sharing.stopSharing.relock")}
              </Button>
            )}
          </>
        }
      />
      {stop.panel.state.step === "review" && stop.sign !== undefined && (
        <SponsorFold walletName={stop.panel.walletName} onSign={stop.sign} />
      )}
    </>
  );

  // From the first tap on only this is shown: the list behind it changes when it is done.
  if (stop.started) {
    return (
      <>
        <PageHeader title={t("sharing.stopSharing.title", { name })} />
        <Stack>{stopPanel}</Stack>
      </>
    );
  }

  const over = state === "ended" || grant === undefined;
  return (
    <>
      <PageHeader title={name} back="/share/access" aside={<AccessTag access={access} />} />
      <Stack>
        {access.keysChanged && !over && may("grant") && (
          <Notice
            kind="warning"
            title={t("sharing.keys.title", { name })}
            action={
              <Button component={Link} to={`${path}/change`} size="sm">
                {t("sharing.keys.again")}
              </Button>
            }
          >
            {t("sharing.keys.what", { name, version: provider.keyVersion })}
          </Notice>
        )}
        {state === "suspended" && (
          <Notice kind="warning" title={t("sharing.paused.title", { name })}>
            {t("sharing.paused.what")}
          </Notice>
        )}
        {state === "expired" && (
          <Notice title={t("sharing.over.title", { name })}>{t("sharing.over.what")}</Notice>
        )}
        {over && access.request === undefined && (
          <Notice title={t("sharing.over.nothing", { name })} />
        )}
        <ProviderCard {...facts} />
        {access.request !== undefined && (
          <Notice title={t("sharing.code.asked", { name })}>
            <Link to={`/requests/${provider.provider}`}>{t("sharing.code.askedAnswer")}</Link>
          </Notice>
        )}
        {!over && (
          <Section title={t(state === "live" ? "sharing.access.sees" : "sharing.access.saw")}>
            <TermsFacts {...inWords(grant)} />
          </Section>
        )}
        <Actions>
          {state === "live" && may("grant") && (
            <Button component={Link} to={`${path}/renew`} variant="default">
              {t("sharing.renew.title")}
            </Button>
          )}
          {provider.verifiedNow && may("grant") && (
            <Button component={Link} to={`${path}/change`} variant="default">
              {t(state === "live" ? "sharing.change.title" : "sharing.change.again")}
            </Button>
          )}
        </Actions>
        {!over && may("revoke") && (
          <Section title={t("sharing.stopSharing.section")}>{stopPanel}</Section>
        )}
        <Details>
          <KeyFacts
            facts={[
              {
                label: t("sharing.details.account"),
                value: <Copyable value={provider.wallet} what={t("sharing.details.account")} />,
              },
              { label: t("sharing.details.number"), value: String(provider.provider), mono: true },
              {
                label: t("sharing.details.keyVersion"),
                value: String(provider.keyVersion),
                mono: true,
              },
            ]}
          />
        </Details>
      </Stack>
    </>
  );
}
