import { useEffect, useId, useRef } from "react";
import { type CameraProblem, cameraProblem } from "./cameraProblem.ts";
import classes from "./QrScanner.module.css";

export interface CameraViewProps {
  onText: (text: string) => void;
  onRunning: () => void;
  onProblem: (problem: CameraProblem) => void;
}

/**
 * The camera's picture, decoded until the component goes. StrictMode mounts twice: each mount has
 * an element and a scanner of its own, and the end of one waits for its own start (html5-qrcode
 * throws when stopped while starting, and its `clear` fails before `stop`).
 */
export function CameraView({ onText, onRunning, onProblem }: CameraViewProps) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const handlers = useRef({ onText, onRunning, onProblem });
  useEffect(() => {
    handlers.current = { onText, onRunning, onProblem };
  });
  useEffect(() => {
    let current = true;
    const element = document.createElement("div");
    element.id = `${id}-${crypto.randomUUID()}`;
    frame.current?.append(element);
    const started = start(
      element.id,
      () => current,
      (text) => {
        if (current) handlers.current.onText(text);
      },
    );
    started.then(
      (stop) => {
        if (stop !== undefined && current) handlers.current.onRunning();
      },
      (error: unknown) => {
        if (current) handlers.current.onProblem(cameraProblem(error));
      },
    );
    return () => {
      current = false;
      const remove = () => element.remove();
      // A failed start was told above; there is nothing to stop then.
      started.then((stop) => stop?.()).then(remove, remove);
    };
  }, [id]);
  return <div ref={frame} className={classes.camera} />;
}

/** Resolves to what stops it again, or to nothing when it was no longer wanted. */
async function start(
  elementId: string,
  wanted: () => boolean,
  onText: (text: string) => void,
): Promise<(() => Promise<void>) | undefined> {
  // 108 kB gzipped: loaded when a scanner opens.
  const { Html5Qrcode, Html5QrcodeSupportedFormats } = await import("html5-qrcode");
  if (!wanted()) return undefined;
  const scanner = new Html5Qrcode(elementId, {
    verbose: false,
    formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE],
    // The browser's own detector misses codes that the library finds, and is missing on most.
    useBarCodeDetectorIfSupported: false,
  });
  await scanner.start(
    { facingMode: "environment" },
    { fps: 10, qrbox: (width, height) => square(Math.min(width, height)) },
    onText,
    () => undefined,
  );
  return async () => {
    await scanner.stop();
    scanner.clear();
  };
}

function square(side: number): { width: number; height: number } {
  const size = Math.max(50, Math.floor(side * 0.85));
  return { width: size, height: size };
}

/** Reads a code from a picture; undefined when there is none in it. */
export async function readCodeFromImage(file: File): Promise<string | undefined> {
  const { Html5Qrcode, Html5QrcodeSupportedFormats } = await import("html5-qrcode");
  const element = document.createElement("div");
  element.id = `image-${crypto.randomUUID()}`;
  element.hidden = true;
  document.body.append(element);
  const scanner = new Html5Qrcode(element.id, {
    verbose: false,
    formatsToSupport: [Html5QrcodeSupportedFormats.QR_CODE],
    useBarCodeDetectorIfSupported: false,
  });
  try {
    return (await scanner.scanFileV2(file, false)).decodedText;
  } catch {
    return undefined;
  } finally {
    scanner.clear();
    element.remove();
  }
}
