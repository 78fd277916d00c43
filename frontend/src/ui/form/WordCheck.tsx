import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Stack } from "../layout/Stack.tsx";

export interface WordCheckProps {
  /** Which words are asked for, counting from 1. */
  numbers: readonly number[];
  /** What was typed, in the same order. */
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** By word number, after a submit. */
  wrong?: ReadonlySet<number> | undefined;
  /** The field of word 7 gets the id `${idPrefix}7`. */
  idPrefix: string;
}

/** Asks for a few of the words, to see that the sheet is really there. */
export function WordCheck({ numbers, value, onChange, wrong, idPrefix }: WordCheckProps) {
  const { t } = useTranslation();
  return (
    <Stack>
      {numbers.map((number, index) => {
        const typed = value[index] ?? "";
        const problem = typed.trim() === "" ? "ui.words.checkEmpty" : "ui.words.checkWrong";
        return (
          <TextInput
            key={number}
            id={`${idPrefix}${number}`}
            label={t("ui.words.word", { number })}
            value={typed}
            error={wrong?.has(number) === true ? t(problem, { number }) : undefined}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            onChange={(event) =>
              onChange(
                numbers.map((_, place) =>
                  place === index ? event.currentTarget.value : (value[place] ?? ""),
                ),
              )
            }
          />
        );
      })}
    </Stack>
  );
}
