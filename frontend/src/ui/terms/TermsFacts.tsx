import { useTranslation } from "react-i18next";
import { type KeyFact, KeyFacts } from "../facts/KeyFacts.tsx";

export type TermsStep = "parts" | "rights" | "until" | "purpose";

export interface TermsFactsProps {
  /** "Test results, Letters and 3 more parts". */
  parts: string;
  /** What they may do: "Look only", "Look, and add records". */
  rights: string;
  /** "3 May 2027". */
  until: string;
  purpose: string;
  /** Puts "Change" beside each; leave a step out of `fixed` to let it be changed. */
  onChange?: ((step: TermsStep) => void) | undefined;
  fixed?: readonly TermsStep[];
  /** More facts, at the end. */
  more?: readonly KeyFact[];
}

/** What is shared, or asked for: the four answers, each with its way back. */
export function TermsFacts(props: TermsFactsProps) {
  const { onChange, fixed = [] } = props;
  const { t } = useTranslation();
  const fact = (step: TermsStep, value: string): KeyFact => ({
    label: t(`ui.terms.${step}`),
    value,
    ...(onChange === undefined || fixed.includes(step) ? {} : { change: () => onChange(step) }),
  });
  return (
    <KeyFacts
      facts={[
        fact("parts", props.parts),
        fact("rights", props.rights),
        fact("until", props.until),
        fact("purpose", props.purpose),
        ...(props.more ?? []),
      ]}
    />
  );
}
