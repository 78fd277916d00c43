import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import type { ProviderNumber } from "../../domain/brand.ts";
import { useNumberParam } from "../../session/useNumberParam.ts";
import { useProviderFacts } from "../../session/useProviderFacts.ts";
import { useWords } from "../../session/useWords.ts";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { Details } from "../../ui/facts/Details.tsx";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import { DecisionPanel } from "./DecisionPanel.tsx";
import { Evidence } from "./Evidence.tsx";
import { ProviderStatus } from "./ProviderStatus.tsx";
import { useLeftBehind, useProviders } from "./queries.ts";
import { type Decision, decisionsFor, statusOf } from "./statusOf.ts";

/** One provider: what they say, their proof, and the authority's decision. */
export function ProviderPage() {
  const { t } = useTranslation();
  const list = useLocation().pathname.startsWith("/applications") ? "/applications" : "/providers";
  const number = useNumberParam<ProviderNumber>("provider");
  const providers = useProviders();
  const leftBehind = useLeftBehind();
  const own = providers.data?.find((one) => one.provider === number);
  const found = own ?? leftBehind.data?.find((one) => one.provider === number);
  // While one list lets go of a provider before the other has it, the page stays.
  const last = useRef<ProviderView>(undefined);
  if (found !== undefined) last.current = found;
  const provider = found ?? (last.current?.provider === number ? last.current : undefined);
  const words = useWords();
  return (
    <Stack>
      <PageHeader
        title={provider === undefined ? t("authority.provider.title") : words.provider(provider)}
        lead={provider === undefined ? undefined : words.providerKind(provider.kind)}
        back={list}
        backLabel={t(
          list === "/applications" ? "authority.applications.title" : "authority.providers.title",
        )}
        aside={provider === undefined ? undefined : <ProviderStatus provider={provider} />}
      />
      {provider !== undefined && number !== undefined ? (
        <Provider key={number} provider={provider} list={list} isOwn={own !== undefined} />
      ) : (
        <QueryFaces
          query={providers.data === undefined ? providers : leftBehind}
          loading={<LoadingRows shape="facts" />}
          errorTitle={t("authority.providers.failed")}
          isEmpty={() => true}
          empty={
            <EmptyState
              mark="lost"
              title={t("authority.provider.unknown")}
              action={
                <Button component={Link} to="/providers">
                  {t("authority.providers.title")}
                </Button>
              }
            >
              {t("authority.provider.unknownHint")}
            </EmptyState>
          }
        >
          {() => null}
        </QueryFaces>
      )}
    </Stack>
  );
}

interface ProviderProps {
  readonly provider: ProviderView;
  readonly list: string;
  /** Else its authority was removed, and this one can take it over. */
  readonly isOwn: boolean;
}

function Provider({ provider, list, isOwn }: ProviderProps) {
  const { t } = useTranslation();
  // As it was when the decision began: the panel must not change its words under the reader.
  const [deciding, setDeciding] = useState<{ decision: Decision; seen: ProviderView }>();
  if (deciding !== undefined) {
    return (
      <DecisionPanel
        decision={deciding.decision}
        seen={deciding.seen}
        list={list}
        onBack={() => setDeciding(undefined)}
      />
    );
  }
  const decisions: readonly Decision[] = isOwn ? decisionsFor(provider) : ["take-over"];
  const status = statusOf(provider);
  return (
    <Stack>
      {provider.profile === undefined && (
        <Notice kind="warning" title={t("authority.provider.noProfileTitle")}>
          {t("authority.provider.noProfile")}
        </Notice>
      )}
      <Profile provider={provider} />
      {isOwn && <Evidence provider={provider.provider} />}
      <Section
        title={t("authority.decide.title")}
        lead={t(`authority.decide.lead.${isOwn ? status : "leftBehind"}`)}
      >
        {decisions.length > 0 && (
          <Actions>
            {decisions.map((decision, index) => (
              <Button
                key={decision}
                variant={index === 0 && decision !== "suspend" ? "filled" : "default"}
                disabled={decision === "verify" && provider.profile === undefined}
                onClick={() => setDeciding({ decision, seen: provider })}
              >
                {t(`authority.${decision}.${buttonFor(decision, status)}`)}
              </Button>
            ))}
          </Actions>
        )}
      </Section>
    </Stack>
  );
}

function buttonFor(decision: Decision, status: ProviderView["status"]): "button" | "again" {
  const again =
    (decision === "verify" && status !== "applied") || (decision === "end" && status === "applied");
  return again ? "again" : "button";
}

function Profile({ provider }: { provider: ProviderView }) {
  const { t } = useTranslation();
  const words = useWords();
  const { verification } = useProviderFacts()(provider);
  const { profile } = provider;
  const empty = t("authority.provider.notGiven");
  const account = t("authority.provider.account");
  const fingerprint = t("authority.provider.fingerprint");
  return (
    <Section title={t("authority.provider.says")}>
      <Stack gap="normal">
        <KeyFacts
          facts={[
            { label: t("authority.provider.name"), value: profile?.name || empty },
            { label: t("authority.provider.kind"), value: words.providerKind(provider.kind) },
            { label: t("authority.provider.specialty"), value: profile?.specialty || empty },
            { label: t("authority.provider.organization"), value: profile?.organization || empty },
            { label: t("authority.provider.place"), value: profile?.place || empty },
            { label: t("authority.provider.contact"), value: profile?.contact || empty },
            { label: t("authority.provider.stands"), value: verification },
            { label: account, value: <Copyable value={provider.wallet} what={account} /> },
          ]}
        />
        <Details>
          <KeyFacts
            facts={[
              {
                label: t("authority.provider.number"),
                value: String(provider.provider),
                mono: true,
              },
              {
                label: fingerprint,
                value: <Copyable value={provider.profileDigest} what={fingerprint} />,
              },
              {
                label: t("authority.provider.keyVersion"),
                value: String(provider.keyVersion),
                mono: true,
              },
            ]}
          />
        </Details>
      </Stack>
    </Section>
  );
}
