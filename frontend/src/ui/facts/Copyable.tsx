import { useTranslation } from "react-i18next";
import { useCopy } from "../hooks/useCopy.ts";
import { Icon } from "../icon/Icon.tsx";
import classes from "./Copyable.module.css";

export interface CopyableProps {
  /** What is copied and, unless `shown` says otherwise, shown. */
  value: string;
  /** What the value is, for the button's name: "address", "link". */
  what: string;
  /** A shortened form, e.g. 0x1234...abcd. */
  shown?: string | undefined;
}

/** A technical value in a fixed-width face with a copy button. */
export function Copyable({ value, what, shown }: CopyableProps) {
  const { t } = useTranslation();
  const { state, copy } = useCopy();
  return (
    <span className={classes.copyable}>
      <code className={classes.value} title={value}>
        {shown ?? value}
      </code>
      <button type="button" className={classes.button} onClick={() => void copy(value)}>
        <Icon name={state === "copied" ? "check" : "copy"} size={1.25} />
        <span className="hr-visually-hidden">{t("ui.copy.label", { what })}</span>
      </button>
      <span role="status" className={classes.status}>
        {state === "copied" && t("ui.copy.done")}
        {state === "refused" && t("ui.copy.refused")}
      </span>
    </span>
  );
}
