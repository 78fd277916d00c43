import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { withoutDirectionMarks } from "../../domain/directionMarks.ts";
import { Notice } from "../feedback/Notice.tsx";
import { useObjectUrl } from "../hooks/useObjectUrl.ts";
import { Icon } from "../icon/Icon.tsx";
import { Stack } from "../layout/Stack.tsx";
import classes from "./FileViewer.module.css";
import { type ViewerKind, viewerFor } from "./viewerFor.ts";

export interface FileViewerProps {
  blob: Blob;
  fileName: string;
  mimeType: string;
}

/** More than this much text makes a page slow; the rest is in the saved copy. */
const SHOWN_TEXT_BYTES = 512 * 1024;

/**
 * Shows decrypted bytes, and saves them. They live in this component only: nothing is cached, and
 * the object URLs end with it.
 */
export function FileViewer({ blob, fileName, mimeType }: FileViewerProps) {
  const { t } = useTranslation();
  const kind = viewerFor(mimeType, fileName);
  const name = withoutDirectionMarks(fileName);
  return (
    <Stack gap="normal">
      {blob.size === 0 ? (
        <Notice>{t("ui.viewer.empty")}</Notice>
      ) : (
        <FileFace blob={blob} name={name} mimeType={mimeType} kind={kind} />
      )}
      <SaveFile blob={blob} name={name} />
    </Stack>
  );
}

interface FaceProps {
  blob: Blob;
  name: string;
  mimeType: string;
  kind: ViewerKind;
}

function FileFace({ blob, name, mimeType, kind }: FaceProps): ReactNode {
  const { t } = useTranslation();
  switch (kind) {
    case "text":
    case "json":
      return <TextFace blob={blob} name={name} json={kind === "json"} />;
    case "image":
      return <ImageFace blob={blob} name={name} mimeType={mimeType} />;
    case "pdf":
      return <PdfFace blob={blob} name={name} />;
    case "other":
      return <Notice>{t("ui.viewer.other")}</Notice>;
  }
}

function TextFace({ blob, name, json }: { blob: Blob; name: string; json: boolean }) {
  const { t } = useTranslation();
  const [text, setText] = useState<string>();
  useEffect(() => {
    let current = true;
    void blob
      .slice(0, SHOWN_TEXT_BYTES)
      .text()
      .then((read) => {
        if (current) setText(read);
      });
    return () => {
      current = false;
      setText(undefined);
    };
  }, [blob]);
  if (text === undefined) return <p role="status">{t("ui.viewer.opening")}</p>;
  const cutShort = blob.size > SHOWN_TEXT_BYTES;
  const pretty = json && !cutShort ? prettyJson(text) : text;
  return (
    <>
      {cutShort && <Notice>{t("ui.viewer.cutShort")}</Notice>}
      {pretty === undefined && <Notice kind="warning">{t("ui.viewer.notJson")}</Notice>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so a keyboard must reach it. */}
      <section className={classes.text} tabIndex={0} aria-label={t("ui.viewer.content", { name })}>
        <pre dir="auto" className={json ? classes.mono : undefined}>
          {pretty ?? text}
        </pre>
      </section>
    </>
  );
}

function prettyJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return undefined;
  }
}

function ImageFace({ blob, name, mimeType }: { blob: Blob; name: string; mimeType: string }) {
  const { t } = useTranslation();
  const typed = useTyped(blob, mimeType);
  const url = useObjectUrl(typed);
  const [broken, setBroken] = useState(false);
  if (broken) return <Notice kind="warning">{t("ui.viewer.brokenImage")}</Notice>;
  return (
    <div className={classes.image}>
      {url !== undefined && (
        <img src={url} alt={t("ui.viewer.content", { name })} onError={() => setBroken(true)} />
      )}
    </div>
  );
}

function PdfFace({ blob, name }: { blob: Blob; name: string }) {
  const { t } = useTranslation();
  // The type is forced: the frame shares this page's origin, so it may hold a PDF and nothing else.
  // It has no sandbox attribute because browsers refuse to start their PDF viewer in one.
  const typed = useTyped(blob, "application/pdf");
  const url = useObjectUrl(typed);
  if (!navigator.pdfViewerEnabled) return <Notice>{t("ui.viewer.noPdf")}</Notice>;
  return (
    url !== undefined && (
      <iframe
        className={classes.pdf}
        // Without the page list at the side: there is no room for it on a phone.
        src={`${url}#navpanes=0&view=FitH`}
        title={t("ui.viewer.content", { name })}
      />
    )
  );
}

/** The same bytes under a type that we chose. */
function useTyped(blob: Blob, type: string): Blob {
  const [typed, setTyped] = useState(() => new Blob([blob], { type }));
  useEffect(() => setTyped(new Blob([blob], { type })), [blob, type]);
  return typed;
}

function SaveFile({ blob, name }: { blob: Blob; name: string }) {
  const { t } = useTranslation();
  const save = () => {
    // Saved as plain bytes, so that no browser opens it as a page of this origin instead.
    const url = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    // The download has its own hold on the bytes once it has started.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <div className={classes.save}>
      <Button variant="default" leftSection={<Icon name="save" />} onClick={save}>
        {t("ui.viewer.save")}
      </Button>
      <p className={classes.saveHint}>{t("ui.viewer.saveHint")}</p>
    </div>
  );
}
