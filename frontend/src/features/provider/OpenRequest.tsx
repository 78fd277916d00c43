import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ProviderNumber } from "../../domain/brand.ts";
import { useProviderApp } from "../../session/SessionContext.tsx";
import { useWalletTask } from "../../session/useWalletTask.ts";
import { useWords } from "../../session/useWords.ts";
import { KeyFacts } from "../../ui/facts/KeyFacts.tsx";
import { StatusTag } from "../../ui/facts/StatusTag.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { TransactionPanel } from "../../ui/transaction/TransactionPanel.tsx";
import type { AccessView, CompartmentView } from "../../usecases/model.ts";
import { pathFor } from "./useOnBehalfOf.ts";

export interface OpenRequestProps {
  access: AccessView;
  organization: ProviderNumber | undefined;
  compartments: readonly CompartmentView[];
}

/** What was asked, while the patient hasn't answered; and taking it back. */
export function OpenRequest({ access, organization, compartments }: OpenRequestProps) {
  const { t } = useTranslation();
  const words = useWords();
  const app = useProviderApp();
  // Kept as it was when the page opened, for the words after it is withdrawn.
  const [request] = useState(access.request);
  const task = useWalletTask<void>(() => app.prepareWithdrawal(access.patient, organization));
  if (task.started) {
    return (
      <TransactionPanel
        {...task.panel}
        explanation={{
          what: t("provider.withdraw.what"),
          visibleTo: t("provider.withdraw.visibleTo"),
          fee: task.fee,
        }}
        confirmLabel={t("provider.withdraw.confirm")}
        onBack={task.reset}
        backLabel={t("provider.withdraw.keep")}
        doneMessage={t("provider.withdraw.done")}
        doneActions={
          <Button component={Link} to={pathFor("/patients", organization)}>
            {t("provider.ask.toPatients")}
          </Button>
        }
      />
    );
  }
  if (request === undefined) return null;
  const what = request.everything
    ? t("provider.ask.everything")
    : request.read.length === 1 && request.read[0] === 0
      ? t("provider.ask.emergency")
      : compartments.length > 0
        ? words.compartments(request.read, compartments)
        : t("provider.ask.someParts", { count: request.read.length });
  return (
    <Stack>
      <div>
        <StatusTag kind="waiting">{t("provider.patients.waiting")}</StatusTag>
      </div>
      <p>{t("provider.withdraw.waiting", { date: words.day(request.lapsesAt) })}</p>
      <KeyFacts
        facts={[
          { label: t("provider.ask.what"), value: what },
          {
            label: t("provider.ask.rights"),
            value: t(request.write.length > 0 ? "ui.terms.add" : "ui.terms.look"),
          },
          { label: t("ui.terms.until"), value: words.day(request.expiresAt) },
          { label: t("provider.ask.purpose"), value: words.purpose(request.purpose) },
          ...(request.doctor === undefined
            ? []
            : [{ label: t("provider.ask.who"), value: words.provider(request.doctor) }]),
        ]}
      />
      <Actions>
        <Button variant="default" onClick={task.start}>
          {t("provider.withdraw.button")}
        </Button>
      </Actions>
    </Stack>
  );
}
