import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorPanel } from "../../ui/feedback/ErrorPanel.tsx";
import { Notice } from "../../ui/feedback/Notice.tsx";
import { type FieldProblem, FormErrorSummary } from "../../ui/form/FormErrorSummary.tsx";
import { PassphraseField } from "../../ui/form/PassphraseField.tsx";
import { SecretWords } from "../../ui/form/SecretWords.tsx";
import { WordCheck } from "../../ui/form/WordCheck.tsx";
import { Actions } from "../../ui/layout/Actions.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { SetUpDraft } from "../../usecases/useCases.ts";
import type { KeySetUp } from "./useKeySetUp.ts";

/** Shorter than this is refused; the strength meter advises beyond it. */
const shortestPassphrase = 10;

/** The three steps that every role shares: passphrase, recovery sheet, two of its words. */
export function KeySteps({ setUp, back }: { setUp: KeySetUp; back: () => void }) {
  const { t } = useTranslation();
  const { draft, problem } = setUp;
  switch (setUp.step) {
    case "passphrase":
      return <PassphraseStep setUp={setUp} back={back} />;
    case "sheet":
      return problem !== undefined ? (
        <ErrorPanel
          error={problem}
          actions={<Button onClick={setUp.makeKeys}>{t("ui.tryAgain")}</Button>}
        />
      ) : draft === undefined ? (
        <p role="status">{t("setup.sheet.making")}</p>
      ) : (
        <SheetStep setUp={setUp} draft={draft} />
      );
    case "check":
      return draft === undefined ? null : <CheckStep setUp={setUp} draft={draft} />;
    case "done":
      return null;
  }
}

function PassphraseStep({ setUp, back }: { setUp: KeySetUp; back: () => void }) {
  const { t } = useTranslation();
  const [repeated, setRepeated] = useState("");
  const [attempt, setAttempt] = useState(0);
  const problems: FieldProblem[] = [];
  if (setUp.passphrase.length < shortestPassphrase) {
    problems.push({ fieldId: "passphrase", message: t("setup.passphrase.tooShort") });
  } else if (setUp.passphrase !== repeated) {
    problems.push({ fieldId: "passphrase-again", message: t("setup.passphrase.differs") });
  }
  const shown = attempt === 0 ? [] : problems;
  const errorOf = (id: string) => shown.find(({ fieldId }) => fieldId === id)?.message;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAttempt((before) => before + 1);
        if (problems.length === 0) setUp.makeKeys();
      }}
    >
      <Stack gap="wide">
        <PageHeader
          title={t("setup.passphrase.title")}
          lead={t("setup.passphrase.lead")}
          back={back}
        />
        <FormErrorSummary problems={shown} attempt={attempt} />
        <PassphraseField
          id="passphrase"
          label={t("setup.passphrase.label")}
          purpose="new"
          value={setUp.passphrase}
          onChange={setUp.setPassphrase}
          error={errorOf("passphrase")}
        />
        <PassphraseField
          id="passphrase-again"
          label={t("setup.passphrase.again")}
          purpose="repeat"
          value={repeated}
          onChange={setRepeated}
          error={errorOf("passphrase-again")}
        />
        <Notice>{t("setup.passphrase.notSent")}</Notice>
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
        </Actions>
      </Stack>
    </form>
  );
}

function SheetStep({ setUp, draft }: { setUp: KeySetUp; draft: SetUpDraft }) {
  const { t } = useTranslation();
  return (
    <Stack gap="wide">
      <PageHeader
        title={t("setup.sheet.title")}
        lead={t("setup.sheet.lead")}
        back={() => setUp.go("passphrase")}
      />
      <Notice kind="warning" title={t("setup.sheet.warningTitle")}>
        {t("setup.sheet.warning")}
      </Notice>
      <SecretWords words={draft.words} qrValue={draft.sheetCode} madeOn={new Date()} />
      <Actions>
        <Button onClick={() => setUp.go("check")}>{t("setup.sheet.have")}</Button>
      </Actions>
    </Stack>
  );
}

function CheckStep({ setUp, draft }: { setUp: KeySetUp; draft: SetUpDraft }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(["", ""]);
  const [wrong, setWrong] = useState<ReadonlySet<number>>(new Set());
  const [attempt, setAttempt] = useState(0);
  const [first = 1, second = 2] = draft.checkPositions;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const [one = "", two = ""] = typed.map((word) => word.trim().toLowerCase());
        if (draft.checkWords(one, two)) {
          setUp.go("done");
          return;
        }
        setAttempt((before) => before + 1);
        setWrong(
          new Set(
            [
              { number: first, word: one },
              { number: second, word: two },
            ]
              .filter(({ number, word }) => draft.words[number - 1] !== word)
              .map(({ number }) => number),
          ),
        );
      }}
    >
      <Stack gap="wide">
        <PageHeader
          title={t("setup.check.title")}
          lead={t("setup.check.lead")}
          back={() => setUp.go("sheet")}
          backLabel={t("setup.check.back")}
        />
        <FormErrorSummary
          attempt={attempt}
          problems={[...wrong].map((number) => ({
            fieldId: `word-${number}`,
            message: t("setup.check.wrong", { number }),
          }))}
        />
        <WordCheck
          idPrefix="word-"
          numbers={draft.checkPositions}
          value={typed}
          onChange={setTyped}
          wrong={wrong}
        />
        <Actions>
          <Button type="submit">{t("ui.continue")}</Button>
        </Actions>
      </Stack>
    </form>
  );
}
