import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { sameAddress } from "../../domain/sameAddress.ts";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { shortAccount } from "../../session/shortAccount.ts";
import { useDelegateNames } from "../../session/useAccountNames.ts";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { ChoiceCards } from "../../ui/form/ChoiceCards.tsx";
import { CompartmentPicker } from "../../ui/form/CompartmentPicker.tsx";
import { ExpiryPicker } from "../../ui/form/ExpiryPicker.tsx";
import { Field } from "../../ui/form/Field.tsx";
import { useFocusTitle } from "../../ui/hooks/useFocusTitle.ts";
import { useNow } from "../../ui/hooks/useNow.ts";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { SponsorFold } from "../../ui/transaction/SponsorFold.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import {
  type CompartmentView,
  type DelegateView,
  delegateNameLength,
  delegatePowers,
} from "../../usecases/model.ts";
import { chosenDelegate, draftOf, offeredPowers, usualDelegate } from "./delegateDraft.ts";
import { useNameDelegate } from "./delegateQueries.ts";
import { WhoStep } from "./WhoStep.tsx";

type Step = "who" | "name" | "kind" | "powers" | "parts" | "until";

export interface DelegateFormProps {
  readonly compartments: readonly CompartmentView[];
  /** Somebody who may act already, to change what and until when. */
  readonly existing?: DelegateView | undefined;
}

