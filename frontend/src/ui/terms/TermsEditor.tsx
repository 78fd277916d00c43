import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Choice, ChoiceCards } from "../form/ChoiceCards.tsx";
import { type CompartmentChoice, CompartmentPicker } from "../form/CompartmentPicker.tsx";
import { ExpiryPicker } from "../form/ExpiryPicker.tsx";
import { expiryDate } from "../form/expiryDate.ts";
import { FormErrorSummary } from "../form/FormErrorSummary.tsx";
import { Actions } from "../layout/Actions.tsx";
import { Stack } from "../layout/Stack.tsx";
import type { TermsStep } from "./TermsFacts.tsx";
import { endOfDay, type TermsDraft, type TermsLimits } from "./termsDraft.ts";

export interface TermsEditorProps<Part extends number, Purpose extends string> {
  step: TermsStep;
  draft: TermsDraft<Part, Purpose>;
  onChange: (draft: TermsDraft<Part, Purpose>) => void;
  /** Back to the answers; called only when this step's answer is complete. */
  onDone: () => void;
  parts: readonly (CompartmentChoice & { readonly number: Part })[];
  purposes: readonly Choice<Purpose>[];
  /** Whose rights they are: "Dr. Okoro". */
  name: string;
  now: Date;
  limits?: TermsLimits<Part>;
}

const FIELD = "terms-field";

/** One question of sharing on a page of its own; what is chosen is kept from the first tap. */
export function TermsEditor<Part extends number, Purpose extends string>(
  props: TermsEditorProps<Part, Purpose>,
) {
  const { step, draft, onChange, parts, purposes, name, now, limits = {} } = props;
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState(0);
  const problem = attempt === 0 ? undefined : problemOf();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problemOf() === undefined) props.onDone();
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
          <Button type="submit">{t("ui.terms.done")}</Button>
        </Actions>
      </Stack>
    </form>
  );

  function problemOf(): string | undefined {
    if (step === "parts" && draft.read.length === 0) return t("ui.terms.noParts");
    if (step !== "until") return undefined;
    const end = expiryDate(draft.expiry, now);
    if (end === undefined) return t("ui.terms.noDate");
    if (end <= now) return t("ui.expiry.past");
    if (limits.latest !== undefined && end > endOfDay(limits.latest)) return t("ui.terms.tooFar");
    return undefined;
  }

  function field() {
    switch (step) {
      case "parts":
        return (
          <CompartmentPicker
            id={FIELD}
            compartments={parts}
            value={draft.read}
            error={problem}
            onChange={(chosen) =>
              onChange({
                ...draft,
                read: parts.map(({ number }) => number).filter((part) => chosen.includes(part)),
              })
            }
          />
        );
      case "rights":
        return (
          <ChoiceCards<"look" | "add">
            id={FIELD}
            label={t("ui.terms.rightsQuestion", { name })}
            choices={[
              {
                value: "look",
                label: t("ui.terms.look"),
                hint: t("ui.terms.lookHint"),
                icon: "eye",
              },
              { value: "add", label: t("ui.terms.add"), hint: t("ui.terms.addHint"), icon: "plus" },
            ]}
            value={draft.mayAdd ? "add" : "look"}
            onChange={(right) => onChange({ ...draft, mayAdd: right === "add" })}
          />
        );
      case "until":
        return (
          <ExpiryPicker
            id={FIELD}
            value={draft.expiry}
            now={now}
            error={draft.expiry.kind === "date" ? undefined : problem}
            latest={limits.latest === undefined ? undefined : endOfDay(limits.latest)}
            onChange={(expiry) => onChange({ ...draft, expiry })}
          />
        );
      case "purpose":
        return (
          <ChoiceCards
            id={FIELD}
            label={t("ui.terms.purposeQuestion")}
            hint={t("ui.terms.purposeHint")}
            choices={purposes}
            value={draft.purpose}
            onChange={(purpose) => onChange({ ...draft, purpose })}
          />
        );
    }
  }
}
