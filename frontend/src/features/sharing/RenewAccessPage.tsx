import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePatientApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { ExpiryPicker } from "../../ui/form/ExpiryPicker.tsx";
import { type ExpiryChoice, expiryDate } from "../../ui/form/expiryDate.ts";
import { FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { useFocusTitle } from "../../ui/hooks/useFocusTitle.ts";
import { useNow } from "../../ui/hooks/useNow.ts";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { SponsorFold } from "../../ui/transaction/SponsorFold.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { AccessView } from "../../usecases/model.ts";
import { AccessLookup } from "./AccessLookup.tsx";

export function RenewAccessPage() {
  return (
    <AccessLookup>
      {(access) => <Renew key={access.provider.provider} access={access} />}
    </AccessLookup>
  );
}

function Renew({ access }: { access: AccessView }) {
  const { provider } = access;
  const { t } = useTranslation();
  const words = useWords();
  const app = usePatientApp();
  const now = useNow(60_000);
  const [expiry, setExpiry] = useState<ExpiryChoice>({ kind: "month" });
  const [attempt, setAttempt] = useState(0);
  const end = expiryDate(expiry, now);
  const seconds = end === undefined || end <= now ? undefined : Math.floor(end.getTime() / 1000);
  const task = useWalletTask<void>(() => app.prepareRenewal(provider.provider, seconds ?? 0), {
    like: "renew",
  });
  useFocusTitle(task.started ? "confirm" : undefined);
  const name = words.provider(provider);
  const back = `/share/access/${provider.provider}`;
  const title = t("sharing.renew.with", { name });

  if (task.started && seconds !== undefined) {
    const until = words.day(seconds);
    return (
      <>
        <PageHeader title={title} />
        <Stack>
          <TransactionPanel
            {...task.panel}
            explanation={{
              what: t("sharing.renew.what", { name, until }),
              visibleTo: t("sharing.share.visible", { name }),
              fee: task.fee,
            }}
            confirmLabel={t("sharing.renew.confirm")}
            onBack={task.reset}
            doneMessage={t("sharing.renew.done", { name, until })}
            doneActions={
              <Button component={Link} to={back}>
                {t("sharing.share.toAccess", { name })}
              </Button>
            }
          />
          {task.panel.state.step === "review" && task.sign !== undefined && (
            <SponsorFold walletName={task.panel.walletName} onSign={task.sign} />
          )}
        </Stack>
      </>
    );
  }
  const problem = attempt > 0 && seconds === undefined ? t("ui.terms.noDate") : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (seconds === undefined) setAttempt(attempt + 1);
    else task.start();
  };
  return (
    <>
      <PageHeader title={title} lead={t("sharing.renew.lead")} back={back} />
      <form noValidate onSubmit={submit}>
        <Stack>
          <FormErrorSummary
            attempt={attempt}
            problems={problem === undefined ? [] : [{ fieldId: "renew-until", message: problem }]}
          />
          <ExpiryPicker
            id="renew-until"
            value={expiry}
            onChange={setExpiry}
            now={now}
            error={problem}
          />
          <Actions>
            <Button type="submit">{t("ui.continue")}</Button>
          </Actions>
        </Stack>
      </form>
    </>
  );
}
