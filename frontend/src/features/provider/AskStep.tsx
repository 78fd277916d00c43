import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProviderNumber } from "../../domain/brand.ts";
import { toNumber } from "../../session/useNumberParam.ts";
import { useWords } from "../../session/useWords.ts";
import { ChoiceCards } from "../../ui/form/ChoiceCards.tsx";
import { CompartmentPicker } from "../../ui/form/CompartmentPicker.tsx";
import { ExpiryPicker } from "../../ui/form/ExpiryPicker.tsx";
import { expiryDate } from "../../ui/form/expiryDate.ts";
import { FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import { type CompartmentView, type ProviderView, purposes } from "../../usecases/model.ts";
import { type AskDraft, type AskLapse, type AskWhat, lapseTime } from "./askDraft.ts";

export type AskStepName = "who" | "what" | "rights" | "until" | "purpose" | "lapses";

export interface AskStepProps {
  step: AskStepName;
  draft: AskDraft;
  onChange: (draft: AskDraft) => void;
  /** Called only when this answer is complete. */
  onDone: () => void;
  organizations: readonly ProviderView[];
  /** The parts of a chart that is open already; empty when none is known. */
  known: readonly CompartmentView[];
  now: Date;
}

const FIELD = "ask-field";

/** One question of a request. */
export function AskStep(props: AskStepProps) {
  const { step, draft, onChange, known, now } = props;
  const { t } = useTranslation();
  const words = useWords();
  const [attempt, setAttempt] = useState(0);
  const missing = problemOf();
  const problem = attempt === 0 ? undefined : missing;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (missing === undefined) props.onDone();
    else setAttempt(attempt + 1);
  };
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <FormErrorSummary
          attempt={attempt}
          problems={problem === undefined ? [] : [{ fieldId: FIELD, message: problem }]}
        />
        {field()}
        <Actions>
          <Button type="submit">{t("provider.ask.stepDone")}</Button>
        </Actions>
      </Stack>
    </form>
  );

  function problemOf(): string | undefined {
    if (step === "what" && draft.what === "parts" && draft.parts.length === 0) {
      return t("provider.ask.noParts");
    }
    if (step !== "until") return undefined;
    const end = expiryDate(draft.expiry, now);
    if (end === undefined) return t("provider.ask.noDate");
    return end <= now ? t("ui.expiry.past") : undefined;
  }

  function field() {
    switch (step) {
      case "who":
        return (
          <ChoiceCards
            id={FIELD}
            label={t("provider.ask.whoQuestion")}
            hint={t("provider.ask.whoHint")}
            choices={[
              { value: "0", label: t("provider.ask.myself"), icon: "doctor" as const },
              ...props.organizations.map((one) => ({
                value: String(one.provider),
                label: words.provider(one),
                icon: "hospital" as const,
                disabled: !one.verifiedNow,
                ...(one.verifiedNow ? {} : { hint: t("provider.ask.organizationNotVerified") }),
              })),
            ]}
            value={String(draft.organization ?? 0)}
            onChange={(value) =>
              onChange({
                ...draft,
                organization: value === "0" ? undefined : toNumber<ProviderNumber>(value),
              })
            }
          />
        );
      case "what":
        return (
          <ChoiceCards<AskWhat>
            id={FIELD}
            label={t("provider.ask.whatQuestion")}
            hint={t("provider.ask.whatHint")}
            error={problem}
            choices={[
              {
                value: "everything",
                label: t("provider.ask.everything"),
                hint: t("provider.ask.everythingHint"),
                icon: "records",
              },
              {
                value: "emergency",
                label: t("provider.ask.emergency"),
                hint: t("provider.ask.emergencyHint"),
                icon: "alert",
              },
              ...(known.length === 0
                ? []
                : [
                    {
                      value: "parts" as const,
                      label: t("provider.ask.parts"),
                      hint: t("provider.ask.partsHint"),
                      icon: "search" as const,
                    },
                  ]),
            ]}
            value={draft.what}
            onChange={(what) => onChange({ ...draft, what })}
            underChosen={
              draft.what === "parts" && (
                <CompartmentPicker
                  label={t("provider.ask.partsLabel")}
                  compartments={known.map(({ compartment, kind, sensitive, recordCount }) => ({
                    number: compartment,
                    name: words.compartment(kind),
                    sensitive,
                    records: recordCount,
                  }))}
                  value={draft.parts}
                  onChange={(chosen) =>
                    onChange({
                      ...draft,
                      parts: known
                        .map(({ compartment }) => compartment)
                        .filter((compartment) => chosen.includes(compartment)),
                    })
                  }
                />
              )
            }
          />
        );
      case "rights":
        return (
          <ChoiceCards<"look" | "add">
            id={FIELD}
            label={t("provider.ask.rightsQuestion")}
            choices={[
              {
                value: "look",
                label: t("ui.terms.look"),
                hint: t("provider.ask.lookHint"),
                icon: "eye",
              },
              {
                value: "add",
                label: t("ui.terms.add"),
                hint: t("provider.ask.addHint"),
                icon: "plus",
              },
            ]}
            value={draft.mayAdd ? "add" : "look"}
            onChange={(right) => onChange({ ...draft, mayAdd: right === "add" })}
          />
        );
      case "until":
        return (
          <ExpiryPicker
            id={FIELD}
            label={t("provider.ask.untilQuestion")}
            value={draft.expiry}
            now={now}
            error={draft.expiry.kind === "date" ? undefined : problem}
            onChange={(expiry) => onChange({ ...draft, expiry })}
          />
        );
      case "purpose":
        return (
          <ChoiceCards
            id={FIELD}
            label={t("provider.ask.purposeQuestion")}
            hint={t("provider.ask.purposeHint")}
            columns={2}
            choices={purposes.map((value) => ({ value, label: words.purpose(value) }))}
            value={draft.purpose}
            onChange={(purpose) => onChange({ ...draft, purpose })}
          />
        );
      case "lapses":
        return (
          <ChoiceCards<AskLapse>
            id={FIELD}
            label={t("provider.ask.lapsesQuestion")}
            hint={t("provider.ask.lapsesHint")}
            choices={(["day", "week", "month"] as const).map((value) => ({
              value,
              label: t(`provider.ask.lapse.${value}`),
              hint: words.day(lapseTime(value, now)),
            }))}
            value={draft.lapse}
            onChange={(lapse) => onChange({ ...draft, lapse })}
          />
        );
    }
  }
}