/** Who first, then answers to check, each with a page to change it; then the wallet. */
export function DelegateForm({ compartments, existing }: DelegateFormProps) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const app = usePatientApp();
  const now = useNow(60_000);
  const [draft, setDraft] = useState(() =>
    existing === undefined ? usualDelegate(compartments) : draftOf(existing, now, compartments),
  );
  const [step, setStep] = useState<Step | undefined>(existing === undefined ? "who" : undefined);
  const { nameDelegate } = useNameDelegate();
  const { data: names } = useDelegateNames();
  const chosen = chosenDelegate(draft, now);
  const task = useWalletTask<void>(async (options) => {
    if (chosen === undefined) throw new Error("only a complete draft is sent");
    const prepared = await app.prepareDelegate(chosen, options);
    // Before it is sent: somebody else may send it.
    if (existing === undefined && draft.name.trim() !== "") {
      await nameDelegate(chosen.account, draft.name);
    }
    return prepared;
  });
  useFocusTitle(task.started ? "confirm" : (step ?? "check"));
  const account = draft.account === undefined ? "" : shortAccount(draft.account);
  const name = draft.name.trim() === "" ? account : draft.name.trim();
  const title =
    existing === undefined ? t("delegates.add.title") : t("delegates.change.title", { name });
  const back = existing === undefined ? "/delegates" : `/delegates/${existing.account}`;

  if (step === "who") {
    return (
      <>
        <PageHeader
          title={title}
          lead={t("delegates.who.lead")}
          back={draft.account === undefined ? "/delegates" : () => setStep(undefined)}
        />
        <WhoStep
          onFound={(found) => {
            const known = names?.find((one) => sameAddress(one.account, found))?.name;
            setDraft({
              ...draft,
              account: found,
              name: draft.name === "" ? (known ?? "") : draft.name,
            });
            setStep(undefined);
          }}
        />
      </>
    );
  }
  if (step !== undefined) {
    return (
      <>
        <PageHeader title={t(`delegates.step.${step}`)} back={() => setStep(undefined)} />
        <Stack>
          {field(step)}
          <Actions>
            <Button onClick={() => setStep(undefined)}>{t("ui.terms.done")}</Button>
          </Actions>
        </Stack>
      </>
    );
  }
  if (task.started && chosen !== undefined) {
    return (
      <>
        <PageHeader title={title} />
        <Stack>
          <TransactionPanel
            {...task.panel}
            explanation={{
              what: t(`delegates.add.what.${draft.kind}`, { name, until: words.day(chosen.until) }),
              visibleTo: t("delegates.add.visible"),
              irreversible: t(`delegates.add.irreversible.${draft.kind}`),
              fee: task.fee,
            }}
            confirmLabel={t(
              existing === undefined ? "delegates.add.confirm" : "delegates.change.confirm",
            )}
            onBack={task.reset}
            doneMessage={t(`delegates.add.done.${draft.kind}`, { name })}
            doneActions={
              <>
                <Button component={Link} to="/delegates">
                  {t("delegates.toList")}
                </Button>
                {chosen.managing && (
                  <Button component={Link} to="/recovery" variant="default">
                    {t("delegates.add.sheet")}
                  </Button>
                )}
              </>
            }
          />
          {task.panel.state.step === "review" && task.sign !== undefined && (
            <SponsorFold walletName={task.panel.walletName} onSign={task.sign} />
          )}
        </Stack>
      </>
    );
  }

  return (
    <>
      <PageHeader
        title={existing === undefined ? t("delegates.add.check") : title}
        lead={existing === undefined ? t("delegates.add.checkLead") : undefined}
        back={back}
      />
      <Stack>
        {existing?.keysChanged === true && (
          <Notice kind="warning" title={t("delegates.newKeys.title", { name })}>
            {t("delegates.newKeys.what")}
          </Notice>
        )}
        <KeyFacts
          facts={[
            {
              label: t("delegates.step.who"),
              value: account,
              mono: true,
              change: existing === undefined ? () => setStep("who") : undefined,
            },
            // A name is changed on their page, and costs nothing.
            ...(existing === undefined
              ? [
                  {
                    label: t("delegates.name.label"),
                    value: draft.name.trim() === "" ? t("delegates.name.none") : draft.name.trim(),
                    change: () => setStep("name"),
                  },
                ]
              : []),
            {
              label: t("delegates.kind.label"),
              value: t(`delegates.kind.${draft.kind}`),
              // Whoever has the recovery sheet keeps it: that is ended, not changed.
              change: existing === undefined ? () => setStep("kind") : undefined,
            },
            {
              label: t("delegates.powers.label"),
              value:
                draft.powers.length === 0
                  ? t("delegates.powers.none")
                  : new Intl.ListFormat(i18n.language).format(
                      draft.powers.map((power) => t(`delegates.powers.${power}`)),
                    ),
              change: () => setStep("powers"),
            },
            draft.kind === "managing"
              ? { label: t("delegates.step.parts"), value: t("delegates.everything") }
              : {
                  label: t("delegates.step.parts"),
                  value:
                    draft.read.length === 0
                      ? t("delegates.nothing")
                      : words.compartments(draft.read, compartments),
                  change: () => setStep("parts"),
                },
            {
              label: t("delegates.step.until"),
              value: chosen === undefined ? t("ui.terms.noDate") : words.day(chosen.until),
              change: () => setStep("until"),
            },
          ]}
        />
        {draft.kind === "managing" && (
          <Notice kind="warning">{t("delegates.managingWarning")}</Notice>
        )}
        <Actions>
          <Button disabled={chosen === undefined} onClick={task.start}>
            {t("ui.continue")}
          </Button>
        </Actions>
      </Stack>
    </>
  );

  function field(which: Exclude<Step, "who">) {
    switch (which) {
      case "name":
        return (
          <TextInput
            label={t("delegates.name.question")}
            description={t("delegates.name.hint")}
            value={draft.name}
            maxLength={delegateNameLength}
            autoComplete="off"
            onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          />
        );
      case "kind":
        return (
          <ChoiceCards<"acting" | "managing">
            label={t("delegates.kind.question")}
            choices={[
              {
                value: "acting",
                label: t("delegates.kind.acting"),
                hint: t("delegates.kind.actingHint"),
              },
              {
                value: "managing",
                label: t("delegates.kind.managing"),
                hint: t("delegates.kind.managingHint"),
              },
            ]}
            value={draft.kind}
            onChange={(kind) =>
              setDraft({
                ...draft,
                kind,
                powers: draft.powers.filter((power) => offeredPowers(kind).includes(power)),
              })
            }
          />
        );
      case "powers":
        return (
          <Field label={t("delegates.powers.question")} hint={t("delegates.powers.never")}>
            {offeredPowers(draft.kind).map((power) => (
              <Checkbox
                key={power}
                label={t(`delegates.powers.${power}`)}
                checked={draft.powers.includes(power)}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  setDraft({
                    ...draft,
                    powers: delegatePowers.filter((one) =>
                      one === power ? on : draft.powers.includes(one),
                    ),
                  });
                }}
              />
            ))}
          </Field>
        );
      case "parts":
        return (
          <CompartmentPicker
            value={draft.read}
            onChange={(read) =>
              setDraft({
                ...draft,
                read: compartments
                  .map(({ compartment }) => compartment)
                  .filter((one) => read.includes(one)),
              })
            }
            compartments={compartments.map((one) => ({
              number: one.compartment,
              name: words.compartment(one.kind),
              sensitive: one.sensitive,
              records: one.recordCount,
            }))}
          />
        );
      case "until":
        return (
          <ExpiryPicker
            value={draft.expiry}
            now={now}
            onChange={(expiry) => setDraft({ ...draft, expiry })}
          />
        );
    }
  }
}
