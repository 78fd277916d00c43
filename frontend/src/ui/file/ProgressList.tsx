import { useTranslation } from "react-i18next";
import { withoutDirectionMarks } from "../../domain/directionMarks.ts";
import { FileName } from "../facts/FileName.tsx";
import { formatBytes } from "../facts/formatBytes.ts";
import { StatusTag } from "../facts/StatusTag.tsx";
import { Icon } from "../icon/Icon.tsx";
import classes from "./ProgressList.module.css";

export type FileProgressState =
  | "waiting"
  | "opening"
  | "sealing"
  | "uploading"
  | "done"
  | "failed"
  | "cancelled";

export interface FileProgress {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly state: FileProgressState;
  /** 0..1 of the current state, where it is known. */
  readonly fraction?: number | undefined;
  /** What went wrong and what to do, in a sentence. */
  readonly problem?: string | undefined;
}

export interface ProgressListProps {
  files: readonly FileProgress[];
  onCancel?: ((id: string) => void) | undefined;
  onRetry?: ((id: string) => void) | undefined;
  /** Before anything is sent: takes a file off the list. */
  onRemove?: ((id: string) => void) | undefined;
}

/** Each file with what is happening to it. Its state changes are said aloud, its percentage not. */
export function ProgressList({ files, onCancel, onRetry, onRemove }: ProgressListProps) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });
  return (
    <ul className={classes.list} aria-label={t("ui.files.listLabel")}>
      {files.map((file) => {
        const name = withoutDirectionMarks(file.name);
        const state = t(`ui.files.state.${file.state}`);
        const active = ["opening", "sealing", "uploading"].includes(file.state);
        const button =
          onRetry !== undefined && (file.state === "failed" || file.state === "cancelled")
            ? ({ icon: "refresh", label: t("ui.files.retry", { name }), act: onRetry } as const)
            : onCancel !== undefined && active
              ? ({ icon: "cross", label: t("ui.files.cancel", { name }), act: onCancel } as const)
              : onRemove !== undefined && file.state === "waiting"
                ? ({ icon: "cross", label: t("ui.files.remove", { name }), act: onRemove } as const)
                : undefined;
        return (
          <li key={file.id} className={classes.file}>
            <Icon name={/\.(jpe?g|png|heic|webp|gif)$/i.test(name) ? "image" : "file"} />
            <div className={classes.text}>
              <p className={classes.name}>
                <FileName name={file.name} />
              </p>
              <p className={classes.meta}>
                {formatBytes(file.bytes, i18n.language)}
                {active && (
                  <>
                    {" · "}
                    {file.fraction === undefined
                      ? state
                      : t("ui.files.percent", { state, percent: percent.format(file.fraction) })}
                  </>
                )}
              </p>
              {active && (
                <progress
                  className={classes.bar}
                  aria-label={`${state}: ${name}`}
                  max={1}
                  {...(file.fraction === undefined ? {} : { value: file.fraction })}
                />
              )}
              {file.problem !== undefined && <p className={classes.problem}>{file.problem}</p>}
            </div>
            {file.state === "done" && <StatusTag kind="good">{state}</StatusTag>}
            {file.state === "failed" && <StatusTag kind="bad">{state}</StatusTag>}
            {file.state === "cancelled" && <StatusTag kind="ended">{state}</StatusTag>}
            {button !== undefined && (
              <button
                type="button"
                className={classes.button}
                aria-label={button.label}
                onClick={() => button.act(file.id)}
              >
                <Icon name={button.icon} />
              </button>
            )}
            <span role="status" className="hr-visually-hidden">
              {name}: {state}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
