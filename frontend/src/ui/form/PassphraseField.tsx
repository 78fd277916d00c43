import { Checkbox, TextInput } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./PassphraseField.module.css";
import { passphraseStrength } from "./passphraseStrength.ts";

export interface PassphraseFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
  /** "new" shows advice and strength and lets the browser offer to remember it. */
  purpose: "new" | "repeat" | "unlock";
  id?: string | undefined;
  autoFocus?: boolean;
}

const level = { empty: 0, short: 1, weak: 1, fair: 2, good: 3 } as const;

/** One passphrase, with a switch to see it. Two of them share nothing but looks. */
export function PassphraseField(props: PassphraseFieldProps) {
  const { label, value, onChange, hint, error, purpose, id, autoFocus = false } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const ownId = useId();
  const strength = passphraseStrength(value);
  return (
    <div>
      <TextInput
        id={id ?? ownId}
        label={label}
        description={hint ?? (purpose === "new" ? t("ui.passphrase.advice") : undefined)}
        error={error}
        type={shown ? "text" : "password"}
        autoComplete={purpose === "unlock" ? "current-password" : "new-password"}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={value}
        data-autofocus={autoFocus || undefined}
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {purpose === "new" && (
        <div className={classes.strength} data-level={level[strength]}>
          <span className={classes.bars} aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          <span role="status">{t(`ui.passphrase.strength.${strength}`)}</span>
        </div>
      )}
      <Checkbox
        label={t("ui.passphrase.show")}
        checked={shown}
        onChange={(event) => setShown(event.currentTarget.checked)}
      />
    </div>
  );
}
