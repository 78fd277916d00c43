import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./LoadingRows.module.css";

export interface LoadingRowsProps {
  rows?: number;
  /** "list" rows like a `ListGroup`, "facts" like `KeyFacts`, "page" a title and text. */
  shape?: "list" | "facts" | "page";
  /** What is being fetched; said aloud, and shown after two seconds. */
  label?: string | undefined;
}

/** The outline of what is coming. Says so in words once two seconds have passed. */
export function LoadingRows({ rows = 4, shape = "list", label }: LoadingRowsProps) {
  const { t } = useTranslation();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 2000);
    return () => clearTimeout(timer);
  }, []);
  const words = label ?? t("ui.loading");
  return (
    <div>
      <p role="status" className={slow ? classes.words : "hr-visually-hidden"}>
        {words}
      </p>
      <div className={classes.rows} data-shape={shape} aria-hidden="true">
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders, never reordered.
          <div key={index} className={classes.row}>
            {shape === "list" && <span className={classes.icon} />}
            <span className={classes.lines}>
              <span className={classes.line} />
              <span className={classes.line} />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
