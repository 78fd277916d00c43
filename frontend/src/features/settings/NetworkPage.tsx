import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Settings } from "../../session/connector.ts";
import { useSession } from "../../session/SessionContext.tsx";
import { Copyable } from "../../ui/facts/Copyable.tsx";
import { Details } from "../../ui/facts/Details.tsx";
import { type KeyFact, KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { LoadingRows } from "../../ui/feedback/LoadingRows.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { ChoiceCards } from "../../ui/form/ChoiceCards.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { SavedNotice } from "./SavedNotice.tsx";
import { type Attempt, useAttempt } from "./useAttempt.ts";
import { type Chains, useChains, useSettings } from "./useSettings.ts";

/** Which chain, and whom the app asks about it. */
export function NetworkPage() {
  const { t } = useTranslation();
  const chains = useChains();
  const settings = useSettings();
  // Kept here: saving connects anew, which empties the query under the form.
  const save = useAttempt<void>();
  return (
    <Stack>
      <PageHeader
        title={t("settings.network.title")}
        lead={t("settings.network.lead")}
        back="/settings"
        backLabel={t("settings.title")}
      />
      <QueryFaces
        query={chains}
        loading={<LoadingRows shape="facts" />}
        errorTitle={t("settings.network.failed")}
        empty={null}
      >
        {(known) => <ChooseChain chains={known} />}
      </QueryFaces>
      <Section title={t("settings.rpc.title")} lead={t("settings.rpc.lead")}>
        <QueryFaces query={settings} loading={<LoadingRows shape="facts" />} empty={null}>
          {(saved) => <RpcForm key={`${chains.data?.current.chainId}`} saved={saved} save={save} />}
        </QueryFaces>
      </Section>
    </Stack>
  );
}

function ChooseChain({ chains }: { chains: Chains }) {
  const { t } = useTranslation();
  const { connector, connection } = useSession();
  const { current, all } = chains;
  const change = useAttempt<void>();
  const address = t("settings.network.address");
  const facts: KeyFact[] = [
    { label: t("settings.network.chainId"), value: String(current.chainId), mono: true },
    { label: t("settings.network.coin"), value: current.coin },
    ...(connection === undefined
      ? []
      : [
          {
            label: t("settings.network.account"),
            value: <Copyable value={connection.address} what={t("settings.network.account")} />,
          },
        ]),
    ...(current.explorer === undefined
      ? []
      : [
          {
            label: t("settings.network.explorer"),
            value: (
              <a href={current.explorer} target="_blank" rel="noreferrer">
                {current.explorer}
              </a>
            ),
          },
        ]),
    ...current.contracts.map((contract) => ({
      label: t("settings.network.contract", { name: contract.name }),
      value: <Copyable value={contract.address} what={address} />,
    })),
  ];
  return (
    <Stack gap="normal">
      {change.state.step === "failed" && <ErrorPanel error={change.state.error} takesFocus />}
      {all.length > 1 ? (
        <ChoiceCards
          label={t("settings.network.which")}
          hint={connection === undefined ? undefined : t("settings.reconnects")}
          choices={all.map((chain) => ({
            value: String(chain.chainId),
            label: chain.name,
            hint: t(chain.test ? "settings.network.test" : "settings.network.real"),
          }))}
          value={String(current.chainId)}
          onChange={(chainId) => void change.run(() => connector.chooseChain(Number(chainId)))}
        />
      ) : (
        <KeyFacts
          facts={[
            { label: t("settings.network.network"), value: current.name },
            {
              label: t("settings.network.kind"),
              value: t(current.test ? "settings.network.test" : "settings.network.real"),
            },
          ]}
        />
      )}
      <Details>
        <KeyFacts facts={facts} />
      </Details>
    </Stack>
  );
}

function RpcForm({ saved, save }: { saved: Settings; save: Attempt<void> }) {
  const { t } = useTranslation();
  const { connector, connection } = useSession();
  const [first, setFirst] = useState(saved.rpcUrl ?? "");
  const [second, setSecond] = useState(saved.secondRpcUrl ?? "");
  const same = first.trim() !== "" && first.trim() === second.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (same) return;
    void save.run(async () => {
      // The newest of the other settings, in case they were saved meanwhile.
      const { ipfsEndpoint } = await connector.settings();
      await connector.saveSettings({
        ipfsEndpoint,
        rpcUrl: first.trim() || undefined,
        secondRpcUrl: second.trim() || undefined,
      });
    });
  };
  const type = (set: (text: string) => void) => (event: { currentTarget: HTMLInputElement }) => {
    set(event.currentTarget.value);
    save.reset();
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="normal">
        {save.state.step === "failed" && (
          <ErrorPanel error={save.state.error} title={t("settings.notSaved")} takesFocus />
        )}
        <TextInput
          type="url"
          label={t("settings.rpc.first")}
          description={t("settings.rpc.firstHint")}
          value={first}
          autoComplete="off"
          spellCheck={false}
          onChange={type(setFirst)}
        />
        <TextInput
          type="url"
          label={t("settings.rpc.second")}
          description={t("settings.rpc.secondHint")}
          error={same ? t("settings.rpc.same") : undefined}
          value={second}
          autoComplete="off"
          spellCheck={false}
          onChange={type(setSecond)}
        />
        {second.trim() === "" && <Notice>{t("settings.rpc.onlyOne")}</Notice>}
        <div role="status">{save.state.step === "done" && <SavedNotice />}</div>
        {connection !== undefined && <p>{t("settings.reconnects")}</p>}
        <Actions>
          <Button type="submit" loading={save.state.step === "working"} disabled={same}>
            {t("settings.saveAddresses")}
          </Button>
        </Actions>
      </Stack>
    </form>
  );
}
