import { Button, Textarea } from "@mantine/core";
import { type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../feedback/Notice.tsx";
import { Icon } from "../icon/Icon.tsx";
import { Section } from "../layout/Section.tsx";
import { Stack } from "../layout/Stack.tsx";
import { CameraView, readCodeFromImage } from "./CameraView.tsx";
import { type CameraProblem, cameraIsOffered } from "./cameraProblem.ts";
import classes from "./QrScanner.module.css";

export interface QrScannerProps {
  /** What was read, as it is: a link of ours, or anything else. Called once for each new text. */
  onCode: (text: string) => void;
  /** What is wrong with the last code, in words: an `ErrorPanel` or a `Notice`. */
  problem?: ReactNode;
  /** Starts the camera without a tap. True when nothing is given: this page is for scanning. */
  autoStart?: boolean;
  /** "Point the camera at the patient's code." */
  aim?: string | undefined;
}

type CameraState = "off" | "starting" | "running" | CameraProblem;

/** A code by camera, by picture or by text. The last two are always there. */
export function QrScanner({ onCode, problem, autoStart = true, aim }: QrScannerProps) {
  const { t } = useTranslation();
  const [camera, setCamera] = useState<CameraState>(() =>
    cameraIsOffered() ? (autoStart ? "starting" : "off") : "insecure",
  );
  const lastText = useRef<string>(undefined);
  const take = (text: string) => {
    // The camera sees the same code ten times a second.
    if (text === lastText.current) return;
    lastText.current = text;
    onCode(text);
  };
  const on = camera === "starting" || camera === "running";
  return (
    <Stack>
      <div className={classes.scanner}>
        {on && (
          <div className={classes.finder}>
            <CameraView
              onText={take}
              onRunning={() => setCamera("running")}
              onProblem={setCamera}
            />
          </div>
        )}
        <p role="status" className={on ? classes.words : "hr-visually-hidden"}>
          {camera === "starting" && t("ui.scanner.starting")}
          {camera === "running" && (aim ?? t("ui.scanner.aim"))}
        </p>
        {!on && camera !== "off" && (
          <div role="alert">
            <Notice kind="warning" title={t(`ui.scanner.${camera}Title`)}>
              {t(`ui.scanner.${camera}`)}
            </Notice>
          </div>
        )}
        {!on && camera !== "insecure" && (
          <Button
            leftSection={<Icon name="camera" />}
            variant={camera === "off" ? "filled" : "default"}
            onClick={() => {
              lastText.current = undefined;
              setCamera("starting");
            }}
          >
            {camera === "off" ? t("ui.scanner.start") : t("ui.tryAgain")}
          </Button>
        )}
        {camera === "running" && (
          <Button variant="subtle" onClick={() => setCamera("off")}>
            {t("ui.scanner.stop")}
          </Button>
        )}
      </div>
      {problem}
      <Section title={t("ui.scanner.otherWays")}>
        <Stack>
          <ImageWay onText={onCode} />
          <TextWay onText={onCode} />
        </Stack>
      </Section>
    </Stack>
  );
}

function ImageWay({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<"idle" | "reading" | "nothing">("idle");
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    setState("reading");
    const text = await readCodeFromImage(file);
    setState(text === undefined ? "nothing" : "idle");
    if (text !== undefined) onText(text);
  };
  return (
    <div className={classes.way}>
      <Button
        variant="default"
        leftSection={<Icon name="image" />}
        onClick={() => input.current?.click()}
      >
        {t("ui.scanner.image")}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        data-testid="code-image"
        onChange={(event) => {
          void read(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <p role="status" className={state === "nothing" ? classes.problem : undefined}>
        {state === "reading" && t("ui.scanner.imageReading")}
        {state === "nothing" && t("ui.scanner.imageNothing")}
      </p>
    </div>
  );
}

function TextWay({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState("");
  const [empty, setEmpty] = useState(false);
  return (
    <form
      className={classes.way}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const trimmed = text.trim();
        setEmpty(trimmed === "");
        if (trimmed === "") document.getElementById(id)?.focus();
        else onText(trimmed);
      }}
    >
      <Textarea
        id={id}
        label={t("ui.scanner.paste")}
        description={t("ui.scanner.pasteHint")}
        error={empty ? t("ui.scanner.pasteEmpty") : undefined}
        rows={3}
        value={text}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {t("ui.scanner.pasteUse")}
      </Button>
    </form>
  );
}
