import { Button } from "@mantine/core";
import { type DragEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatBytes } from "../facts/formatBytes.ts";
import { useMediaQuery } from "../hooks/useMediaQuery.ts";
import { Icon } from "../icon/Icon.tsx";
import classes from "./FileDrop.module.css";

export interface FileDropProps {
  onFiles: (files: File[]) => void;
  /** "Which files?" */
  label: string;
  multiple?: boolean;
  /** As in an input's `accept`. */
  accept?: string | undefined;
  /** Said under the buttons; the use case checks it. */
  maxBytes?: number | undefined;
  error?: string | undefined;
  disabled?: boolean;
  /** Of the choose button, for `FormErrorSummary`. */
  id?: string | undefined;
}

/** Drop files, choose files, or (on a phone) take a photo. Dropping is never the only way. */
export function FileDrop(props: FileDropProps) {
  const { onFiles, label, multiple = true, accept, maxBytes, error, disabled = false, id } = props;
  const { t, i18n } = useTranslation();
  const onPhone = useMediaQuery("(pointer: coarse)");
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const labelId = useId();
  const hintId = useId();

  const take = (files: FileList | null | undefined) => {
    const list = [...(files ?? [])].slice(0, multiple ? undefined : 1);
    if (list.length > 0 && !disabled) onFiles(list);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const choose = (
    <Button
      id={id}
      variant={onPhone ? "default" : "filled"}
      disabled={disabled}
      aria-describedby={hintId}
      leftSection={<Icon name="file" />}
      onClick={() => chooser.current?.click()}
    >
      {multiple ? t("ui.files.choose") : t("ui.files.chooseOne")}
    </Button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a legend into the frame.
    <div
      role="group"
      aria-labelledby={labelId}
      className={classes.drop}
      data-over={over || undefined}
      data-error={error === undefined ? undefined : ""}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p id={labelId} className={classes.label}>
        {label}
      </p>
      <div className={classes.buttons}>
        {onPhone && (
          <Button
            disabled={disabled}
            leftSection={<Icon name="camera" />}
            onClick={() => camera.current?.click()}
          >
            {t("ui.files.camera")}
          </Button>
        )}
        {choose}
      </div>
      <div id={hintId} className={classes.hint}>
        {!onPhone && <p>{t("ui.files.drop")}</p>}
        {maxBytes !== undefined && (
          <p>{t("ui.files.limit", { size: formatBytes(maxBytes, i18n.language) })}</p>
        )}
        {error !== undefined && (
          <p className={classes.error} role="alert">
            {error}
          </p>
        )}
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        data-testid="file-chooser"
        onChange={(event) => {
          take(event.currentTarget.files);
          // So that the same file can be chosen again after it was removed.
          event.currentTarget.value = "";
        }}
      />
      <input
        ref={camera}
        type="file"
        hidden
        accept="image/*"
        capture="environment"
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}
